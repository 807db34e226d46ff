// GameFiles

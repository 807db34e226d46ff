internal import GameFiles

/// A file that data are made from, read once: its bytes and how the manifest names it.
struct InputFile {
  /// The content, decompressed.
  let bytes: [UInt8]
  let source: PreparedManifest.Source

  init(path: String, licence: String?) throws(CorpusError) {
    do {
      let raw = try FileIO.read(path)
      source = PreparedManifest.Source(
        file: path.split(separator: "/").last.map(String.init) ?? path, bytes: raw.count,
        sha256: SHA256.digest(of: raw), licence: licence)
      bytes = XZ.isCompressed(raw) ? try XZ.decompress(raw) : raw
    } catch {
      throw .games(path: path, error)
    }
  }
}

import GameFiles
import TestSupport
import Testing
import Xiangqi

@Suite struct FileIOTests {
  private let folder = TemporaryFolder()

  @Test func whatIsWrittenIsReadAndNothingElseStaysBehind() throws {
    let path = folder.file("deep")
    #expect(throws: GameFileError.self) { try FileIO.write([1], to: path) }
    try FileIO.write([1, 2, 3], to: path, creatingFolders: true)
    try FileIO.write([4, 5], to: path)
    #expect(try FileIO.read(path) == [4, 5])
    #expect(folderEntries(folder.path) == ["deep"])
  }

  @Test func permissionsAndLinksAreKept() throws {
    let path = folder.file("a")
    try FileIO.write([1], to: path, creatingFolders: true)
    setPermissions(path, 0o640)
    makeLink(folder.file("link"), to: path)
    try FileIO.write([2], to: folder.file("link"))
    #expect(permissions(path) == 0o640)
    #expect(isLink(folder.file("link")))
    #expect(try FileIO.read(path) == [2])
  }

  @Test func theLimitHolds() throws {
    let path = folder.file("a")
    try FileIO.write([UInt8](repeating: 7, count: 1000), to: path, creatingFolders: true)
    #expect(try FileIO.read(path, limit: 1000).count == 1000)
    #expect(throws: GameFileError.tooLarge(name: path, limit: 999)) { try FileIO.read(path, limit: 999) }
  }

  @Test func errorsNameTheFile() {
    let path = folder.file("missing")
    let error = #expect(throws: GameFileError.self) { try FileIO.read(path) }
    #expect(error?.description == "\(path) cannot be opened: No such file or directory")
    #expect(throws: GameFileError.self) { try FileIO.read("/tmp") }
    #expect(throws: GameFileError.self) { try FileIO.read("/tmp\0x") }
  }
}

@Suite struct GameFileAppenderTests {
  private let folder = TemporaryFolder()

  private func games() throws -> [GameRecord] {
    try (0..<4).map { try randomRecord(seed: $0 * 4, plies: 12) }
  }

  @Test func appendedGamesAreTheFileThatOneWriteMakes() throws {
    let path = folder.file("games.pgn")
    try FileIO.write([], to: path, creatingFolders: true)
    var appender = try GameFileAppender(creating: path)
    for game in try games() { try appender.append(game) }
    #expect(appender.gameCount == 4)
    #expect(try FileIO.read(path) == GameFiles.write(games()))
    #expect(try FileIO.read(path).count == appender.length)
  }

  @Test func aFileCutAnywhereIsCompletedToTheSameBytes() throws {
    let path = folder.file("games.pgn")
    let games = try games()
    let whole = try GameFiles.write(games)
    let ends = try (0...4).map { try GameFiles.write(Array(games.prefix($0))).count }
    for length in stride(from: 0, through: whole.count, by: 71) + ends.flatMap({ [$0 - 1, $0, $0 + 1] }) {
      guard (0...whole.count).contains(length) else { continue }
      try FileIO.write(Array(whole.prefix(length)), to: path, creatingFolders: true)
      var found: [GameRecord] = []
      var appender = try GameFileAppender(resuming: path, waitsForDisk: false) { found.append($0) }
      let expected = ends.lastIndex { $0 <= length } ?? 0
      #expect(found == Array(games.prefix(expected)), "cut at \(length)")
      #expect(appender.gameCount == expected)
      for game in games.dropFirst(expected) { try appender.append(game) }
      #expect(try FileIO.read(path) == whole, "cut at \(length)")
    }
  }

  @Test(arguments: ["my notes\n", "[Red \"A\"]\n\n1. 炮二平五", "1. 帅五进二 *\n", "\u{7F}ELF"])
  func otherFilesAreLeftAlone(content: String) throws {
    let path = folder.file("other")
    try FileIO.write(Array(content.utf8), to: path, creatingFolders: true)
    #expect(throws: GameFileError.self) { _ = try GameFileAppender(resuming: path) { _ in } }
    #expect(try FileIO.read(path) == Array(content.utf8))
  }

  @Test func aDamagedGameInTheMiddleIsNotCutAway() throws {
    let path = folder.file("games.pgn")
    var text = String(decoding: try GameFiles.write(try games()), as: UTF8.self)
    text = text.replacing("[Format", with: "[FEN \"broken\"]\n[Format", maxReplacements: 2)
    try FileIO.write(Array(text.utf8), to: path, creatingFolders: true)
    #expect(throws: GameFileError.self) { _ = try GameFileAppender(resuming: path) { _ in } }
    #expect(try FileIO.read(path) == Array(text.utf8))
  }

  @Test func oneWriterAtATime() throws {
    let path = folder.file("games.pgn")
    try FileIO.write([], to: path, creatingFolders: true)
    let first = try GameFileAppender(resuming: path) { _ in }
    #expect(throws: GameFileError.inUse(path: path)) { _ = try GameFileAppender(creating: path) }
    #expect(first.length == 0)
  }
}

@Suite struct PGNFileReadingTests {
  private let folder = TemporaryFolder()

  @Test func aLargeFileReadsTheSameFromDiskAndFromMemory() throws {
    let path = folder.file("games.pgn")
    let games = try (0..<40).map { try randomRecord(seed: $0, plies: 80) }
    for bytes in [
      try GameFiles.write(games), try GameFiles.write(games, notation: .iccs),
      [0xEF, 0xBB, 0xBF] + (try GameFiles.write(games)),
    ] {
      #expect(bytes.count > 3 << 16)
      try FileIO.write(bytes, to: path, creatingFolders: true)
      var reader = try PGNReader(path: path)
      var found: [GameRecord] = []
      while let game = try reader.next() { found.append(game) }
      #expect(found == games)
      #expect(reader.endOfCompleteGames == bytes.count)
      #expect(try GameFiles.read(path: path) == games)
    }
  }
}

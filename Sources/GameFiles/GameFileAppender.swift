public import Xiangqi

/// A PGN file that grows game by game, for runs that may be killed at any moment.
///
/// A game is written in one piece and waited for until it is on the disk, so at most the last game can be cut off, and
/// `init(resuming:)` finds that and cuts it away. While an appender lives, no second one opens the file.
public struct GameFileAppender: ~Copyable {
  private let file: OpenFile
  private let writer: PGNWriter
  private let waits: Bool
  /// The length of the file: the end of its last whole game.
  public private(set) var length: Int
  /// How many games were written or, after resuming, found.
  public private(set) var gameCount: Int

  /// Starts a file anew; what was in it is lost.
  ///
  /// With `waitsForDisk` false a power cut may cost more than one game, a killed process still does not.
  public init(
    creating path: String, notation: Notation = .chinese, waitsForDisk: Bool = true
  ) throws(GameFileError) {
    let writer = try PGNWriter(notation: notation)
    let file = try OpenFile.appending(path)
    try file.lock()
    try file.truncate(to: 0)
    self.init(file, writer, waits: waitsForDisk, length: 0, gameCount: 0)
  }

  /// Goes on with a file, or starts it where there is none: hands over the whole games it holds and cuts off
  /// what follows them.
  ///
  /// Nothing is cut but a game whose end is missing. A file with anything else in it stays as it is, and the error says
  /// where.
  public init(
    resuming path: String, notation: Notation = .chinese, waitsForDisk: Bool = true,
    each: (GameRecord) -> Void
  ) throws(GameFileError) {
    let writer = try PGNWriter(notation: notation)
    let file = try OpenFile.appending(path)
    try file.lock()
    var count = 0
    let length = try Self.endOfGames(path, fileLength: try file.length()) {
      count += 1
      each($0)
    }
    if length < (try file.length()) {
      try file.truncate(to: length)
      try file.synchronise()
    }
    self.init(file, writer, waits: waitsForDisk, length: length, gameCount: count)
  }

  private init(_ file: OpenFile, _ writer: PGNWriter, waits: Bool, length: Int, gameCount: Int) {
    self.file = file
    self.writer = writer
    self.waits = waits
    self.length = length
    self.gameCount = gameCount
  }

  /// The offset behind the last whole game of a file, having checked that nothing but a part of one game follows.
  private static func endOfGames(
    _ path: String, fileLength: Int, each: (GameRecord) -> Void
  ) throws(GameFileError) -> Int {
    var reader = try PGNReader(path: path)
    guard reader.encoding == .utf8 else { throw .notOurGames(path: path, offset: 0) }
    var failure: GameFileError?
    while failure == nil {
      do throws(GameFileError) {
        guard let game = try reader.next() else { break }
        if reader.lastGameIsComplete { each(game) }
      } catch {
        failure = error
      }
    }
    let end = reader.endOfCompleteGames
    guard end < fileLength else { return end }
    let tail = try FileIO.read(path, from: end, limit: PGNReader.longestGame).drop { $0 <= 0x20 }
    let head = Array("[Game \"Chinese Chess\"]".utf8)
    let isPartOfOneGame =
      (tail.starts(with: head) || head.starts(with: tail)) && !tail.dropFirst().contains(head)
    guard isPartOfOneGame else { throw failure ?? .notOurGames(path: path, offset: end) }
    return end
  }

  /// Writes one game at the end.
  ///
  /// Where that fails half-way, for instance on a full disk, the half is cut off again.
  public mutating func append(_ game: GameRecord) throws(GameFileError) {
    let text = try writer.text(of: game, number: gameCount + 1)
    let bytes = Array((length > 0 ? "\n" + text : text).utf8)
    do {
      try file.write(bytes)
      if waits { try file.synchronise() }
    } catch {
      try file.truncate(to: length)
      throw error
    }
    length += bytes.count
    gameCount += 1
  }
}

public import Xiangqi

/// Games out of bytes and into bytes, whatever the format.
public enum GameFiles {
  /// What could be read of a file.
  public struct Reading: Sendable {
    /// The games before the first one that cannot be read: all of them where `failure` is nil.
    public var games: [GameRecord]
    /// Why reading stopped early.
    public var failure: GameFileError?
  }

  /// All games of a file's content, in the given format or the one that the content shows.
  ///
  /// Data compressed as `.xz` are decompressed first. Throws at the first game that cannot be read;
  /// `reading(_:as:)` keeps those before it.
  public static func read(_ bytes: [UInt8], as format: GameFormat? = nil) throws(GameFileError)
    -> [GameRecord]
  {
    let reading = reading(bytes, as: format)
    if let failure = reading.failure { throw failure }
    return reading.games
  }

  /// All games of a file, whose name settles the format where the content does not.
  public static func read(path: String, as format: GameFormat? = nil) throws(GameFileError) -> [GameRecord] {
    let bytes = try decompressed(FileIO.read(path))
    return try read(bytes, as: format ?? GameFormat(content: bytes, path: path))
  }

  /// The games of a file's content up to the first that cannot be read, and why it cannot.
  public static func reading(_ bytes: [UInt8], as format: GameFormat? = nil) -> Reading {
    var games: [GameRecord] = []
    do {
      try read(bytes, as: format) { games.append($0) }
      return Reading(games: games, failure: nil)
    } catch {
      return Reading(games: games, failure: error)
    }
  }

  /// Hands over the games of a file's content one by one.
  public static func read(
    _ bytes: [UInt8], as format: GameFormat? = nil, each: (GameRecord) -> Void
  ) throws(GameFileError) {
    let bytes = try decompressed(bytes)
    guard let format = format ?? GameFormat(content: bytes) else { throw .unknownFormat }
    switch format {
    case .pgn:
      var reader = try PGNReader(bytes)
      while let game = try reader.next() { each(game) }
    case .tsv:
      var reader = try GameTableReader(bytes)
      while let game = try reader.next() { each(game) }
    case .xqf: each(try XQFReader.read(bytes))
    case .dhtmlxq: try DhtmlXQReader.read(bytes).forEach(each)
    }
  }

  private static func decompressed(_ bytes: [UInt8]) throws(GameFileError) -> [UInt8] {
    XZ.isCompressed(bytes) ? try XZ.decompress(bytes) : bytes
  }

  /// The bytes of a file that holds these games: UTF-8 PGN, the games separated by empty lines.
  public static func write(
    _ games: [GameRecord], as format: GameFormat = .pgn, notation: Notation = .chinese
  ) throws(GameFileError) -> [UInt8] {
    guard format.isWritable else { throw .readOnly(format) }
    let writer = try PGNWriter(notation: notation)
    var bytes: [UInt8] = []
    for (place, game) in games.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: "\n")) }
      bytes += try writer.text(of: game, number: place + 1).utf8
    }
    return bytes
  }
}

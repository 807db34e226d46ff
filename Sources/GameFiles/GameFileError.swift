public import Xiangqi

/// What went wrong with a file of games: what, where, and what would be right.
public enum GameFileError: Error, Hashable, Sendable {
  /// A place in a file: a line from 1 in text, an offset in bytes otherwise.
  public enum Place: Hashable, Sendable {
    /// The line, counted from 1.
    case line(Int)
    /// The offset in bytes.
    case offset(Int)
  }

  /// The system refused something; `reason` is its own word.
  case system(action: String, path: String, reason: String)
  /// A file or its decompressed content is larger than the caller allowed.
  case tooLarge(name: String, limit: Int)
  /// Another process is writing the file.
  case inUse(path: String)
  /// A file that should be continued holds something else than whole games followed by one cut off.
  case notOurGames(path: String, offset: Int)
  /// The bytes are neither UTF-8 nor GB18030; the offset is that of the first byte that is not UTF-8.
  case unknownEncoding(offset: Int)
  /// The system's converter for an encoding is missing.
  case noConverter(encoding: String)
  /// A text has a character that the encoding cannot write.
  case notEncodable(encoding: String)
  /// Compressed data are damaged or cut off.
  case brokenCompression(String)
  /// The content is in none of the formats.
  case unknownFormat
  /// Games can be read from that format and not written to it.
  case readOnly(GameFormat)
  /// A notation that game files do not have.
  case notationNotInFiles(Notation)
  /// A game cannot be written: what stands in the way.
  case notWritable(game: Int, String)
  /// The file breaks its format.
  case malformed(GameFormat, game: Int, Place, String)
  /// The start position of a game cannot be.
  case position(GameFormat, game: Int, Place, FENError)
  /// A move that cannot be read or played: its number, who should move, how it is written, and why not.
  case move(GameFormat, game: Int, Place, number: Int, side: Side, text: String, reason: String)
}

extension GameFileError: CustomStringConvertible {
  /// One English sentence.
  public var description: String {
    switch self {
    case .system(let action, let path, let reason): "\(path) cannot be \(action): \(reason)"
    case .tooLarge(let name, let limit): "\(name) is larger than the \(limit) bytes that are allowed"
    case .inUse(let path): "\(path) is being written by another process; wait for it or choose another file"
    case .notOurGames(let path, let offset):
      "\(path) holds something else than games from byte \(offset) on, so nothing is appended to it"
    case .unknownEncoding(let offset):
      "the text is neither UTF-8 (see byte \(offset)) nor GB18030; save it as UTF-8"
    case .noConverter(let encoding):
      "this system cannot convert \(encoding): save the file as UTF-8, or on Debian and Ubuntu install "
        + "libc-gconv-modules-extra"
    case .notEncodable(let encoding): "the text has a character that \(encoding) does not have"
    case .brokenCompression(let problem): "the compressed data \(problem)"
    case .unknownFormat: "the data are none of the known formats: PGN, XQF, DhtmlXQ, or a table of games"
    case .readOnly(let format): "\(format.name) can be read only; write PGN"
    case .notationNotInFiles(let notation):
      "game files have no notation \(notation.rawValue); use chinese, iccs or wxf"
    case .notWritable(let game, let problem): "game \(game) cannot be written: \(problem)"
    case .malformed(let format, let game, let place, let problem):
      "\(format.name), game \(game), \(place): \(problem)"
    case .position(let format, let game, let place, let error):
      "\(format.name), game \(game), \(place): start position: \(error)"
    case .move(let format, let game, let place, let number, let side, let text, let reason):
      "\(format.name), game \(game), \(place): move \(number)\(side == .red ? "." : "...") \(text): \(reason)"
    }
  }
}

extension GameFileError.Place: CustomStringConvertible {
  /// `line 12` or `byte 1024`.
  public var description: String {
    switch self {
    case .line(let line): "line \(line)"
    case .offset(let offset): "byte \(offset)"
    }
  }
}

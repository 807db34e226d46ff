public import Xiangqi

/// Reads the games of a table: a heading line, then one game a line, fields separated by tabs.
///
/// Columns are found by their names. `moves` (ICCS, separated by spaces) must be there; `result` gives the outcome,
/// `start_fen`, or `fen` in tables of positions, the start position where it is not empty. Every other column that is not empty becomes a tag:
/// `red`, `black`, `event` and `date` under their PGN names, `opening` as `ECCO`, the reason `end` as
/// `Termination`, the rest under its name with a capital letter.
public struct GameTableReader: ~Copyable {
  private let bytes: [UInt8]
  private var nextLine: Int
  private var line = 1
  private let columns: [String]
  /// How many games were begun.
  public private(set) var gameNumber = 0

  /// A reader of a table in memory, in UTF-8 or GB18030.
  public init(_ bytes: [UInt8]) throws(GameFileError) {
    let text = try TextEncoding.utf8(from: bytes).text
    let end = text.firstIndex(of: 0x0A) ?? text.count
    let names = Self.fields(text[..<end])
    guard names.contains("moves") else {
      throw .malformed(.tsv, game: 0, .line(1), "the heading names no column “moves”")
    }
    self.bytes = text
    columns = names
    nextLine = min(end + 1, text.count)
  }

  /// The game of the next line, or nil at the end.
  ///
  /// After a line that cannot be read and threw, the next call goes on with the line behind it.
  public mutating func next() throws(GameFileError) -> GameRecord? {
    while nextLine < bytes.count {
      let end = bytes[nextLine...].firstIndex(of: 0x0A) ?? bytes.count
      let row = bytes[nextLine..<end]
      nextLine = min(end + 1, bytes.count)
      line += 1
      guard row.contains(where: { $0 > 0x20 }) else { continue }
      gameNumber += 1
      return try game(Self.fields(row))
    }
    return nil
  }

  private static func fields(_ row: ArraySlice<UInt8>) -> [String] {
    let row = row.last == 0x0D ? row.dropLast() : row
    return row.split(separator: 0x09, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func game(_ fields: [String]) throws(GameFileError) -> GameRecord {
    guard fields.count <= columns.count else {
      throw error("\(fields.count) fields, and the heading names \(columns.count)")
    }
    var record = GameRecord()
    var moves = ""
    for (name, value) in zip(columns, fields) where !value.isEmpty {
      switch name {
      case "moves": moves = value
      case "result":
        record.outcome = Outcome(notation: value)
        guard record.outcome != nil || value == "*" else {
          throw error("“\(value.prefix(20))” is not a result")
        }
      case "start_fen", "fen":
        do {
          record.start = try Position(fen: value)
        } catch {
          throw .position(.tsv, game: gameNumber, .line(line), error)
        }
      default: record.tags.append(GameRecord.Tag(name: Self.tagName(name), value: Self.tagValue(name, value)))
      }
    }
    record.line = try nodes(moves, from: record.start)
    return record
  }

  private func nodes(_ text: String, from start: Position) throws(GameFileError) -> [GameRecord.Node] {
    var position = start
    var nodes: [GameRecord.Node] = []
    for word in text.utf8.split(separator: 0x20) {
      let word = Substring(word)
      let move = Move(iccs: word)
      let reason = move.map { position.refusal(of: $0)?.description } ?? "write moves like h2e2"
      guard let move, reason == nil else {
        throw .move(
          .tsv, game: gameNumber, .line(line), number: position.moveNumber, side: position.sideToMove,
          text: String(word.prefix(20)), reason: reason ?? "")
      }
      nodes.append(GameRecord.Node(move: move))
      position = position.playing(move)
    }
    return nodes
  }

  private func error(_ problem: String) -> GameFileError {
    .malformed(.tsv, game: gameNumber, .line(line), problem)
  }

  private static func tagName(_ column: String) -> String {
    switch column {
    case "opening": "ECCO"
    case "end": "Termination"
    default:
      // red_raw becomes RedRaw.
      column.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
  }

  /// A date 2008-10-09, 2008-10 or 2008 as PGN writes it, 2008.10.09 or 2008.??.??; other values as they are.
  private static func tagValue(_ column: String, _ value: String) -> String {
    guard column == "date" else { return value }
    let parts = value.split(separator: "-")
    return parts.joined(separator: ".") + String(repeating: ".??", count: max(0, 3 - parts.count))
  }
}

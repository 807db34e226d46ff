public import Xiangqi

/// Reads XQF 1.0, the binary format of XQStudio, after its public description of 2001.
///
/// The description knows one line of moves: a record's flag is 0xF0 where another follows and 0 at the end. Files of
/// that version with variations use the low half of the flag as well: an alternative to this move follows after all
/// that comes behind it. Versions after 1.0 are encrypted and refused by their number.
public enum XQFReader {
  /// Where the records of the moves begin.
  private static let headerSize = 0x400
  private static let texts: [(offset: Int, length: Int, tag: String)] = [
    (0x50, 63, "Title"), (0xD0, 63, "Event"), (0x110, 15, "Date"), (0x120, 15, "Site"), (0x130, 15, "Red"),
    (0x140, 15, "Black"), (0x150, 63, "TimeControl"), (0x190, 15, "RedTime"), (0x1A0, 15, "BlackTime"),
    (0x1D0, 15, "Annotator"), (0x1E0, 15, "Author"),
  ]

  /// The game of an XQF file.
  public static func read(_ bytes: [UInt8]) throws(GameFileError) -> GameRecord {
    guard bytes.starts(with: Array("XQ".utf8)), bytes.count > 2 else {
      throw error(0, "an XQF file begins with XQ")
    }
    guard bytes[2] == 0x0A else {
      let version = "\(bytes[2] / 10).\(bytes[2] % 10)"
      throw error(
        2, "this is XQF \(version), which is encrypted; only XQF 1.0 can be read, so save it as 1.0 or PGN")
    }
    guard bytes.count >= headerSize + 8 else { throw error(bytes.count, "the file ends inside its header") }
    var record = GameRecord()
    for text in texts {
      if let value = try string(bytes, text.offset, text.length) {
        record.tags.append(GameRecord.Tag(name: text.tag, value: value))
      }
    }
    record.outcome = outcome(bytes[0x33])
    let (tree, comment) = try moves(bytes)
    record.comment = comment
    record.start = try start(bytes, firstMove: tree.firstMove)
    record.line = try tree.line(from: record.start) { position, move, reason in
      .move(
        .xqf, game: 1, .offset(headerSize), number: position.moveNumber, side: position.sideToMove,
        text: move.iccs, reason: reason)
    }
    return record
  }

  private static func outcome(_ value: UInt8) -> Outcome? {
    switch value {
    case 1: .redWins
    case 2: .blackWins
    case 3: .draw
    default: nil
    }
  }

  private static func start(_ bytes: [UInt8], firstMove: Move?) throws(GameFileError) -> Position {
    var squares: [Square?] = []
    for offset in 0x10..<0x30 {
      squares.append(bytes[offset] == 0xFF ? nil : try square(bytes[offset], at: offset))
    }
    guard
      let fen = PieceLayout.fen(squares, firstMove: firstMove, otherwise: bytes[0x32] == 1 ? .black : .red)
    else { throw error(0x10, "two pieces stand on one square") }
    do {
      return try Position(fen: fen)
    } catch {
      throw .position(.xqf, game: 1, .offset(0x10), error)
    }
  }

  /// The records of the moves, and the comment of the first record, which stands for the start position.
  private static func moves(_ bytes: [UInt8]) throws(GameFileError) -> (MoveTree, String?) {
    var offset = headerSize
    let root = try record(bytes, &offset)
    var tree = MoveTree()
    var slots: [MoveTree.Slot] = root.flag & 0xF0 != 0 ? [.root] : []
    while let slot = slots.popLast() {
      let start = offset
      let next = try record(bytes, &offset)
      let move = Move(
        from: try square(next.from &- 24, at: start), to: try square(next.to &- 32, at: start + 1))
      let node = tree.add(move, comment: next.comment, at: slot)
      if next.flag & 0x0F != 0 { slots.append(.alternative(to: node)) }
      if next.flag & 0xF0 != 0 { slots.append(.child(of: node)) }
    }
    return (tree, root.comment)
  }

  private static func record(
    _ bytes: [UInt8], _ offset: inout Int
  ) throws(GameFileError) -> (from: UInt8, to: UInt8, flag: UInt8, comment: String?) {
    guard offset + 8 <= bytes.count else {
      throw error(offset, "a move should follow here, and the file ends")
    }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + 4 + $1]) << (8 * $1) }
    let text = offset + 8
    guard length <= bytes.count - text else { throw error(text, "a comment of \(length) bytes does not fit") }
    let fields = (bytes[offset], bytes[offset + 1], bytes[offset + 2])
    offset = text + length
    let comment = length == 0 ? nil : lineEnds(try decoded(bytes[text..<offset]))
    return (fields.0, fields.1, fields.2, comment)
  }

  /// A square `x * 10 + y`.
  private static func square(_ value: UInt8, at offset: Int) throws(GameFileError) -> Square {
    guard value < 90 else { throw error(offset, "\(value) is no square") }
    return Square(file: Int(value) / 10, rank: Int(value) % 10)
  }

  /// A text of the header with its length before it; nil if it is empty.
  private static func string(_ bytes: [UInt8], _ offset: Int, _ longest: Int) throws(GameFileError) -> String?
  {
    let length = min(Int(bytes[offset]), longest)
    let text = bytes[offset + 1..<offset + 1 + length].prefix { $0 != 0 }
    return text.isEmpty ? nil : try decoded(text)
  }

  /// The text of bytes in GB18030.
  ///
  /// The fields are short, and programs cut texts in the middle of a character.
  private static func decoded(_ bytes: ArraySlice<UInt8>) throws(GameFileError) -> String {
    do {
      return try TextEncoding.gb18030.decode(Array(bytes))
    } catch .unknownEncoding(let offset) where offset == bytes.count - 1 {
      return try TextEncoding.gb18030.decode(Array(bytes.dropLast()))
    } catch .unknownEncoding(let offset) {
      throw error(bytes.startIndex + offset, "the text is not GB18030")
    } catch {
      throw error
    }
  }

  /// Windows line ends as `\n`.
  private static func lineEnds(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
      .joined(separator: "\n")
  }

  private static func error(_ offset: Int, _ problem: String) -> GameFileError {
    .malformed(.xqf, game: 1, .offset(offset), problem)
  }
}

import GameFiles
import Testing
import Xiangqi

/// Writes XQF 1.0 for the tests, after the same public description that the reader follows.
enum XQFEncoder {
  static func encode(_ record: GameRecord, version: UInt8 = 0x0A) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 0x400)
    bytes.replaceSubrange(0..<3, with: [UInt8(ascii: "X"), UInt8(ascii: "Q"), version])
    bytes.replaceSubrange(0x10..<0x30, with: squares(record.start))
    bytes[0x32] = record.start.sideToMove == .red ? 0 : 1
    bytes[0x33] =
      record.outcome == .redWins ? 1 : record.outcome == .blackWins ? 2 : record.outcome == .draw ? 3 : 0
    for (offset, tag) in [
      (0x50, "Title"), (0xD0, "Event"), (0x110, "Date"), (0x120, "Site"), (0x130, "Red"), (0x140, "Black"),
      (0x1D0, "Annotator"), (0x1E0, "Author"),
    ] {
      let text = try TextEncoding.gb18030.encode(record[tag] ?? "")
      bytes[offset] = UInt8(text.count)
      bytes.replaceSubrange(offset + 1..<offset + 1 + text.count, with: text)
    }
    try add(0x18, 0x20, record.line.isEmpty ? 0 : 0xF0, 0xFF, record.comment, to: &bytes)
    try add(record.line[...], alternatives: [], to: &bytes)
    return bytes
  }

  private static func squares(_ position: Position) -> [UInt8] {
    let kinds: [PieceKind] = [
      .chariot, .horse, .elephant, .advisor, .general, .advisor, .elephant, .horse, .chariot, .cannon,
      .cannon,
      .soldier, .soldier, .soldier, .soldier, .soldier,
    ]
    return Side.allCases.flatMap { side in
      var left = Dictionary(
        uniqueKeysWithValues: PieceKind.allCases.map { ($0, position.squares(of: Piece(side, $0))) })
      return kinds.map { kind -> UInt8 in
        guard let square = left[kind]?.popLast() else { return 0xFF }
        return UInt8(square.file * 10 + square.rank)
      }
    }
  }

  /// A line, and behind its first move's continuation the alternatives to that move.
  private static func add(
    _ line: ArraySlice<GameRecord.Node>, alternatives: ArraySlice<[GameRecord.Node]>, to bytes: inout [UInt8]
  ) throws {
    guard let node = line.first else { return }
    let others = node.variations + alternatives
    let flag: UInt8 = (line.count > 1 ? 0xF0 : 0) | (others.isEmpty ? 0 : 0x0F)
    try add(code(node.move.from, 24), code(node.move.to, 32), flag, 0, node.comment, to: &bytes)
    try add(line.dropFirst(), alternatives: [], to: &bytes)
    if let next = others.first { try add(next[...], alternatives: others.dropFirst(), to: &bytes) }
  }

  private static func code(_ square: Square, _ offset: UInt8) -> UInt8 {
    UInt8(square.file * 10 + square.rank) &+ offset
  }

  private static func add(
    _ from: UInt8, _ to: UInt8, _ flag: UInt8, _ spare: UInt8, _ comment: String?, to bytes: inout [UInt8]
  ) throws {
    let text = try TextEncoding.gb18030.encode(comment ?? "")
    bytes += [from, to, flag, spare]
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }
}

/// A record with what XQF can hold: no second-level variation of a variation's first move, short texts.
func sampleRecord() throws -> GameRecord {
  try #require(
    try GameFiles.read(
      Array(
        """
        [Event "全国赛"]
        [Site "上海"]
        [Date "1986.05.01"]
        [Red "胡荣华"]
        [Black "柳大华"]
        [Title "第一局"]
        [Annotator "某某"]

        {开局} 1. 炮二平五 {中炮} (1. 马二进三 卒７进１ {仙人指路}) (1. 兵三进一)
        1... 马８进７ 2. 马二进三 车９平８ (2... 卒３进１ 3. 车一平二 (3. 兵三进一 {好})) 1/2-1/2

        """.utf8)
    ).first)
}

@Suite struct XQFTests {
  private func sorted(_ record: GameRecord) -> GameRecord {
    var record = record
    record.tags.sort { $0.name < $1.name }
    return record
  }

  @Test func aGameWithCommentsAndVariationsIsRead() throws {
    let record = try sampleRecord()
    let bytes = try XQFEncoder.encode(record)
    #expect(GameFormat(content: bytes) == .xqf)
    let back = sorted(try #require(try GameFiles.read(bytes).first))
    #expect(back.tags == sorted(record).tags)
    #expect(back.line == record.line)
    #expect(back == sorted(record))
  }

  /// The example that ends the public description of the format.
  @Test func theExampleOfTheDescriptionIsRead() throws {
    var bytes = [UInt8](repeating: 0, count: 0x400)
    func put(_ offset: Int, _ values: [UInt8]) {
      bytes.replaceSubrange(offset..<offset + values.count, with: values)
    }
    put(0, [0x58, 0x51, 0x0A])
    put(
      0x10,
      [
        0x50, 0x46, 0x3C, 0x32, 0x28, 0x1E, 0x14, 0x0A, 0x00, 0x48, 0x0C, 0x53, 0x3F, 0x2B, 0x17, 0x03,
        0x09, 0x13, 0x1D, 0x27, 0x31, 0x3B, 0x45, 0x4F, 0x59, 0x11, 0x4D, 0x06, 0x1A, 0x2E, 0x42, 0x56,
      ])
    put(0x33, [2])
    put(0x130, [0x06, 0xC1, 0xF8, 0xB4, 0xF3, 0xBB, 0xAA])
    put(0x140, [0x06, 0xC2, 0xC0, 0x20, 0x20, 0xC7, 0xD5])
    bytes += [0x18, 0x20, 0xF0, 0xFF, 0, 0, 0, 0]
    let pairs: [(UInt8, UInt8)] = [
      (0x2F, 0x38), (0x67, 0x63), (0x57, 0x60), (0x29, 0x3B), (0x2C, 0x4A), (0x2B, 0x27), (0x22, 0x36),
      (0x21, 0x33), (0x18, 0x2A), (0x2B, 0x2F), (0x24, 0x22), (0x27, 0x6B), (0x60, 0x6D), (0x33, 0x6D),
      (0x5E, 0x5E), (0x71, 0x6F),
    ]
    for (place, pair) in pairs.enumerated() {
      bytes += [pair.0, pair.1, place == pairs.count - 1 ? 0 : 0xF0, 0, 0, 0, 0, 0]
    }
    #expect(bytes.count == 0x488)
    let game = try #require(try GameFiles.read(bytes).first)
    #expect(game["Red"] == "柳大华")
    #expect(game["Black"] == "吕  钦")
    #expect(game.outcome == .blackWins)
    var position = game.start
    let names = game.moves.map { move in
      defer { position = position.playing(move) }
      return position.text(of: move, in: .chinese)
    }
    #expect(
      names == [
        "兵七进一", "马８进７", "兵三进一", "炮２平３", "相七进五", "马２进１", "马八进七", "车１平２", "车九平八",
        "车２进４", "炮八平九", "车２平８", "炮二进五", "炮３平８", "马二进三", "车９平８",
      ])
  }

  @Test func aNameCutInTheMiddleOfACharacterIsReadUpToThere() throws {
    var bytes = try XQFEncoder.encode(GameRecord(tags: [.init(name: "Red", value: "胡荣华")]))
    bytes[0x130] = 5
    #expect(try GameFiles.read(bytes).first?["Red"] == "胡荣")
    bytes[0x131] = 0xFF
    #expect(GameFiles.reading(bytes).failure?.description == "XQF, game 1, byte 305: the text is not GB18030")
  }

  @Test func theFirstMoveTellsWhoBegins() throws {
    let start = try Position(fen: "4k4/9/9/9/2p6/9/9/4C4/9/3K5 b - - 0 1")
    var record = GameRecord(start: start, line: [.init(move: try #require(Move(iccs: "c5c4")))])
    var bytes = try XQFEncoder.encode(record)
    bytes[0x32] = 0
    #expect(try GameFiles.read(bytes).first?.start.sideToMove == .black)
    record.line = []
    #expect(try GameFiles.read(XQFEncoder.encode(record)).first?.start == start)
  }

  @Test func theStandardPositionHasTheDocumentedBytes() throws {
    let bytes = try XQFEncoder.encode(GameRecord())
    // Red's right chariot i0 = 80, Black's right chariot a9 = 09 in the published order; any order within a kind reads.
    #expect(Set(bytes[0x10..<0x30]).isSuperset(of: [80, 70, 60, 50, 40, 9, 19, 29, 89, 72, 12, 83]))
    #expect(try GameFiles.read(bytes).first?.start == .start)
  }

  @Test(
    arguments: [
      (0x12 as UInt8, "XQF, game 1, byte 2: this is XQF 1.8, which is encrypted"),
      (0x0B, "XQF, game 1, byte 2: this is XQF 1.1, which is encrypted"),
    ])
  func laterVersionsAreRefusedByNumber(version: UInt8, message: String) throws {
    let bytes = try XQFEncoder.encode(GameRecord(), version: version)
    let error = #expect(throws: GameFileError.self) { try GameFiles.read(bytes) }
    #expect(error?.description.hasPrefix(message) == true)
  }

  @Test func damagedFilesSayWhere() throws {
    let bytes = try XQFEncoder.encode(try sampleRecord())
    func message(_ change: (inout [UInt8]) -> Void) -> String {
      var damaged = bytes
      change(&damaged)
      return GameFiles.reading(damaged, as: .xqf).failure?.description ?? "none"
    }
    #expect(message { $0.removeLast(1) }.contains("the file ends"))
    #expect(message { $0.removeSubrange(0x300...) }.contains("ends inside its header"))
    #expect(message { $0[0x10] = 95 } == "XQF, game 1, byte 16: 95 is no square")
    #expect(message { $0[0x10] = $0[0x11] } == "XQF, game 1, byte 16: two pieces stand on one square")
    #expect(message { $0[0x14] = 0xFF }.contains("start position"))
    #expect(message { $0[0] = 0 } == "XQF, game 1, byte 0: an XQF file begins with XQ")
    #expect(message { $0[0x407] = 0x7F }.contains("does not fit"))
    let firstMove = 0x408 + 4
    #expect(message { $0[firstMove] &+= 1 }.contains("move 1."))
  }
}

import GameFiles
import TestSupport
import Testing
import Xiangqi

/// Files with seeded random damage.
///
/// A reader may refuse them or find other games; it must not trap or hang, and what it accepts must be games
/// of legal moves.
@Suite struct HostileInputTests {
  private static func samples() throws -> [(GameFormat, [UInt8])] {
    let record = try sampleRecord()
    let dhtml = """
      [DhtmlXQ][DhtmlXQ_title]局[/DhtmlXQ_title]
      [DhtmlXQ_binit]8979695949392919097717866646260600102030405060708012720323436383[/DhtmlXQ_binit]
      [DhtmlXQ_movelist]7747706279678070[/DhtmlXQ_movelist][DhtmlXQ_move_0_2_1]03041927[/DhtmlXQ_move_0_2_1]
      [DhtmlXQ_comment2]马||\\u597d[/DhtmlXQ_comment2][/DhtmlXQ]
      """
    return [
      (
        .pgn,
        try GameFiles.write([randomRecord(seed: 1, plies: 10), record, randomRecord(seed: 2, plies: 10)])
      ),
      (.pgn, try TextEncoding.gb18030.encode(String(decoding: GameFiles.write([record]), as: UTF8.self))),
      (.xqf, try XQFEncoder.encode(record)),
      (.dhtmlxq, Array(dhtml.utf8)),
      (.tsv, try XZ.decompress(fixture("games.tsv.xz"))),
      (.tsv, fixture("games.tsv.xz")),
    ]
  }

  @Test(arguments: UInt64(0)..<8)
  func damagedFilesNeverTrap(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for (format, bytes) in try Self.samples() {
      for _ in 0..<60 {
        let damaged = mutated(bytes, using: &generator)
        for game in GameFiles.reading(damaged, as: format).games { check(game.line, from: game.start) }
        _ = GameFiles.reading(damaged)
      }
    }
  }

  @Test(arguments: UInt64(0)..<4)
  func noiseNeverTraps(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let signs = Array("[]{}()\"\\;$%*.… \n\t1-0/2炮二平五马８进７ABCDhtmlXQ_|\u{FEFF}\u{0}é".utf8)
    for _ in 0..<200 {
      let noise = (0..<Int.random(in: 0..<400, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? signs[Int.random(in: 0..<signs.count, using: &generator)]
          : UInt8.random(in: 0...255, using: &generator)
      }
      for format in GameFormat.allCases { _ = GameFiles.reading(noise, as: format) }
    }
  }

  @Test(
    arguments: [
      "[", "(", "{", "]", "\"]", "[a \"\\\"]\"]", "1.", "炮二平五 (", "[DhtmlXQ", "[DhtmlXQ_x]", "[/DhtmlXQ",
      "\t",
      "$", ";", "%\n", "!", "…",
    ])
  func repeatedSignsTakeLinearTime(sign: String) {
    let bytes = Array(String(repeating: sign, count: 50_000).utf8)
    for format in GameFormat.allCases { _ = GameFiles.reading(bytes, as: format) }
    _ = GameFiles.reading(Array("[FEN \"".utf8) + bytes, as: .pgn)
    _ = GameFiles.reading(Array("id\tmoves\n".utf8) + bytes, as: .tsv)
  }

  @Test func extremeCountersInAPositionDoNotTrap() {
    for counter in ["9223372036854775807", "99999999999999999999", "-1", "2147483647"] {
      let fen = "4k4/9/9/9/9/9/9/4C4/9/3K5 b - - \(counter) \(counter)"
      let text = "[FEN \"\(fen)\"]\n\n1. 将5平6 炮五进一 2. 将6平5 炮五进一 *\n"
      for game in GameFiles.reading(Array(text.utf8), as: .pgn).games {
        _ = try? GameFiles.write([game])
        #expect(game.moves.count <= 4)
      }
    }
  }

  private func check(_ line: [GameRecord.Node], from start: Position) {
    var position = start
    for node in line {
      #expect(position.isLegal(node.move))
      for variation in node.variations { check(variation, from: position) }
      position = position.playing(node.move)
    }
  }

  private func mutated(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let length = min(bytes.count - place, Int.random(in: 1...40, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.removeSubrange(place..<place + length)
      case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      case 3: bytes.removeSubrange(place...)
      case 4: bytes[place] = [0, 0xFF, 0x5B, 0x7B, 0x28, 0x0A].randomElement(using: &generator) ?? 0
      default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
      }
    }
    return bytes
  }
}

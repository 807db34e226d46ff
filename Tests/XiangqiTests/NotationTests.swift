import FoundationEssentials
import TestSupport
import Testing
import Xiangqi

/// The cases of `Fixtures/notation.json`.
private struct NotationCases: Decodable {
  struct Render: Decodable, CustomTestStringConvertible {
    let id, title, fen, iccs, zh, wxf: String
    let zh_traditional, uci_1to10: String
    let accept: [String]
    var testDescription: String { "\(id): \(title)" }
  }
  struct Accept: Decodable, CustomTestStringConvertible {
    let id, fen, input, iccs, why: String
    var testDescription: String { "\(id): \(why)" }
  }
  struct Reject: Decodable, CustomTestStringConvertible {
    let id, fen, input, error, why: String
    var testDescription: String { "\(id): \(why)" }
  }
  let render: [Render]
  let accept: [Accept]
  let reject: [Reject]

  static let all: NotationCases = {
    do {
      return try JSONDecoder().decode(NotationCases.self, from: Data(fixture("notation.json")))
    } catch {
      fatalError("notation.json cannot be read: \(error)")
    }
  }()
}

/// Positions that random play does not reach: soldiers in stacks of every form, of both sides.
private let stackedPositions = [
  "2P1k4/2P6/2P6/2P6/2P6/9/9/9/9/3K5 w - - 0 1",
  "4k4/9/9/9/9/6p2/6p2/6p2/6p2/3K2p2 b - - 0 1",
  "4k4/3P1P3/4P4/3P1P3/9/9/9/9/9/3K5 w - - 0 1",
  "4k4/9/2P3P2/2P3P2/2P6/9/9/9/9/3K5 w - - 0 1",
  "4k4/9/9/9/9/1p4p2/1p4p2/4p4/9/3K5 b - - 0 1",
  "3k5/7P1/7P1/7P1/7P1/P8/9/9/9/4K4 w - - 0 1",
  "3k5/9/6P2/6P2/6P2/P8/9/9/9/4K4 w - - 0 1",
  "2bak4/4a4/4P4/4P4/2p1P1p2/2p3p2/2p1P4/4B4/4A4/2BAK4 w - - 0 1",
  "2bak4/4a4/4P4/4P4/2p1P1p2/2p3p2/2p1P4/4B4/4A4/2BAK4 b - - 0 1",
  "2Rak4/2R1a4/2N6/2N6/2C6/2C6/2P6/9/9/3K5 w - - 0 1",
  "3k5/9/9/2p6/2r6/2r6/2n6/2n6/2c6/2c2K3 b - - 0 1",
  "3k1a3/9/3a5/9/2b6/6B2/9/3A5/9/2BA1K3 w - - 0 1",
]

private func positions() throws -> [Position] {
  var positions: [Position] = []
  for seed in UInt64(1)...12 { positions += randomPlay(seed: seed, plies: 80) }
  for (seed, fen) in stackedPositions.enumerated() {
    positions += randomPlay(seed: UInt64(seed), plies: 40, from: try Position(fen: fen))
  }
  return positions
}

@Suite struct NotationTests {
  @Test(arguments: NotationCases.all.render)
  private func rendersAndReadsBackTheCase(_ item: NotationCases.Render) throws {
    let position = try Position(fen: item.fen)
    let move = try #require(Move(iccs: item.iccs))
    #expect(position.text(of: move, in: .chinese) == item.zh)
    #expect(position.text(of: move, in: .chineseTraditional) == item.zh_traditional)
    #expect(position.text(of: move, in: .wxf) == item.wxf)
    #expect(position.text(of: move, in: .uciFairy) == item.uci_1to10)
    #expect(try position.move(item.uci_1to10, in: .uciFairy) == move)
    for text in item.accept + [item.zh, item.zh_traditional, item.wxf, item.iccs] {
      #expect(try position.move(text) == move, "\(text)")
    }
  }

  @Test(arguments: NotationCases.all.accept)
  private func acceptsTheInput(_ item: NotationCases.Accept) throws {
    #expect(try Position(fen: item.fen).move(item.input) == Move(iccs: item.iccs))
  }

  @Test(arguments: NotationCases.all.reject)
  private func refusesTheInputWithItsClass(_ item: NotationCases.Reject) throws {
    let position = try Position(fen: item.fen)
    let error = #expect(throws: NotationError.self) { try position.move(item.input) }
    #expect(error?.kind == item.error)
  }

  @Test func everyLegalMoveReadsBackInEveryNotationAndNoTwoShareAText() throws {
    for position in try positions() {
      let moves = position.legalMoves()
      for notation in Notation.allCases {
        for asciiDigits in [false, true] {
          var texts = Set<String>()
          for move in moves {
            let text = position.text(of: move, in: notation, asciiDigits: asciiDigits)
            #expect(try position.move(text, in: notation) == move, "\(text) \(position.fen)")
            if notation != .uciFairy { #expect(try position.move(text) == move, "\(text) \(position.fen)") }
            texts.insert(text)
          }
          #expect(texts.count == moves.count, "\(notation) \(position.fen)")
        }
      }
    }
  }

  @Test func aTurnedBoardWithSwappedColoursHasTheSameNames() throws {
    for position in try positions() {
      let turned = position.coloursSwapped.mirrored
      for move in position.legalMoves() {
        #expect(turned.text(of: move.flipped.mirrored, in: .wxf) == position.text(of: move, in: .wxf))
      }
    }
  }

  @Test func aMoveThatCannotBeNamedIsWrittenAsCoordinates() {
    for text in ["h2g4", "a5a6", "h7e7", "e0f1"] {
      guard let move = Move(iccs: text) else { continue }
      #expect(Position.start.text(of: move, in: .chinese) == text)
      #expect(Position.start.text(of: move, in: .wxf) == text)
    }
  }

  @Test func blackMayBeWrittenWithASCIIDigits() throws {
    let position = try Position(fen: "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR b - - 0 1")
    let move = try #require(Move(iccs: "h7e7"))
    #expect(position.text(of: move, in: .chinese, asciiDigits: true) == "炮8平5")
  }
}

@Suite struct NotationReadingTests {
  @Test(
    arguments: [
      ("p2=5", "h2e2"), ("p2p5", "h2e2"), ("p8.5", "b2e2"), ("m2+3", "h0g2"), ("m8j7", "b0c2"),
      ("x3j5", "g0e2"), ("s4+5", "f0e1"), ("j1+1", "i0i1"), ("c1j1", "i0i1"), ("b3+1", "g0i2"),
      ("b3j1", "g3g4"), ("z5+1", "e3e4"), ("c2=5", "h2e2"), ("P3+1", "g3g4"), ("p3+1", "g3g4"),
    ])
  func pinyinInitialsComeAfterWXF(text: String, iccs: String) throws {
    #expect(try Position.start.move(text) == Move(iccs: iccs))
  }

  @Test(arguments: [("qp-2", "e6e4"), ("qpt2", "e6e4"), ("hp=6", "e2d2"), ("hpp6", "e2d2")])
  func pinyinKnowsFrontAndRear(text: String, iccs: String) throws {
    let position = try Position(fen: "rnbakab1r/9/1c4nc1/p1p1C1p1p/9/9/P1P1P1P1P/4C4/9/RNBAKABNR w - - 0 3")
    #expect(try position.move(text) == Move(iccs: iccs))
  }

  @Test(
    arguments: [
      ("P2=5", "no_piece"), ("M2+3", "malformed"), ("m2=3", "illegal"), ("x5j3", "no_piece"),
      ("炮二平十", "malformed"), ("h2e2e", "malformed"), ("h0-", "malformed"), ("前四平五", "no_piece"),
      ("中兵进一", "no_piece"), ("C+=5", "no_piece"), ("Pa+1", "no_piece"), ("Pf+1", "malformed"),
      ("b2b2", "illegal"), ("a5a5", "no_piece"), ("炮进退二", "malformed"), ("a1a3", "no_piece"),
      ("炮炮炮炮", "malformed"), ("🀄️二平五", "malformed"), ("后后平五", "malformed"), ("0兵平五", "malformed"),
    ])
  func oddTextsHaveTheirClass(text: String, kind: String) {
    let error = #expect(throws: NotationError.self) { try Position.start.move(text) }
    #expect(error?.kind == kind)
  }

  @Test func pinyinIsNotReadWhereANamedNotationIsAskedFor() {
    #expect(throws: NotationError.noPiece("p2=5")) { try Position.start.move("p2=5", in: .wxf) }
    #expect(throws: NotationError.malformed("m2+3")) { try Position.start.move("m2+3", in: .chinese) }
  }

  @Test(
    arguments: [
      ("车一进四", .pathBlocked(at: Square(file: 8, rank: 3))), ("兵五退一", .soldierCannotRetreat),
      ("兵五平四", .soldierNotAcrossRiver), ("帅五进二", .notHowItMoves(.general)),
      ("h2h8", .pathBlocked(at: Square(file: 7, rank: 7))), ("炮二平八", .ownPieceOn(Square(file: 1, rank: 2))),
      ("炮二平二", nil), ("炮二退三", nil),
    ] as [(String, MoveRefusal?)])
  func aRefusedMoveSaysWhy(text: String, refusal: MoveRefusal?) {
    let error = #expect(throws: NotationError.self) { try Position.start.move(text) }
    #expect(error?.kind == "illegal")
    #expect(error?.refusal == refusal)
  }

  @Test func aBlockedHorseLegIsNamed() throws {
    let position = try Position(fen: "4k4/9/9/9/9/9/9/4B4/4N4/3K5 w - - 0 1")
    let error = #expect(throws: NotationError.self) { try position.move("马五进四") }
    #expect(error?.refusal == .horseLegBlocked(at: Square(file: 4, rank: 2)))
    #expect(error?.description.contains("leg") == true)
  }

  @Test func ofTwoPiecesTheOneHeldBackByItsGeneralExplainsTheRefusal() throws {
    // The horse on d5 has a blocked leg; the one on d9 is pinned by the chariot.
    let position = try Position(fen: "R2nk4/9/9/9/3n5/3C5/9/9/9/3K5 b - - 0 1")
    let error = #expect(throws: NotationError.self) { try position.move("马4进3") }
    #expect(error?.refusal == .exposesGeneral(to: Square(file: 0, rank: 9)))
  }

  @Test func longInputIsRefusedUnread() {
    let text = String(repeating: "炮", count: 100_000)
    let error = #expect(throws: NotationError.self) { try Position.start.move(text) }
    #expect(error?.kind == "malformed")
    #expect((error?.text.count ?? .max) < 60)
  }

  @Test func randomTextsNeverMatchAnIllegalMove() throws {
    let signs = Array("帅仕相马车炮兵卒前中后一二三四五123456789０９平进退+-=.abcdefghiprnmjxsqz ABCDEFGHIPRN10")
    var generator = SplitMix64(seed: 7)
    for position in randomPlay(seed: 3, plies: 30) {
      let legal = Set(position.legalMoves())
      for _ in 0..<400 {
        let text = String(
          (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            signs[Int.random(in: 0..<signs.count, using: &generator)]
          })
        if let move = try? position.move(text) { #expect(legal.contains(move), "\(text)") }
      }
    }
  }
}

@Suite struct NotationCompletionTests {
  private func texts(_ prefix: String, in notation: Notation = .chinese, at position: Position = .start)
    -> [String]
  {
    position.completions(of: prefix, in: notation).map(\.text)
  }

  @Test func aPieceNameGivesAllItsMoves() {
    let moves = Position.start.completions(of: "炮", in: .chinese).map(\.move)
    let cannons = Position.start.legalMoves().filter { Position.start[$0.from]?.kind == .cannon }
    #expect(moves == cannons)
    #expect(texts("砲") == texts("炮"))
    #expect(texts("c").filter { $0.hasPrefix("炮") } == texts("炮"))
  }

  @Test func theEmptyPrefixGivesEveryMove() {
    #expect(texts("").count == 44)
    #expect(texts(" ").count == 44)
  }

  @Test(
    arguments: [
      ("炮二平五", ["炮二平五"]), ("炮2平5", ["炮二平五"]), ("c2=5", ["炮二平五"]), ("C2.5", ["炮二平五"]),
      ("h2e", ["炮二平五"]), ("H2-E", ["炮二平五"]), ("p2p5", ["炮二平五"]), ("p2=5", ["炮二平五"]),
      ("马二", ["马二进一", "马二进三"]), ("兵五", ["兵五进一"]), ("q", []), ("炮二平五五", []), ("前", []),
    ])
  func aPrefixFindsItsMoves(prefix: String, expected: [String]) {
    #expect(Set(texts(prefix)) == Set(expected))
  }

  @Test func wxfComesBeforePinyin() {
    let pieces = Position.start.completions(of: "p", in: .chinese).map { Position.start[$0.move.from]?.kind }
    #expect(pieces.first == .soldier)
    #expect(pieces.last == .cannon)
    #expect(texts("P").count == 5)
  }

  @Test func everyTextCompletesToItsMoveFromEveryPrefix() throws {
    for position in try positions().enumerated().filter({ $0.offset % 47 == 0 }).map(\.element) {
      for move in position.legalMoves() {
        for notation in Notation.allCases {
          let text = position.text(of: move, in: notation)
          for length in 1...text.count {
            let found = position.completions(of: String(text.prefix(length)), in: notation)
            #expect(found.contains { $0.move == move }, "\(text) \(length) \(position.fen)")
          }
        }
      }
    }
  }

  @Test func aFrontSoldierIsOffered() throws {
    let position = try Position(fen: "3k5/9/6P2/6P2/6P2/9/9/9/9/4K4 w - - 0 1")
    #expect(Set(texts("前", at: position)) == ["前兵进一", "前兵平二", "前兵平四"])
    #expect(Set(texts("1", in: .wxf, at: position)) == ["13+1", "13=2", "13=4"])
  }
}

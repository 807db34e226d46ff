import Players
import Testing
import Xiangqi

@Suite struct ResignationTests {
  /// A position and what the side to move, Red, expected at its latest turns.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var fen = behind
    var plies = 60
    let expectations: [Double]
    let resigns: Bool
  }

  // Red has advisors and elephants, Black a chariot more.
  static let behind = "r3k4/9/9/9/9/9/9/4B4/4A4/4K4 w - - 0 40"
  static let even = "r3k4/9/9/9/9/9/9/4B4/4A4/R3K4 w - - 0 40"

  static let cases = [
    Case(testDescription: "hopeless for three turns", expectations: [0.05, 0.04, 0.09], resigns: true),
    Case(testDescription: "hopeless for two turns", expectations: [0.05, 0.04, 0.2], resigns: false),
    Case(testDescription: "hopeless until now", expectations: [0.3, 0.04, 0.05], resigns: false),
    Case(testDescription: "too few turns", expectations: [0.05, 0.04], resigns: false),
    Case(testDescription: "just at the threshold", expectations: [0.1, 0.04, 0.05], resigns: false),
    Case(testDescription: "too early", plies: 58, expectations: [0.05, 0.04, 0.05], resigns: false),
    Case(testDescription: "material even", fen: even, expectations: [0.01, 0.01, 0.01], resigns: false),
    Case(
      testDescription: "older turns do not matter", expectations: [0.01, 0.01, 0.01, 0.9], resigns: true),
  ]

  @Test(arguments: cases) func resigningIsSparing(_ example: Case) throws {
    let game = try longGame(fen: example.fen, plies: example.plies)
    #expect(game.moves.count == example.plies)
    let resignation = Resignation(earliestPly: 60, materialDeficit: 5, expectation: 0.1, turns: 3)
    #expect(resignation.isDue(expectations: example.expectations, in: game) == example.resigns)
  }
}

@Suite struct DrawOfferTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var fen = "r3k4/9/9/9/9/9/9/4B4/4A4/R3K4 w - - 0 40"
    let plies: Int
    let expectation: Double
    let accepts: Bool
    let remark: Remark
  }

  static let cases = [
    Case(
      testDescription: "level and late", plies: 60, expectation: 0.5, accepts: true, remark: .acceptsDraw),
    Case(
      testDescription: "better and late", plies: 60, expectation: 0.55, accepts: false,
      remark: .declinesDrawStandsBetter),
    Case(
      testDescription: "level and early", plies: 10, expectation: 0.45, accepts: false,
      remark: .declinesDrawTooEarly),
    Case(
      testDescription: "losing and early", plies: 10, expectation: 0.25, accepts: true, remark: .acceptsDraw),
    Case(
      testDescription: "better and early", plies: 10, expectation: 0.6, accepts: false,
      remark: .declinesDrawStandsBetter),
    Case(
      testDescription: "hopeful, but without an attacker",
      fen: "r3k4/9/9/9/9/9/9/4B4/4A4/4K4 w - - 0 40", plies: 10, expectation: 0.9, accepts: true,
      remark: .acceptsDrawWithoutAttackers),
  ]

  @Test(arguments: cases) func offersAreAnsweredByTheExpectedScore(_ example: Case) throws {
    let game = try longGame(fen: example.fen, plies: example.plies)
    let answer = DrawOffer(earliestPly: 60, expectation: 0.5, earlyExpectation: 0.3)
      .answer(expectation: example.expectation, side: .red, in: game)
    #expect(answer.accepts == example.accepts)
    #expect(answer.1 == example.remark)
  }
}

@Suite struct MaterialTests {
  @Test func theStartIsEvenAndBothCanAttack() {
    for side in Side.allCases {
      #expect(Material.balance(of: .start, for: side) == 0)
      #expect(Material.hasAttacker(side, in: .start))
    }
  }

  @Test func aBalanceIsSeenFromOneSide() throws {
    let position = try Position(fen: "r3k4/9/9/p8/9/9/9/4B4/4A4/4K4 w - - 0 40")
    #expect(Material.balance(of: position, for: .red) == 2 + 2 - 9 - 1)
    #expect(Material.balance(of: position, for: .black) == 9 + 1 - 2 - 2)
    #expect(!Material.hasAttacker(.red, in: position))
  }
}

/// A game of that many plies from a position in which both generals can step to and fro; nothing ends it.
private func longGame(fen: String, plies: Int) throws -> Game {
  var game = Game(
    start: try Position(fen: fen),
    ruleset: Ruleset(
      name: "endless", repetition: .ignored, naturalLimit: nil, drawsWithoutAttackers: false, citations: []))
  let steps = ["e0d0", "e9f9", "d0e0", "f9e9"].compactMap { Move(iccs: $0) }
  for ply in 0..<plies { try game.play(steps[ply % steps.count]) }
  return game
}

import LanguageModel
import Players
import Testing
import Xiangqi

@Suite struct RepetitionWisdomTests {
  /// A game in which the side to move is about to lose by repetition, and how.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fen: String
    let moves: String
    /// The move that loses or lets the opponent claim the game.
    let losing: String
    let danger: RepetitionWisdom.Danger

    var game: Game {
      get throws {
        try Game(start: Position(fen: fen), moves: moves.split(separator: " ").compactMap { Move(iccs: $0) })
      }
    }

    /// All legal moves, the losing one with nearly all of the probability.
    var rankedMoves: [RankedMove] {
      get throws {
        let legal = try game.position.legalMoves()
        let others = legal.filter { $0.iccs != losing }
        return [RankedMove(move: try #require(Move(iccs: losing)), probability: 0.5)]
          + others.map { RankedMove(move: $0, probability: 0.5 / Double(others.count)) }
      }
    }
  }

  // Loops of the adjudication cases.
  static let cases = [
    Case(
      testDescription: "a cannon's last check before the reply that repeats",
      fen: "9/4k4/9/9/P5P1P/9/1C1N5/4B4/3C1K3/2B2A2R w - - 0 1",
      moves: "d1e1 e8d8 e1d1 d8e8 d1e1 e8d8", losing: "e1d1", danger: .letsOpponentClaim),
    Case(
      testDescription: "a check that repeats the position itself",
      fen: "4k4/9/4R4/4p4/8p/p8/2P1P3P/4K4/9/2BA1ABN1 b - - 0 1",
      moves: "e9f9 e7f7 f9e9 f7e7 e9f9 e7f7 f9e9", losing: "f7e7", danger: .losesAtOnce),
    Case(
      testDescription: "a horse that checks for Black",
      fen: "2b6/r3ak3/9/9/p6P1/2n1p4/9/N8/3K5/3A1AB2 b - - 0 1",
      moves: "c4e3 d1d2 e3c4 d2d1 c4e3 d1d2", losing: "e3c4", danger: .letsOpponentClaim),
  ]

  @Test(arguments: cases) func theDangerOfALosingMoveIsSeen(_ example: Case) throws {
    let game = try example.game
    let losing = try #require(Move(iccs: example.losing))
    #expect(game.position.isLegal(losing))
    #expect(RepetitionWisdom.danger(of: losing, in: game) == example.danger)
  }

  @Test(arguments: cases) func aSensiblePlayerHasOtherMoves(_ example: Case) throws {
    let moves = try example.rankedMoves
    let sensible = RepetitionWisdom.sensible(moves, in: try example.game)
    #expect(!sensible.isEmpty)
    #expect(!sensible.contains { $0.move.iccs == example.losing })
    let game = try example.game
    #expect(sensible.allSatisfy { RepetitionWisdom.danger(of: $0.move, in: game) == .none })
  }

  @Test(arguments: cases) func theChoiceAvoidsTheLosingMoveAndSaysSo(_ example: Case) throws {
    let losing = try #require(Move(iccs: example.losing))
    for level in Level.allCases {
      for seed in 0..<10 as Range<UInt64> {
        var generator = SeededGenerator(seed: seed)
        let choice = level.style.choice(
          from: try example.rankedMoves, in: try example.game, using: &generator)
        #expect(choice.move != losing, "level \(level), seed \(seed)")
        #expect(choice.remark == .avoidsLosingRepetition(losing), "level \(level), seed \(seed)")
      }
    }
    var careless = try PlayStyle(temperature: 0)
    careless.avoidsLosingRepetition = false
    var generator = SeededGenerator(seed: 0)
    let choice = careless.choice(from: try example.rankedMoves, in: try example.game, using: &generator)
    #expect(choice.move == losing)
  }

  @Test func aPlayerInNeedChecksOnceMoreButNeverCompletesTheRepetition() throws {
    // No other move is sensible: the check that the opponent may claim stays, the one that loses goes.
    let claimable = Self.cases[0]
    let inNeed = try claimable.rankedMoves.map { ranked in
      RankedMove(move: ranked.move, probability: ranked.move.iccs == claimable.losing ? 0.999 : 1e-5)
    }
    let sensible = RepetitionWisdom.sensible(inNeed, in: try claimable.game)
    #expect(sensible.first?.move.iccs == claimable.losing)

    let lost = Self.cases[1]
    let desperate = try lost.rankedMoves.map { ranked in
      RankedMove(move: ranked.move, probability: ranked.move.iccs == lost.losing ? 0.999 : 1e-5)
    }
    #expect(!RepetitionWisdom.sensible(desperate, in: try lost.game).contains { $0.move.iccs == lost.losing })
  }

  @Test func aPlayerWithoutAnythingElsePlaysTheLosingMove() throws {
    // Diagram 2 of the World Xiangqi Federation's rule book: the chariot must check, or Red is mated.
    let forced = try Game(
      start: Position(fen: "9/4k4/9/9/9/9/9/9/2p6/3K1RBc1 w - - 0 1"),
      moves: "f0e0 e8f8 e0f0 f8e8 f0e0 e8f8".split(separator: " ").compactMap { Move(iccs: $0) })
    let only = forced.position.legalMoves().map { RankedMove(move: $0, probability: 1) }
    #expect(only.map(\.move.iccs) == ["e0f0"])
    #expect(RepetitionWisdom.danger(of: only[0].move, in: forced) == .letsOpponentClaim)
    #expect(RepetitionWisdom.sensible(only, in: forced) == only)

    let lost = Self.cases[1]
    let last = [RankedMove(move: try #require(Move(iccs: lost.losing)), probability: 1)]
    #expect(RepetitionWisdom.sensible(last, in: try lost.game) == last)
  }

  @Test(arguments: 0..<5 as Range<UInt64>) func withoutRepetitionEveryMoveStays(seed: UInt64) throws {
    let game = try Game(moves: randomGame(seed: seed, plies: 3).moves)
    let moves = game.position.legalMoves().map { RankedMove(move: $0, probability: 0.02) }
    #expect(RepetitionWisdom.sensible(moves, in: game) == moves)
  }

  @Test func aPlayerWhoWantsToWinGoesOnToNewPositions() throws {
    // Both chariots have gone to and fro; a0a1 would bring back a position, whatever its probability.
    let game = try Game(
      moves: ["a0a1", "a9a8", "a1a0", "a8a9"].compactMap { Move(iccs: $0) })
    let back = try #require(Move(iccs: "a0a1"))
    func ranked(others: Double) -> [RankedMove] {
      game.position.legalMoves().map {
        RankedMove(move: $0, probability: $0 == back ? 0.9 : others)
      }
    }
    let progressive = RepetitionWisdom.progressive(ranked(others: 0.02), in: game)
    #expect(progressive.map(\.move) == game.position.legalMoves().filter { $0 != back })
    #expect(RepetitionWisdom.progressive(ranked(others: 0.001), in: game) == ranked(others: 0.001))
    #expect(RepetitionWisdom.progressive(ranked(others: 0.02), in: Game()) == ranked(others: 0.02))
  }
}

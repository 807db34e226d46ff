import TestSupport
import Testing
import Xiangqi

/// Laws that hold in every game, tried on random play that likes to go back and forth.
@Suite struct GameLawTests {
  static let starts = [
    Position.start.fen,
    "2bak4/4a4/4b4/9/2p3p2/9/N2rP4/6NC1/C3A4/4K1B2 w - - 0 1",
    "3akab2/c2R1R2c/4b4/9/9/9/9/4B4/4K4/2B6 w - - 0 1",
    "4k4/9/4b4/2n6/9/9/2R3c2/9/4A4/5K3 b - - 7 1",
    "3k5/9/9/9/4R4/9/9/9/9/5K3 w - - 0 1",
  ]

  /// A game in which a side likes to check and often takes its last move back, until the board ends it.
  static func pendulum(seed: UInt64, from fen: String) throws -> Game {
    var generator = SplitMix64(seed: seed)
    var game = Game(start: try Position(fen: fen))
    while game.verdict == nil {
      let legal = game.position.legalMoves()
      let checks = legal.filter { game.position.playing($0).isCheck }
      let choice = checks.isEmpty || Int.random(in: 0..<3, using: &generator) > 0 ? legal : checks
      var move = try #require(choice.randomElement(using: &generator))
      if let last = game.moves.dropLast().last, Int.random(in: 0..<4, using: &generator) > 0 {
        let back = Move(from: last.to, to: last.from)
        if legal.contains(back) { move = back }
      }
      let foreseen = game.verdict(after: move)
      let before = game
      try game.play(move)
      #expect(game.verdict == foreseen, "seed \(seed), ply \(game.moves.count)")
      var back = game
      #expect(back.takeBack() == move)
      #expect(back == before, "seed \(seed), ply \(game.moves.count)")
    }
    return game
  }

  @Test(arguments: starts) func verdictsDoNotDependOnLeftAndRightNorOnColours(fen: String) throws {
    for seed in UInt64(0)..<60 {
      let game = try GameLawTests.pendulum(seed: seed, from: fen)
      for view in Symmetry.all {
        let seen = try Game(start: view.position(game.start), moves: game.moves.map(view.move))
        #expect(seen.verdict == view.verdict(game.verdict), "seed \(seed), \(view)")
        #expect(seen.naturalCount == game.naturalCount, "seed \(seed), \(view)")
        #expect(seen.occurrences == game.occurrences, "seed \(seed), \(view)")
      }
    }
  }

  @Test func thePendulumMeetsEveryKindOfRepetition() throws {
    var reasons: Set<EndReason> = []
    for fen in GameLawTests.starts {
      for seed in UInt64(0)..<60 {
        reasons.insert(try #require(try GameLawTests.pendulum(seed: seed, from: fen).verdict).reason)
      }
    }
    #expect(reasons.isSuperset(of: [.perpetualCheck, .perpetualChase, .repetition]), "\(reasons)")
  }

  @Test func occurrencesAgreeWithCountingAllPositions() throws {
    for seed in UInt64(0)..<20 {
      let moves = randomMoves(seed: seed, plies: 300, from: try Position(fen: GameLawTests.starts[3]))
      var game = Game(start: try Position(fen: GameLawTests.starts[3]), ruleset: .free)
      for move in moves {
        try game.play(move)
        let all = game.positions.count { $0 == game.position }
        #expect(game.occurrences == all, "seed \(seed), ply \(game.moves.count)")
      }
    }
  }
}

import Players
import TestSupport
import Testing
import Xiangqi

/// Forced mates, against a search of everything.
@Suite struct MateSolverTests {
  /// Whether the side to move mates in so many moves, found by looking at every line.
  static func mates(_ position: Position, moves: Int) -> Bool {
    position.legalMoves().contains { move in
      let next = position.playing(move)
      let replies = next.legalMoves()
      return moves == 1
        ? replies.isEmpty : replies.allSatisfy { mates(next.playing($0), moves: moves - 1) }
    }
  }

  /// Positions of random games, half of them at or shortly before the first mate in one that came up.
  static func positions(games: Int) throws -> [Position] {
    try (0..<UInt64(games)).flatMap { seed in
      var generator = SplitMix64(seed: seed)
      var game = Game(ruleset: .free)
      while game.moves.count < 200, game.verdict == nil, !mates(game.position, moves: 1) {
        // Captures are preferred, so that few pieces are left and mates come up.
        let moves = game.position.legalMoves()
        let captures = moves.filter { game.position.isCapture($0) }
        guard let move = (captures.isEmpty ? moves : captures).randomElement(using: &generator) else { break }
        try game.play(move)
      }
      let last = game.positions.count - 1
      return [last, last - 2, last / 2, last / 3].map { game.positions[max(0, $0)] }
    }
  }

  @Test func matesInOneAndTwoAreFoundWhereThereAreAnyAndNowhereElse() throws {
    var found = [0, 0, 0]
    for (seed, position) in try Self.positions(games: 100).enumerated() where !position.legalMoves().isEmpty {
      let least = (1...2).first { Self.mates(position, moves: $0) }
      var solver = MateSolver(Game(start: position, ruleset: .free), effort: 1_000_000)
      (solver.longest, solver.longestQuiet) = (2, 2)
      let line = solver.solve()
      #expect(line.map { ($0.count + 1) / 2 } == least, "seed \(seed): \(position.fen)")
      found[least ?? 0] += 1
      guard let line else { continue }
      var game = Game(start: position, ruleset: .free)
      for move in line { try game.play(move) }
      #expect(game.verdict?.outcome == .win(for: position.sideToMove), "seed \(seed): \(line)")
    }
    #expect(found[1] > 20 && found[2] > 10, "too few mates to tell: \(found)")
  }

  @Test func aDeepMateIsFoundByChecks() throws {
    // Two chariots drive the general: no other piece is needed.
    let game = Game(start: try Position(fen: "3k5/9/9/9/9/9/9/R8/1R7/5K3 w - - 0 1"))
    var solver = MateSolver(game, effort: 100_000)
    let found = solver.solve()
    let line = try #require(found)
    #expect(line.count == 3)
    var played = game
    for move in line { try played.play(move) }
    #expect(played.verdict?.reason == .checkmate || played.verdict?.reason == .stalemate)
  }

  @Test func withoutEffortNothingIsClaimed() throws {
    let game = Game(start: try Position(fen: "3k5/9/9/9/9/9/9/R8/1R7/5K3 w - - 0 1"))
    var solver = MateSolver(game, effort: 3)
    #expect(solver.solve() == nil)
    var stopped = MateSolver(Game(), effort: 1_000_000, isStopped: { true })
    #expect(stopped.solve() == nil)
    let mated = Game(start: try Position(fen: "R2k5/1R7/9/9/9/9/9/9/9/4K4 b - - 0 1"))
    var over = MateSolver(mated, effort: 1000)
    #expect(over.solve() == nil)
  }

  @Test func theNaturalLimitEndsTheGameBeforeALateMate() throws {
    func line(quietPlies: Int) throws -> [Move]? {
      let fen = "3k5/9/9/9/9/9/9/R8/1R7/5K3 w - - \(quietPlies) 80"
      var solver = MateSolver(Game(start: try Position(fen: fen)), effort: 100_000)
      return solver.solve()
    }
    #expect(try line(quietPlies: 116)?.count == 3)
    #expect(try line(quietPlies: 118) == nil)
  }
}

import TestSupport
import Testing
import Xiangqi

/// The rules of repetition one by one, on small boards.
///
/// Each round trip is played twice, so that the start position occurs for the third time.
@Suite struct LoopTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let fen: String
    let roundTrip: String
    let red: Loop.Conduct
    let black: Loop.Conduct

    var testDescription: String { name }

    init(
      _ name: String, _ fen: String, _ roundTrip: String, red: Loop.Conduct = .allowed,
      black: Loop.Conduct = .allowed,
    ) {
      self.name = name
      self.fen = fen
      self.roundTrip = roundTrip
      self.red = red
      self.black = black
    }
  }

  static let chariot = Piece(.black, .chariot)
  static let horse = Piece(.black, .horse)

  static let examples = [
    Example(
      "a chariot may not chase an unrooted horse", "4k4/9/9/9/n8/9/R8/9/9/5K3 b - - 0 1",
      "a5c4 a3c3 c4a5 c3a3", red: .perpetualChase(of: horse, pinned: false)),
    Example(
      "a chariot may attack a rooted horse for ever", "4k4/9/9/9/n7r/7r1/R8/9/9/5K3 b - - 0 1",
      "a5c4 a3c3 c4a5 c3a3"),
    Example(
      "a protector that is pinned protects nothing", "4k4/9/9/9/n3r4/9/R8/9/4R4/5K3 b - - 0 1",
      "a5c4 a3c3 c4a5 c3a3", red: .perpetualChase(of: horse, pinned: false)),
    Example(
      "the same protector, free, protects", "4k4/9/9/9/n3r4/9/R8/9/8R/5K3 b - - 0 1",
      "a5c4 a3c3 c4a5 c3a3"),
    Example(
      "a horse may not chase even a rooted chariot", "3a1k3/9/9/9/4r3r/2N6/9/9/9/3K5 b - - 0 1",
      "e5e8 c4d6 e8e5 d6c4", red: .perpetualChase(of: chariot, pinned: false)),
    Example(
      "chariot against chariot is an offer to exchange", "4k4/9/9/9/r8/9/R8/9/9/5K3 b - - 0 1",
      "a5c5 a3c3 c5a5 c3a3"),
    Example(
      "a soldier may attack for ever", "3k5/9/3c5/3P5/9/9/9/9/9/5K3 b - - 0 1",
      "d7e7 d6e6 e7d7 e6d6"),
    Example(
      "a general may attack for ever", "5k3/9/9/9/9/9/9/9/9/3Kc4 b - - 0 1", "e0e1 d0d1 e1e0 d1d0"),
    Example(
      "several victims in turn are no perpetual chase", "4k4/9/9/c1n6/9/9/R8/9/9/5K3 w - - 0 1",
      "a3c3 e9e8 c3a3 e8e9"),
    Example(
      "an attack that goes on is not a new one", "4k4/9/9/2n6/9/9/2R6/9/9/5K3 w - - 0 1",
      "f0f1 e9e8 f1f0 e8e9"),
    Example(
      "every move gives check", "3k5/9/9/9/4R4/9/9/9/9/5K3 w - - 0 1", "e5d5 d9e9 d5e5 e9d9",
      red: .perpetualCheck),
    Example(
      "check alternating with an idle move", "3k5/9/9/9/R8/9/9/9/9/5K3 w - - 0 1",
      "a5d5 d9e9 d5a5 e9d9"),
  ]

  @Test(arguments: examples) func aLoopIsJudgedByWhatBothSidesDid(_ example: Example) throws {
    let trip = try example.roundTrip.split(separator: " ").map { try #require(Move(iccs: $0)) }
    let start = try Position(fen: example.fen)
    for view in Symmetry.all {
      let game = try Game(start: view.position(start), moves: (trip + trip).map(view.move))
      let loop = try #require(game.loop)
      #expect(loop.moves.count == 2 * trip.count)
      let conduct = view.swapsColours ? (loop.conduct.black, loop.conduct.red) : loop.conduct
      #expect(view.conduct(conduct.0) == example.red, "\(view)")
      #expect(view.conduct(conduct.1) == example.black, "\(view)")
      #expect(game.verdict?.offender == (example.red == .allowed ? nil : view.side(.red)), "\(view)")
    }
  }

  @Test func theLoopBeginsAtTheFirstOfThreeOccurrencesByAnyRoute() throws {
    let fen = "4k4/9/9/9/9/9/9/9/9/R4K3 w - - 0 1"
    let moves = try "a0b0 e9e8 b0a0 e8e9 a0c0 e9d9 c0b0 d9e9 b0c0 e9e8 c0a0 e8e9".split(separator: " ")
      .map { try #require(Move(iccs: $0)) }
    var game = Game(start: try Position(fen: fen))
    var counts: [Int] = []
    for move in moves {
      #expect(game.verdict == nil)
      try game.play(move)
      counts.append(game.occurrences)
    }
    #expect(counts == [1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 2, 3])
    #expect(game.verdict == Verdict(outcome: .draw, reason: .repetition))
    #expect(game.loop?.moves == moves)
  }
}

internal import LanguageModel
public import Players
internal import Synchronization
public import Xiangqi

/// Plays any legal move, each with the same probability: the lower end of every scale.
public final class RandomMover: Contestant {
  /// `random`.
  public let name = "random"
  private let seed = Mutex<UInt64>(0)

  /// A random mover.
  public init() {}

  /// Keeps the seed of the game.
  public func newGame(side: Side, seed: UInt64) async throws { self.seed.withLock { $0 = seed } }

  /// A legal move that follows from the seed, the ply and the position.
  public func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn {
    var generator = DecisionSeed.generator(seed: seed.withLock { $0 }, game: game)
    guard let move = game.position.legalMoves().randomElement(using: &generator) else {
      throw PlayerError.gameIsOver
    }
    return Turn(.move(move))
  }
}

extension DecisionSeed {
  /// The randomness of one decision in the game of that seed.
  static func generator(seed: UInt64, game: Game) -> SeededGenerator {
    SeededGenerator(
      seed: decision(game: seed, ply: game.moves.count, positionKey: game.position.zobristKey))
  }
}

internal import LanguageModel
public import Players
internal import Synchronization
public import Xiangqi

/// Plays for material and nothing else: takes the move after which the exchange that follows leaves it best.
///
/// It sees its own move and, with two plies, the capture that answers it; it gives mate where one move does. Among equal
/// moves it chooses by chance. It knows nothing of repetition beyond that a move that ends the game is judged by its verdict.
public final class GreedyMover: Contestant {
  /// `greedy`, or `greedy=1`.
  public let name: String
  /// How far it looks: 1 is its own move, 2 also the opponent's best capture.
  public let plies: Int
  private let seed = Mutex<UInt64>(0)

  /// More than all pieces together.
  private static let mate = 1000

  /// A mover that looks one or two plies ahead.
  public init(plies: Int = 2) {
    precondition((1...2).contains(plies), "A greedy mover looks 1 or 2 plies ahead, not \(plies).")
    self.plies = plies
    name = plies == 2 ? "greedy" : "greedy=\(plies)"
  }

  /// Keeps the seed of the game.
  public func newGame(side: Side, seed: UInt64) async throws { self.seed.withLock { $0 = seed } }

  /// One of the moves that are worth most, by the seed, the ply and the position.
  public func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn {
    var best: [Move] = []
    var most = Int.min
    for move in game.position.legalMoves() {
      let worth = worth(of: move, in: game)
      if worth > most {
        most = worth
        best = [move]
      } else if worth == most {
        best.append(move)
      }
    }
    var generator = DecisionSeed.generator(seed: seed.withLock { $0 }, game: game)
    guard let move = best.randomElement(using: &generator) else { throw PlayerError.gameIsOver }
    return Turn(.move(move))
  }

  /// What a move brings in material, the best answer to it counted.
  func worth(of move: Move, in game: Game) -> Int {
    let position = game.position
    let side = position.sideToMove
    if let verdict = game.verdict(after: move) {
      switch verdict.outcome.winner {
      case side?: return Self.mate
      // A draw is level, whatever is on the board.
      case nil: return -Material.balance(of: position, for: side)
      default: return -Self.mate
      }
    }
    let gain = position[move.to].map { Material.value(of: $0.kind) } ?? 0
    let next = position.playing(move)
    guard plies == 2 else { return gain }
    return gain - MaterialExchange.gain(in: next, plies: 1)
  }
}

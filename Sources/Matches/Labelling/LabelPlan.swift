internal import LanguageModel
internal import Players
internal import Xiangqi

/// Where a line begins and how it goes on: all that chance decides before the first label.
struct LabelPlan {
  /// How the line goes on after a label.
  enum Course {
    /// By the moves of a game.
    case moves([Move])
    /// By the engine's best move, or, with that probability, by a weak one.
    case slips(Double)
  }

  /// The chances of a weak move that a perturbed line may have.
  private static let slipChances = [0.1, 0.2, 0.4]
  /// A line of a game does not begin with one of its first positions, which are the same in most of them.
  private static let openingPlies = 4
  /// That of an endgame, whose winning is what should be learned.
  private static let endgameSlipChance = 0.05

  let start: Position
  let course: Course
  let seed: UInt64
  let generator: SeededGenerator

  init(line number: Int, settings: Labelling.Settings) {
    seed = DecisionSeed.game(number, of: settings.seed)
    var chance = SeededGenerator(seed: seed)
    let game = settings.games.randomElement(using: &chance)
    if let game, Double.random(in: 0..<1, using: &chance) >= settings.endgames {
      let place = Self.place(in: game, using: &chance)
      start = place.position
      let isPerturbed = Double.random(in: 0..<1, using: &chance) < settings.perturbed
      course =
        isPerturbed || place.rest.isEmpty
        ? .slips(Self.slipChances.randomElement(using: &chance) ?? 0) : .moves(place.rest)
    } else {
      start = LopsidedEndgame.position(using: &chance)
      course = .slips(Self.endgameSlipChance)
    }
    generator = chance
  }

  /// Whether the line has a move after so many plies.
  func goesOn(after plies: Int) -> Bool {
    guard case .moves(let moves) = course else { return true }
    return plies < moves.count
  }

  /// A random place in a game and the moves behind it, none where a move before it is not legal.
  private static func place(
    in game: GameRecord, using generator: inout SeededGenerator
  ) -> (position: Position, rest: [Move]) {
    let moves = game.moves
    let first = Int.random(in: min(openingPlies, moves.count)...moves.count, using: &generator)
    var position = game.start
    for move in moves[..<first] {
      guard position.isLegal(move) else { return (position, []) }
      position = position.playing(move)
    }
    return (position, Array(moves[first...]))
  }
}

public import Players
internal import Synchronization
public import Xiangqi

/// The model as it plays at a level, in the manner of a player: what the table offers as an opponent.
public final class PolicyPlayer: Contestant {
  /// Its name.
  public let name: String
  private let model: XiangqiModel
  private let settings: OpponentSettings
  private let opponent = Mutex<Opponent?>(nil)

  /// A player of a level; the seed of the settings is replaced by that of each game.
  public init(name: String, model: XiangqiModel, settings: OpponentSettings) {
    self.name = name
    self.model = model
    self.settings = settings
  }

  /// Seats an opponent for the game.
  ///
  /// - Throws: `PlayerError.unknownPlayer`.
  public func newGame(side: Side, seed: UInt64) async throws {
    var settings = settings
    settings.seed = seed
    // Positions alone count in a match, so that no result depends on the machine.
    let counts = settings.level.evaluations != nil
    let seated = try Opponent(
      model: model, settings: settings, side: side, now: { counts ? .zero : Searcher.monotonic() })
    opponent.withLock { $0 = seated }
  }

  /// The opponent's decision, with what it thinks of the moves; a level that looks ahead keeps to its own number of
  /// positions, whatever the limits.
  public func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn {
    guard let opponent = opponent.withLock({ $0 }) else { throw PlayerError.notOnMove }
    let decision = try opponent.decide(game)
    return Turn(decision.action, report: decision.report ?? SearchReport(decision.thought))
  }
}

public import Players
internal import Synchronization
public import Xiangqi

/// The model with a search: it thinks ahead as far as its limits go and plays what it finds best, leaving nothing to chance.
public final class SearchPlayer: Contestant {
  private struct State {
    var searcher: Searcher
    var side = Side.red
    /// The scores it expected at its turns, the last first.
    var expectations: [Double] = []
  }

  /// Its name.
  public let name: String
  private let persona: String?
  private let resignation: Resignation?
  private let state: Mutex<State>

  /// A searching player.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - model: The model that is asked.
  ///   - settings: How the search goes about it.
  ///   - persona: The player in whose manner the model is asked; `nil` for nobody in particular.
  ///   - resignation: When it gives up; `nil` for never.
  /// - Throws: `PlayerError.unknownPlayer` when the model does not know the persona.
  public init(
    name: String, model: XiangqiModel, settings: SearchSettings = SearchSettings(), persona: String? = nil,
    resignation: Resignation? = nil
  ) throws(PlayerError) {
    self.name = name
    self.persona = persona
    self.resignation = resignation
    let searcher = try Searcher(
      model: model, settings: settings, conditioning: Conditioning(red: persona, black: persona))
    state = Mutex(State(searcher: searcher))
  }

  /// Forgets the game before; the seed is of no use to it.
  ///
  /// - Throws: `PlayerError`.
  public func newGame(side: Side, seed: UInt64) async throws {
    try state.withLock { state in
      let old = state.searcher
      let conditioning = Conditioning(
        red: side == .red ? persona : nil, black: side == .black ? persona : nil)
      let searcher = try Searcher(model: old.model, settings: old.settings, conditioning: conditioning)
      state = State(searcher: searcher, side: side)
    }
  }

  /// The best move it finds.
  public func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn {
    let searcher = state.withLock { $0.searcher }
    let report = try searcher.search(game, limits: limits, isStopped: { Task.isCancelled })
    guard let move = report.best else { throw PlayerError.gameIsOver }
    let resigns = state.withLock { state in
      state.expectations.insert(report.wdl.expectation(for: state.side), at: 0)
      return resignation?.isDue(expectations: state.expectations, in: game) ?? false
    }
    return Turn(resigns ? .resign : .move(move), report: report, time: report.time)
  }
}

internal import Synchronization
public import Xiangqi

/// A player that thinks ahead: a tree search over the model's probabilities and its judgement of positions.
///
/// With a number of evaluations as its limit a search is a function of model, settings, game and limit; what
/// was searched before is used only where time is the limit. Calls wait for each other.
public final class Searcher: Sendable {
  private struct State {
    var reader: LeafReader
    var tree: SearchTree?
  }

  /// The model that is asked.
  public let model: XiangqiModel
  /// How the search goes about it.
  public let settings: SearchSettings
  private let now: @Sendable () -> Duration
  private let state: Mutex<State>

  /// A search that has not begun.
  ///
  /// - Parameters:
  ///   - model: The model that is asked.
  ///   - settings: How the search goes about it.
  ///   - conditioning: What the model is told of the players; a result is left out, both sides want to win. A player left
  ///     open is an engine, where the model knows engines and the settings say so.
  ///   - now: The time since some moment.
  /// - Throws: `PlayerError.unknownPlayer` when the conditioning names a player the model does not know.
  public init(
    model: XiangqiModel, settings: SearchSettings = SearchSettings(), conditioning: Conditioning = .open,
    now: @escaping @Sendable () -> Duration = { Searcher.monotonic() }
  ) throws(PlayerError) {
    for name in [conditioning.red, conditioning.black].compactMap({ $0 })
    where model.vocabulary.token(player: name) == nil {
      throw .unknownPlayer(name)
    }
    var conditioning = conditioning.withOpenResult
    if settings.takesPlayersForEngines, model.vocabulary.engineNumber != nil {
      conditioning.red = conditioning.red ?? XiangqiVocabulary.engineName
      conditioning.black = conditioning.black ?? XiangqiVocabulary.engineName
    }
    self.model = model
    self.settings = settings
    self.now = now
    state = Mutex(
      State(
        reader: LeafReader(
          model: model, conditioning: conditioning, gainWeight: settings.gainWeight)))
  }

  /// Searches a game until a limit is reached or it is told to stop.
  ///
  /// - Parameters:
  ///   - game: The game, from the position it has reached.
  ///   - limits: What ends the search.
  ///   - isStopped: Asked between two calls of the model, a few milliseconds each.
  ///   - progress: Is given what is known so far, now and then.
  /// - Returns: What was found out; at least the model's own first impression, however short the time.
  /// - Throws: `PlayerError.decoder` when the decoder fails.
  public func search(
    _ game: Game, limits: SearchLimits = SearchLimits(), isStopped: @Sendable () -> Bool = { false },
    progress: @Sendable (SearchReport) -> Void = { _ in }
  ) throws(PlayerError) -> SearchReport {
    let start = now()
    if let verdict = game.verdict {
      return SearchReport(lines: [], wdl: WDL(verdict.outcome), evaluations: 0, depth: 0, time: .zero)
    }
    return try state.withLock { state throws(PlayerError) in
      let isContinued = limits.evaluations == nil && limits.moves.isEmpty
      let reused = isContinued ? Self.advance(&state, to: game) : nil
      if reused == nil { state.reader.follow(game) }
      var run = SearchRun(
        game: game, tree: reused ?? SearchTree(root: game.position.sideToMove), reader: state.reader,
        settings: settings, limits: limits)
      state.tree = nil
      defer { state.reader = run.reader }
      let report = try run.go(elapsed: { [now] in now() - start }, isStopped: isStopped, progress: progress)
      // What an error leaves has visits that never ended.
      if isContinued { state.tree = run.tree }
      return report
    }
  }

  /// The part of the last tree that lies behind `game`, if the game has gone that way.
  private static func advance(_ state: inout State, to game: Game) -> SearchTree? {
    guard let tree = state.tree, let held = state.reader.held?.game, held.start == game.start,
      held.ruleset == game.ruleset, held.moves.count <= game.moves.count,
      held.moves.elementsEqual(game.moves.prefix(held.moves.count))
    else { return nil }
    var node = 0
    var tokens: [Int] = []
    for move in game.moves.dropFirst(held.moves.count) {
      guard let child = tree.child(of: node, behind: move) else { return nil }
      node = child
      tokens.append(Int(tree[child].token))
    }
    guard !tokens.contains(-1) else { return nil }
    // Without its own impression of the position nothing can be said of a move that was not looked at.
    guard tree[node].visits > 0, tree[node].token >= 0, !tree[node].edges.isEmpty else { return nil }
    var next = tree.rerooted(at: node)
    let kept = next.tokens
    next.renumberTokens(state.reader.follow(game, searched: tokens, isKept: kept.contains))
    return next
  }

  /// The time since some moment, by a clock that is never set.
  public static func monotonic() -> Duration {
    monotonicOrigin.duration(to: ContinuousClock.now)
  }

  private static let monotonicOrigin = ContinuousClock.now
}

public import Players
public import Xiangqi

/// The model looking ahead: what a `Searcher` finds.
public final class SearchThinker: Thinker {
  /// By the side to move, which takes the manner of the persona; twice the same without one.
  private let searchers: [Side: Searcher]

  /// A searcher for each side.
  ///
  /// - Throws: ``ThinkerError`` when the model does not know the persona.
  public init(model: XiangqiModel, persona: String?) throws(ThinkerError) {
    var settings = SearchSettings()
    // The server has kept it back already.
    settings.overhead = .zero
    do {
      guard let persona else {
        let searcher = try Searcher(model: model, settings: settings)
        searchers = [.red: searcher, .black: searcher]
        return
      }
      searchers = [
        .red: try Searcher(model: model, settings: settings, conditioning: Conditioning(red: persona)),
        .black: try Searcher(model: model, settings: settings, conditioning: Conditioning(black: persona)),
      ]
    } catch { throw ThinkerError("\(error)") }
  }

  /// Searches.
  public func think(
    about game: Game, limits: SearchLimits, isStopped: @Sendable () -> Bool,
    progress: @Sendable (SearchReport) -> Void
  ) throws(ThinkerError) -> SearchReport {
    guard let searcher = searchers[game.position.sideToMove] else {
      preconditionFailure("there is a searcher for each side")
    }
    do {
      return try searcher.search(game, limits: limits, isStopped: isStopped, progress: progress)
    } catch { throw ThinkerError("\(error)") }
  }
}

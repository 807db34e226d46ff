import EngineProtocol
import Players
import Xiangqi

/// Looks at the positions of a game one by one, and tells the table what it finds.
struct ReviewWork: Sendable {
  let id: Int
  let game: Game
  let desk: ThinkingDesk
  let engines: EngineDesk
  let post: @Sendable (TableAnswer) -> Void

  /// Goes through the positions from one on, until the task is cancelled.
  ///
  /// An engine that fails is left out from then on.
  func run(from first: Int, beside engine: EngineChoice?) async {
    var next = first
    var second = engine
    while next <= game.moves.count {
      do {
        let analyst = Analyst(evaluator: try await desk.evaluator(), secondEvaluator: evaluator(second))
        try await analyst.evaluate(game, from: next) { step in
          next = step.ply + 1
          post(.analyzed(id: id, step))
        }
      } catch {
        // Whoever stopped it knows.
        if Task.isCancelled { return }
        guard let engineError = error as? EngineError else {
          let reason = (error as? ThinkingDesk.Unavailable)?.reason ?? error
          return post(.analysisFailed(id: id, reason))
        }
        post(.analysisEngineFailed(id: id, engineError))
        second = nil
      }
    }
  }

  private func evaluator(_ engine: EngineChoice?) -> Analyst.Evaluator? {
    guard let engine else { return nil }
    return { [engines] in try await engines.report(on: $0, engine: engine) }
  }
}

import Players
import Synchronization

/// The analysis of several games one after another, with its progress.
final class AnalysisRun: Sendable {
  private struct State {
    var progress: Progress
    var done = 0
    var analyses: [GameAnalysis] = []
  }

  private let analyst: Analyst
  private let state: Mutex<State>

  init(analyst: Analyst, progress: Progress) {
    self.analyst = analyst
    state = Mutex(State(progress: progress))
  }

  /// How many positions have been looked at.
  var done: Int { state.withLock { $0.done } }
  /// The analyses of the games that are done, in order.
  var analyses: [GameAnalysis] { state.withLock { $0.analyses } }

  func analyze(_ games: [AnalysisInput]) async throws {
    for game in games {
      let note = games.count > 1 ? "game \(game.number)" : ""
      let analysis = try await analyst.analysis(of: game.game) { _ in
        state.withLock { state in
          state.done += 1
          state.progress.update(state.done, note: note)
        }
      }
      state.withLock { $0.analyses.append(analysis) }
    }
  }

  /// Removes the line of progress.
  func finish() { state.withLock { $0.progress.finish() } }
}

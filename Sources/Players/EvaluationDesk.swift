internal import Synchronization

/// Gives out the games of an evaluation and adds up what is found, in the order of the games, so that the
/// sums are the same to the last bit whoever read which game.
final class EvaluationDesk: Sendable {
  private struct State {
    var next = 0
    var done = 0
    var shortened = 0
    var results: [[EvaluationTally]?]
  }

  private let state: Mutex<State>
  private let progress: @Sendable (Int) -> Void

  init(count: Int, progress: @escaping @Sendable (Int) -> Void) {
    state = Mutex(State(results: Array(repeating: nil, count: count)))
    self.progress = progress
  }

  /// The index of the next game, or `nil` when all are given out.
  func next() -> Int? {
    state.withLock { state in
      guard state.next < state.results.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Takes in the tallies of a game.
  func deliver(_ result: (tallies: [EvaluationTally], isWhole: Bool), index: Int) {
    let done = state.withLock { state in
      state.results[index] = result.tallies
      state.done += 1
      if !result.isWhole { state.shortened += 1 }
      return state.done
    }
    progress(done)
  }

  /// How many games were not followed to their end.
  var shortenedGames: Int { state.withLock { $0.shortened } }

  /// The sums over all games, one a range of plies.
  var totals: [EvaluationTally] {
    state.withLock { state in
      var totals = EvaluationTally.firstPlies.map { _ in EvaluationTally() }
      for result in state.results.compactMap({ $0 }) {
        for (index, tally) in result.enumerated() { totals[index].add(tally) }
      }
      return totals
    }
  }
}

internal import Synchronization
package import Xiangqi

/// The desk of a tournament: it gives out the numbers of the games to play and passes on the finished ones, one
/// at a time, as they end.
package final class SelfPlayDesk: Sendable {
  private struct State {
    var waiting: ArraySlice<Int>
    var isClosed = false
  }

  /// How many games there are to play.
  package let count: Int
  private let state: Mutex<State>
  private let emit: @Sendable (GameRecord) throws -> Void

  package init(numbers: [Int], emit: @escaping @Sendable (GameRecord) throws -> Void) {
    count = numbers.count
    state = Mutex(State(waiting: numbers[...]))
    self.emit = emit
  }

  /// The number of the next game to play, or `nil` when all are given out.
  package func next() -> Int? {
    state.withLock { $0.isClosed ? nil : $0.waiting.popFirst() }
  }

  /// Passes on a finished game.
  ///
  /// After a failure nothing more is passed on or given out.
  package func deliver(_ record: GameRecord) throws {
    try state.withLock { state in
      guard !state.isClosed else { return }
      do { try emit(record) } catch {
        state.isClosed = true
        throw error
      }
    }
  }
}

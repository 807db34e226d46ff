internal import Synchronization
internal import Xiangqi

/// The desk of a tournament: it gives out the numbers of the games to play and takes in the finished ones,
/// which it passes on in the order of their numbers.
final class SelfPlayDesk: Sendable {
  private struct State {
    var next: Int
    var due: Int
    var waiting: [Int: GameRecord] = [:]
    var isClosed = false
  }

  /// How many games there are to play.
  let count: Int
  private let end: Int
  private let state: Mutex<State>
  private let emit: @Sendable (GameRecord) throws -> Void

  init(numbers: Range<Int>, emit: @escaping @Sendable (GameRecord) throws -> Void) {
    count = numbers.count
    end = numbers.upperBound
    state = Mutex(State(next: numbers.lowerBound, due: numbers.lowerBound))
    self.emit = emit
  }

  /// The number of the next game to play, or `nil` when all are given out.
  func next() -> Int? {
    state.withLock { state in
      guard state.next < end, !state.isClosed else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Takes in a finished game and passes on what is due.
  ///
  /// After a failure nothing more is passed on, so that no game is left out in the middle.
  func deliver(_ record: GameRecord, number: Int) throws {
    try state.withLock { state in
      guard !state.isClosed else { return }
      state.waiting[number] = record
      while let record = state.waiting.removeValue(forKey: state.due) {
        do { try emit(record) } catch {
          state.isClosed = true
          throw error
        }
        state.due += 1
      }
    }
  }
}

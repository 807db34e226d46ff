import Matches
import Players
import Synchronization
import Xiangqi

/// A contestant that does what it is told to.
final class Fake: Contestant {
  let name: String
  private let begin: @Sendable () async throws -> Void
  private let act: @Sendable (Game, SearchLimits) async throws -> Turn
  private let end: @Sendable () -> Void

  init(
    _ name: String, begin: @escaping @Sendable () async throws -> Void = {},
    end: @escaping @Sendable () -> Void = {},
    act: @escaping @Sendable (Game, SearchLimits) async throws -> Turn
  ) {
    self.name = name
    self.begin = begin
    self.act = act
    self.end = end
  }

  func newGame(side: Side, seed: UInt64) async throws { try await begin() }

  func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn {
    try await act(game, limits)
  }

  func close() async { end() }

  /// An entrant whose contestants all do that.
  static func entrant(
    _ name: String, limits: SearchLimits = SearchLimits(),
    act: @escaping @Sendable (Game, SearchLimits) async throws -> Turn
  ) -> Entrant {
    Entrant(name: name, limits: limits) { Fake(name, act: act) }
  }

  /// Plays the first of the legal moves in their order.
  static let first = entrant("first") { game, _ in Turn(.move(game.position.legalMoves()[0])) }

  /// Gives up at once.
  static let quitter = entrant("quitter") { _, _ in Turn(.resign) }

  /// Moves by chance.
  static let random = Entrant(name: "random") { RandomMover() }

  /// Plays for material.
  static let greedy = Entrant(name: "greedy") { GreedyMover() }
}

/// Time that passes only when it is told to.
final class ManualTime: Sendable {
  private struct Sleeper {
    let end: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Duration.zero
    var sleepers: [Int: Sleeper] = [:]
    var count = 0
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  var timekeeper: Timekeeper {
    Timekeeper(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  /// Lets so much time pass and wakes whose time has come.
  func advance(_ time: Duration) {
    let woken = state.withLock { state in
      state.now += time
      let woken = state.sleepers.filter { $0.value.end <= state.now }
      for number in woken.keys { state.sleepers[number] = nil }
      return woken.values.map(\.continuation)
    }
    for continuation in woken { continuation.resume() }
  }

  private func sleep(_ time: Duration) async throws {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.remove(number) != nil { return true }
          state.sleepers[number] = Sleeper(end: state.now + time, continuation: continuation)
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: number)
        if sleeper == nil { state.cancelled.insert(number) }
        return sleeper
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}

/// A number that several tasks count up.
final class Counter: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  @discardableResult
  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

/// The records that a match hands over.
final class Kept: Sendable {
  private let list = Mutex<[GameRecord]>([])

  var records: [GameRecord] { list.withLock { $0 } }

  func append(_ record: GameRecord) { list.withLock { $0.append(record) } }
}

/// The times that were seen.
final class Seen: Sendable {
  private let list = Mutex<[Duration]>([])

  var durations: [Duration] { list.withLock { $0 } }

  func append(_ duration: Duration) { list.withLock { $0.append(duration) } }
}

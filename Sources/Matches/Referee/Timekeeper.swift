internal import Synchronization

/// The time by which a referee measures and waits: the machine's, or one that a test turns by hand.
public struct Timekeeper: Sendable {
  /// The time since some moment.
  let now: @Sendable () -> Duration
  /// Waits so long.
  let sleep: @Sendable (Duration) async throws -> Void

  /// A timekeeper of those two; `sleep` ends early by throwing when its task is cancelled.
  public init(
    now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The machine's clock that never jumps.
  public static let machine: Timekeeper = {
    let start = ContinuousClock.now
    return Timekeeper(
      now: { start.duration(to: .now) }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
  }()

  /// What `work` returns, or `nil` when it has not returned after `limit`.
  ///
  /// Work that takes too long is cancelled and left behind: nobody waits for it, even when it does not heed that.
  func within<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value? {
    let race = Race<Value>()
    let worker = Task {
      do { race.end(.success(try await work())) } catch { race.end(.failure(error)) }
    }
    let timer = Task {
      do {
        try await sleep(limit)
        race.end(.success(nil))
      } catch {
        // Cancelled: the race has ended.
      }
    }
    defer {
      worker.cancel()
      timer.cancel()
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { race.wait($0) }
    } onCancel: {
      race.end(.failure(CancellationError()))
    }
  }
}

/// The first of several results, whoever brings it.
private final class Race<Value: Sendable>: Sendable {
  typealias Outcome = Result<Value?, any Error>

  private enum State {
    case open
    case awaited(CheckedContinuation<Value?, any Error>)
    case decided(Outcome)
    case over
  }

  private let state = Mutex<State>(.open)

  /// Brings a result; all but the first are dropped.
  func end(_ outcome: Outcome) {
    let waiting: CheckedContinuation<Value?, any Error>? = state.withLock { state in
      switch state {
      case .open:
        state = .decided(outcome)
        return nil
      case .awaited(let continuation):
        state = .over
        return continuation
      case .decided, .over: return nil
      }
    }
    waiting?.resume(with: outcome)
  }

  /// Resumes the continuation with the first result.
  func wait(_ continuation: CheckedContinuation<Value?, any Error>) {
    let outcome: Outcome? = state.withLock { state in
      guard case .decided(let outcome) = state else {
        state = .awaited(continuation)
        return nil
      }
      state = .over
      return outcome
    }
    if let outcome { continuation.resume(with: outcome) }
  }
}

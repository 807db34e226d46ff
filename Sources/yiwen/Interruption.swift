import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and a polite kill, for work that should end in good order.
enum Interruption {
  /// Waits for `task`; the first SIGINT, SIGTERM or SIGHUP cancels it, a second one ends the program at once.
  ///
  /// - Returns: true when a signal cancelled the task.
  /// - Throws: what the task throws, unless a signal cancelled it.
  static func cancelling<Success: Sendable>(_ task: Task<Success, any Error>) async throws -> Bool {
    let hasFired = Mutex(false)
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      // Dispatch sees a signal only if nothing else acts on it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        signal(number, SIG_DFL)
        hasFired.withLock { $0 = true }
        task.cancel()
      }
      source.resume()
      return (number, source)
    }
    defer {
      for (number, source) in sources {
        source.cancel()
        signal(number, SIG_DFL)
      }
    }
    do {
      _ = try await task.value
      return false
    } catch is CancellationError where hasFired.withLock({ $0 }) {
      return true
    }
  }
}

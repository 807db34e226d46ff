import Glibc

/// Ctrl-C and a polite kill, for work that should end in good order.
enum Interruption {
  /// Waits for `task`; SIGINT, SIGTERM and SIGHUP cancel it. A second signal ends the program at once.
  ///
  /// - Returns: true when a signal cancelled the task.
  /// - Throws: what the task throws, unless it was cancelled by a signal.
  static func cancelling<Success: Sendable>(_ task: Task<Success, any Error>) async throws -> Bool {
    let watcher = SignalWatcher([SIGINT, SIGTERM, SIGHUP]) { task.cancel() }
    defer { watcher.stop() }
    do {
      _ = try await task.value
      return false
    } catch is CancellationError where watcher.hasFired {
      return true
    }
  }
}

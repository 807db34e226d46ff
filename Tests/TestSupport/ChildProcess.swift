internal import Foundation
internal import Glibc

/// A program that a test starts, watches and may send signals to.
///
/// Not Foundation's `Process`, which takes a program for running while any child of it is (tmux leaves a server), and
/// leaves children with the signal mask of the test's thread, which blocks signals.
public final class ChildProcess: Sendable {
  /// How a program ended.
  public struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number if a signal ended it, as in a shell.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String
  }

  /// The number by which the system knows the process.
  public let identifier: Int32
  private let command: String
  private let files: Files

  /// Input and output are files: a pipe that nobody reads while another fills would stop both, and a daemon could
  /// inherit its end.
  private struct Files {
    let base = FileManager.default.temporaryDirectory.appendingPathComponent("child-\(UUID().uuidString)")
      .path
    var input: String { base + ".in" }
    var output: String { base + ".out" }
    var errors: String { base + ".err" }

    func text(_ path: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    func remove() {
      for path in [input, output, errors] { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the executable.
  ///   - arguments: its arguments, without its name.
  ///   - environment: all its variables; nil for those of the test.
  ///   - folder: the folder it works in; nil for that of the test.
  ///   - input: what it reads from standard input, which then ends.
  /// - Throws: ``ChildProcessError/notStarted(command:reason:)``.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil, folder: String? = nil,
    input: String = "",
  ) throws {
    command = ([path] + arguments).joined(separator: " ")
    let files = Files()
    self.files = files
    try Data(input.utf8).write(to: URL(fileURLWithPath: files.input))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files.input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files.output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files.errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Tests run on threads that block signals, which the programs under test would inherit.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let variables = environment ?? ProcessInfo.processInfo.environment
    // `env` goes to the folder and then becomes the program: the same process.
    let launch = folder.map { ["/usr/bin/env", "-C", $0, path] } ?? [path]
    var words: [UnsafeMutablePointer<CChar>?] = (launch + arguments).map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var process = pid_t()
    let refusal = posix_spawn(&process, launch[0], &actions, &attributes, &words, &settings)
    guard refusal == 0 else {
      files.remove()
      throw ChildProcessError.notStarted(command: command, reason: String(cString: strerror(refusal)))
    }
    identifier = process
  }

  /// Sends a signal.
  public func signal(_ number: Int32) {
    kill(identifier, number)
  }

  /// Waits for the end without keeping a thread from other tests.
  ///
  /// - Parameter seconds: how long, on a machine that may be busy; then the program is killed.
  /// - Returns: how it ended.
  /// - Throws: ``ChildProcessError/timedOut(command:output:errors:)``.
  public func outcome(seconds: Double = 120) async throws -> Outcome {
    let end = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while waitpid(identifier, &status, WNOHANG) == 0 {
      if ContinuousClock.now >= end {
        signal(SIGKILL)
        let outcome = wait()
        throw ChildProcessError.timedOut(command: command, output: outcome.output, errors: outcome.errors)
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    return finish(status)
  }

  /// Waits for the end of a program that is known to be quick, and keeps the thread.
  public func wait() -> Outcome {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return finish(status)
  }

  private func finish(_ status: Int32) -> Outcome {
    defer { files.remove() }
    let number = status & 0x7F
    return Outcome(
      status: number == 0 ? status >> 8 & 0xFF : 128 + number, output: files.text(files.output),
      errors: files.text(files.errors))
  }
}

/// Why a program that a test needs did not run or end.
public enum ChildProcessError: Error, CustomStringConvertible {
  /// The system would not start it.
  case notStarted(command: String, reason: String)
  /// It was killed after the time it was given.
  case timedOut(command: String, output: String, errors: String)

  /// One sentence, with what the program wrote.
  public var description: String {
    switch self {
    case .notStarted(let command, let reason): "`\(command)` could not be started: \(reason)"
    case .timedOut(let command, let output, let errors):
      "`\(command)` did not end in time; it wrote\n\(output)\(errors)"
    }
  }
}

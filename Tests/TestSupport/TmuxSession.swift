internal import Foundation
internal import Glibc

/// A program in a terminal of its own (tmux, a private server), driven and watched by a test.
///
/// Nothing here waits a fixed time: a test waits until the screen shows something, or fails with what it shows.
public final class TmuxSession: Sendable {
  private let server: String
  private let terminalType: String

  /// Starts `command` under `sh` in a terminal of the given size.
  ///
  /// The terminal outlives the command, so that its last screen and exit status can be seen.
  ///
  /// - Parameters:
  ///   - command: a shell command; quote arguments with ``quoted(_:)``.
  ///   - columns: the width of the terminal.
  ///   - rows: the height.
  ///   - terminalType: the value of `TERM`; empty leaves it unset.
  ///   - environment: variables beside `TERM`, `PATH`, `HOME` and `LANG=C.UTF-8`, which are all there is.
  /// - Throws: ``TmuxError/missing`` without tmux, ``TmuxError/refused(arguments:output:)`` if it does not start.
  public init(
    _ command: String, columns: Int = 80, rows: Int = 24, terminalType: String = "tmux-256color",
    environment: [String: String] = [:],
  ) throws {
    self.terminalType = terminalType
    server = "test-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: .min ... .max))"
    var variables = ["PATH": Self.inherited("PATH"), "HOME": Self.inherited("HOME"), "LANG": "C.UTF-8"]
    variables["TERM"] = terminalType.isEmpty ? nil : terminalType
    variables.merge(environment) { _, given in given }
    let assignments = variables.map { "\($0.key)=\(Self.quoted($0.value))" }.sorted().joined(separator: " ")
    try Self.tmux([
      "-L", server, "-f", "/dev/null", "-u",
      "start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";",
      "new-session", "-d", "-s", "main", "-x", "\(columns)", "-y", "\(rows)",
      "exec env -i \(assignments) sh -c \(Self.quoted(command))",
    ])
  }

  deinit { kill() }

  /// Ends the terminal as closing its window would.
  public func kill() {
    _ = try? run("kill-server")
  }

  /// An interactive shell without anyone's settings, whose prompt is `$ `: for job control.
  public static func shell(columns: Int = 80, rows: Int = 24) throws -> TmuxSession {
    try TmuxSession(
      "exec bash --norc --noprofile -i", columns: columns, rows: rows, environment: ["PS1": "$ "])
  }

  /// A word of a shell command that stands for `text`, whatever is in it.
  public static func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  /// The path of an executable that this package builds, beside the tests that run.
  public static func builtProduct(_ name: String) -> String {
    Bundle.main.bundleURL.appendingPathComponent(name).path
  }

  // MARK: What a user does

  /// Types text as it is.
  public func type(_ text: String) throws {
    try run("send-keys", "-t", "main", "-l", text)
  }

  /// Presses keys by their tmux names: `Enter`, `Escape`, `Up`, `F5`, `C-z`, `BSpace`, `PPage`.
  public func press(_ keys: String...) throws {
    try run(["send-keys", "-t", "main"] + keys)
  }

  /// Sends bytes as if a keyboard or mouse had.
  public func send(bytes: [UInt8]) throws {
    try run(["send-keys", "-t", "main", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Reports a mouse button in the form of the terminal type: 0 first button, 64 and 65 the wheel.
  ///
  /// - Parameters:
  ///   - button: 0...2, 64, 65, or 32 more for a movement with the button held.
  ///   - column: counted from 0; below 223 in the older form.
  ///   - row: counted from 0.
  ///   - isRelease: whether the button goes up.
  /// - Throws: ``TmuxError/refused(arguments:output:)``.
  public func mouse(button: Int, column: Int, row: Int, isRelease: Bool = false) throws {
    if terminalType.hasPrefix("xterm") {
      let text = "\u{1B}[<\(button);\(column + 1);\(row + 1)\(isRelease ? "m" : "M")"
      try send(bytes: Array(text.utf8))
    } else {
      let code = isRelease ? 3 : button
      try send(bytes: [0x1B, 0x5B, 0x4D] + [code, column + 1, row + 1].map { UInt8($0 + 32) })
    }
  }

  /// Presses and releases the first mouse button.
  public func click(column: Int, row: Int) throws {
    try mouse(button: 0, column: column, row: row)
    try mouse(button: 0, column: column, row: row, isRelease: true)
  }

  /// Pastes text as a terminal does.
  public func paste(_ text: String) throws {
    try run("set-buffer", "--", text)
    try run("paste-buffer", "-p", "-t", "main")
  }

  /// Changes the size of the window.
  public func resize(columns: Int, rows: Int) throws {
    try run("resize-window", "-t", "main", "-x", "\(columns)", "-y", "\(rows)")
  }

  // MARK: What a user sees

  /// The text on the screen, a line a row, without blanks at the ends of lines.
  public func screen() throws -> String {
    let text = try run("capture-pane", "-p", "-t", "main")
    return String(text.dropLast(text.hasSuffix("\n") ? 1 : 0))
  }

  /// The text on the screen and that which has scrolled away, as after the end of the command.
  public func history() throws -> String {
    try run("capture-pane", "-p", "-S", "-", "-t", "main")
  }

  /// The text on the screen with its escape sequences for colours and attributes.
  public func styledScreen() throws -> String {
    try run("capture-pane", "-e", "-p", "-t", "main")
  }

  /// A variable of tmux's formats, such as `cursor_x`, `alternate_on`, `pane_pid`.
  public func variable(_ name: String) throws -> String {
    try run("display-message", "-p", "-t", "main", "#{\(name)}").trimmingCharacters(in: .newlines)
  }

  /// Waits until the screen shows `text` and returns the screen.
  @discardableResult
  public func waitFor(_ text: String, seconds: Double = 15) async throws -> String {
    try await waitUntil("'\(text)' is shown", seconds: seconds) { $0.contains(text) }
  }

  /// Waits until the screen is as wanted and returns it.
  ///
  /// - Parameters:
  ///   - wanted: what is waited for, for the message of a failure.
  ///   - seconds: how long, on a machine that may be busy.
  ///   - isAsWanted: looks at the screen's text.
  /// - Returns: the screen.
  /// - Throws: ``TmuxError/timedOut(wanted:screen:)``.
  @discardableResult
  public func waitUntil(
    _ wanted: String, seconds: Double = 15, _ isAsWanted: (String) throws -> Bool,
  ) async throws -> String {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      let text = try screen()
      if try isAsWanted(text) { return text }
      if ContinuousClock.now >= end { throw TmuxError.timedOut(wanted: wanted, screen: text) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until the command has ended and returns its exit status, nil if a signal ended it.
  public func exitStatus(seconds: Double = 15) async throws -> Int? {
    let server = pid_t(try variable("pid")) ?? 0
    try await waitUntil("the command has ended", seconds: seconds) { _ in
      let isDead = try variable("pane_dead") == "1"
      // tmux now and then misses the end of a short command until it is told of a child again.
      if isDead, server > 0 { Glibc.kill(server, SIGCHLD) }
      // The last of the screen and the status become known in either order.
      return try isDead && variable("pane_dead_status") + variable("pane_dead_signal") != ""
    }
    return Int(try variable("pane_dead_status"))
  }

  // MARK: tmux

  private static func inherited(_ name: String) -> String {
    ProcessInfo.processInfo.environment[name] ?? ""
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> String { try run(arguments) }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    try Self.tmux(["-L", server, "-u"] + arguments)
  }

  @discardableResult
  private static func tmux(_ arguments: [String]) throws -> String {
    guard
      let path = inherited("PATH").split(separator: ":").map({ "\($0)/tmux" })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw TmuxError.missing }
    let outcome = try ChildProcess(path, arguments).wait()
    guard outcome.status == 0 else {
      throw TmuxError.refused(arguments: arguments, output: outcome.output + outcome.errors)
    }
    return outcome.output
  }
}

/// Why a test in tmux could not go on.
public enum TmuxError: Error, CustomStringConvertible {
  /// There is no tmux in `PATH`.
  case missing
  /// A tmux command failed.
  case refused(arguments: [String], output: String)
  /// The screen did not become what was waited for.
  case timedOut(wanted: String, screen: String)

  /// One sentence, with the screen where that helps.
  public var description: String {
    switch self {
    case .missing:
      "tmux is not installed; install it (apt install tmux) to run the tests in a terminal"
    case .refused(let arguments, let output):
      "tmux \(arguments.joined(separator: " ")) failed: \(output)"
    case .timedOut(let wanted, let screen):
      "waited in vain until \(wanted); the screen is\n\(screen)"
    }
  }
}

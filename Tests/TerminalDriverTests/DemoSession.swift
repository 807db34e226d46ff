import Foundation
import TestSupport

/// The demo in a terminal, and a folder of its own for what it writes.
struct DemoSession {
  let tmux: TmuxSession
  let folder: URL
  var savedFile: String { folder.appendingPathComponent("saved").path }
  var logFile: String { folder.appendingPathComponent("log").path }

  /// Starts the demo directly, or with `inShell` as a job of an interactive shell.
  init(
    options: String = "", columns: Int = 80, rows: Int = 24, terminalType: String = "tmux-256color",
    inShell: Bool = false,
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("screen-demo-\(UUID().uuidString)")
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = ["saved", "log"].map {
      "--\($0) " + TmuxSession.quoted(folder.appendingPathComponent($0).path)
    }
    let command = """
      SWIFT_BACKTRACE=enable=no \(TmuxSession.quoted(TmuxSession.builtProduct("screen-demo"))) \
      \(files.joined(separator: " ")) \(options)
      """
    if inShell {
      tmux = try .shell(columns: columns, rows: rows)
      try tmux.type(command)
      try tmux.press("Enter")
    } else {
      tmux = try TmuxSession("exec env \(command)", columns: columns, rows: rows, terminalType: terminalType)
    }
  }

  /// Types a command of the demo's.
  func obey(_ command: String) throws {
    try tmux.type(command)
    try tmux.press("Enter")
  }

  /// Sends a signal to the demo, which must have been started directly.
  func signal(_ number: Int32) throws {
    guard let process = pid_t(try tmux.variable("pane_pid")) else {
      throw TmuxError.timedOut(wanted: "a process number", screen: try tmux.screen())
    }
    kill(process, number)
  }

  /// What the demo wrote to a file, waiting until there is something.
  func contents(of path: String) async throws -> String {
    let end = ContinuousClock.now + .seconds(15)
    while true {
      // On a busy machine the wait itself may take long, so a last look comes after its end.
      let isOver = ContinuousClock.now >= end
      if let data = FileManager.default.contents(atPath: path), !data.isEmpty {
        return String(decoding: data, as: UTF8.self)
      }
      if isOver { throw TmuxError.timedOut(wanted: "\(path) is written", screen: "") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  func cleanUp() {
    tmux.kill()
    try? FileManager.default.removeItem(at: folder)
  }
}

import Foundation

/// The built program, run as a person would.
struct Program {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The folder of the build: the test bundle lies in it, and the program beside it.
  static let path = Bundle.main.bundleURL.appendingPathComponent("yiwen").path

  /// A home of its own, so that no test sees another's settings or games.
  let home: String

  init() throws {
    home = NSTemporaryDirectory() + "yiwen-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: home) }

  var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["LC_ALL", "LC_MESSAGES", "LANGUAGE"] { environment[name] = nil }
    environment["LANG"] = "C.UTF-8"
    environment["HOME"] = home
    environment["XDG_DATA_HOME"] = home + "/data"
    environment["XDG_CONFIG_HOME"] = home + "/config"
    environment["XDG_STATE_HOME"] = home + "/state"
    environment["COLUMNS"] = "100"
    return environment
  }

  /// Runs the program to its end.
  func run(_ arguments: String..., input: String = "", variables: [String: String] = [:]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: home)
    process.environment = environment.merging(variables) { $1 }
    // Files rather than pipes: a pipe that nobody reads while the other fills would stop both.
    let names = ["in", "out", "err"].map { "\(home)/std\($0)" }
    try Data(input.utf8).write(to: URL(fileURLWithPath: names[0]))
    for name in names[1...] { try Data().write(to: URL(fileURLWithPath: name)) }
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: names[0]))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: names[1]))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: names[2]))
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: name)), as: UTF8.self)
    }
    return Outcome(status: process.terminationStatus, output: try text(names[1]), errors: try text(names[2]))
  }
}

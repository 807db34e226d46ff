import Foundation
import TestSupport
import Testing

/// The built program and a home of its own, so that no test sees another's settings or games.
final class Program: Sendable {
  /// The program lies beside the tests that run.
  static let path = TmuxSession.builtProduct("yiwen")

  /// The folder in which the program works and keeps a person's things.
  let home: String

  init() throws {
    home = NSTemporaryDirectory() + "yiwen-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: home) }

  /// All variables the program sees but `PATH`.
  var environment: [String: String] {
    [
      "LANG": "C.UTF-8", "HOME": home, "XDG_DATA_HOME": home + "/data", "XDG_CONFIG_HOME": home + "/config",
      "XDG_STATE_HOME": home + "/state", "COLUMNS": "100", "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Starts the program in its home.
  func start(
    _ arguments: [String], input: String = "", variables: [String: String] = [:],
  ) throws -> ChildProcess {
    var environment = environment.merging(variables) { $1 }
    environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    return try ChildProcess(Self.path, arguments, environment: environment, folder: home, input: input)
  }

  /// Runs the program to its end.
  func run(
    _ arguments: [String], input: String = "", variables: [String: String] = [:],
  ) async throws -> ChildProcess.Outcome {
    try await start(arguments, input: input, variables: variables).outcome()
  }

  /// Runs the program to its end with arguments that have no blanks in them.
  func run(
    _ arguments: String, input: String = "", variables: [String: String] = [:],
  ) async throws -> ChildProcess.Outcome {
    try await run(arguments.split(separator: " ").map(String.init), input: input, variables: variables)
  }

  /// Runs the program, expects that it succeeds without a complaint, and returns what it prints.
  func output(
    _ arguments: String, input: String = "", sourceLocation: SourceLocation = #_sourceLocation,
  ) async throws -> String {
    let outcome = try await run(arguments, input: input)
    #expect(outcome.status == 0, "yiwen \(arguments)", sourceLocation: sourceLocation)
    #expect(outcome.errors == "", "yiwen \(arguments)", sourceLocation: sourceLocation)
    return outcome.output
  }

  // MARK: Files in the home

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: home + "/" + name) }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: home + "/" + name)))
  }

  func text(of name: String) throws -> String { String(decoding: try bytes(of: name), as: UTF8.self) }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: home + "/" + name))
  }

  func write(_ text: String, to name: String) throws { try write(text.utf8, to: name) }
}

/// Files of this project, found from the place of this source file.
enum Project {
  static let testFolder = String(#filePath.dropLast("/Program.swift".count))
  static let root = String(testFolder.dropLast("/Tests/YiwenTests".count))

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }
}

/// Compares a text with the file `Snapshots/NAME.txt`; with `RECORD=1` in the environment writes that file instead.
func expectSnapshot(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
) throws {
  let path = "\(Project.testFolder)/Snapshots/\(name).txt"
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return
  }
  let kept = try? String(contentsOfFile: path, encoding: .utf8)
  #expect(kept == text, "it differs from Snapshots/\(name).txt:\n\(text)", sourceLocation: sourceLocation)
}

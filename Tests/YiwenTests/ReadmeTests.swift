import Foundation
import TestSupport
import Testing

/// What README.md promises, done.
struct ReadmeTests {
  /// The lines of the code blocks of a file, without comments and blanks around them.
  static func codeLines(_ path: String) throws -> [String] {
    var isCode = false
    var lines: [String] = []
    for line in try Project.text(path).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        let command = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
        if !command.isEmpty { lines.append(command) }
      }
    }
    return lines
  }

  /// The commands of this program, as they stand there.
  static func commands(_ path: String) throws -> [String] {
    try codeLines(path).filter { $0 == "yiwen" || $0.hasPrefix("yiwen ") }
  }

  /// What would take long is made small.
  ///
  /// Each must be found in the README, or it is out of date here.
  static let smaller = [
    ("selfplay --games 20", "selfplay --games 2 --max-plies 20"),
    ("match shallow master --games 20", "match shallow master --games 2 --max-plies 12"),
    ("--nodes 100", "--nodes 10"),
    ("--width 128 --layers 4 --steps 500", "--width 32 --layers 1 --head-size 16 --steps 2"),
    ("bench train", "bench train --help"),
    ("bench engine", "bench engine --rounds 1 --prompt 8 --generate 2"),
    ("bench perft", "bench perft --rounds 1"),
    ("bench decode", "bench decode --rounds 1"),
    ("bench search --rounds 1", "bench search --rounds 1 --nodes 20"),
  ]

  @Test func everyCommandDoesWhatItSays() async throws {
    let program = try Program()
    // Some commands read what lies beside the README.
    try Project.text("README.zh.md").write(
      toFile: program.home + "/README.zh.md", atomically: true, encoding: .utf8)
    let commands = try Self.commands("README.md")
    try #require(commands.count >= 8)
    var unused = Set(Self.smaller.map(\.0))
    for command in commands {
      var small = command
      for (long, short) in Self.smaller where small.contains(long) {
        small = small.replacingOccurrences(of: long, with: short)
        unused.remove(long)
      }
      // A shell takes the words apart, as the reader's does.
      let words = small.replacingOccurrences(of: "yiwen", with: TmuxSession.quoted(Program.path))
      let outcome = try await ChildProcess(
        "/bin/sh", ["-c", words],
        environment: program.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, folder: program.home
      ).outcome()
      #expect(outcome.status == 0, "\(small): \(outcome.errors)")
      #expect(outcome.output + outcome.errors != "", "\(small) says nothing")
    }
    #expect(unused.isEmpty, "README.md no longer has \(unused.sorted())")
  }

  @Test func bothLanguagesShowTheSameCommands() throws {
    func withoutText(_ path: String) throws -> [String] {
      try Self.codeLines(path).filter { $0.hasPrefix("yiwen") || $0.hasPrefix("make") }
    }
    #expect(try withoutText("README.zh.md") == withoutText("README.md"))
  }

  /// The `make` targets that the documents name are there.
  @Test func everyTargetIsInTheMakefile() throws {
    let makefile = try Project.text("Makefile")
    for path in ["README.md", "CONTRIBUTING.md"] {
      for target in Set(try Project.text(path).matches(of: /\bmake ([a-z-]+)\b/).map { String($0.1) }) {
        #expect(makefile.contains("\n\(target):"), "\(path) names `make \(target)`")
      }
    }
  }

  /// Files and folders that the documents link to are there.
  @Test(arguments: ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
  func everyLinkLeadsSomewhere(path: String) throws {
    for link in try Project.text(path).matches(of: /\]\(([^)#]+)\)/).map({ String($0.1) })
    where !link.hasPrefix("http") {
      #expect(FileManager.default.fileExists(atPath: "\(Project.root)/\(link)"), "\(path) links to \(link)")
    }
  }

  @Test func noPlaceholderIsLeft() throws {
    for path in ["README.md", "README.zh.md"] {
      #expect(!(try Project.text(path)).contains("SCREENSHOT"), "\(path) still waits for its screenshot")
    }
  }
}

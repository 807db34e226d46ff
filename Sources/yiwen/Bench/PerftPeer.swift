import FoundationEssentials
import Subprocess
import SystemPackage

/// A UCI engine that counts perft, driven as a child process.
struct PerftPeer {
  /// Where the program lies.
  let path: String

  /// Looks for `program` on the PATH and where Debian puts games; nil when it is nowhere.
  static func find(_ program: String) -> PerftPeer? {
    if program.contains("/") {
      return FileManager.default.isExecutableFile(atPath: program) ? PerftPeer(path: program) : nil
    }
    let search = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return (search + ["/usr/games", "/usr/local/games"]).lazy
      .map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
      .map(PerftPeer.init)
  }

  /// A running engine.
  struct Session {
    let send: (String) async throws -> Void
    let lines: AsyncStream<String>

    /// Counts once.
    ///
    /// The time runs from the command to the answer.
    func perft(fen: String, depth: Int) async throws -> (nodes: Int, seconds: Double) {
      try await send("position fen \(fen)\nisready\n")
      _ = try await line { $0 == "readyok" }
      let started = monotonicSeconds()
      try await send("go perft \(depth)\n")
      let answer = try await line { $0.hasPrefix("Nodes searched:") }
      let seconds = monotonicSeconds() - started
      guard let nodes = answer.split(separator: " ").last.flatMap({ Int($0) }) else {
        throw Failure("the peer answered '\(answer)' where a node count was due")
      }
      return (nodes, seconds)
    }

    private func line(where isWanted: (String) -> Bool) async throws -> String {
      for await line in lines where isWanted(line) { return line }
      throw Failure("the peer ended before it answered")
    }
  }

  /// Starts the engine for the time of `body`.
  func session<Result: Sendable>(_ body: (Session) async throws -> Result) async throws -> Result {
    let outcome = try await Subprocess.run(
      .path(FilePath(path)), input: .inputWriter, output: .sequence, error: .discarded
    ) { execution in
      let (lines, feed) = AsyncStream.makeStream(of: String.self)
      async let pump: Void = {
        for try await line in execution.standardOutput.strings() {
          feed.yield(String(line.drop(while: \.isWhitespace).trimmingSuffix(while: \.isWhitespace)))
        }
        feed.finish()
      }()
      let writer = execution.standardInputWriter
      let session = Session(send: { _ = try await writer.write($0) }, lines: lines)
      try await session.send("uci\nsetoption name UCI_Variant value xiangqi\n")
      let result = try await body(session)
      try await session.send("quit\n")
      try await writer.finish()
      try await pump
      return result
    }
    return outcome.closureResult
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isUnwanted: (Character) -> Bool) -> Substring {
    lastIndex { !isUnwanted($0) }.map { self[...$0] } ?? ""
  }
}

import EngineProtocol
import Foundation
import Players
import TestSupport
import Testing
import Xiangqi

/// The built program as an engine: what programs for matches check before they let one play.
struct EngineProgramTests {
  /// What the program answers to these lines, one process for them all.
  private func answers(
    _ lines: String..., command: String = "uci", sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    let input = lines.map { $0 + "\n" }.joined()
    let output = try await Program().output(command, input: input, sourceLocation: sourceLocation)
    return output.split(separator: "\n").map(String.init)
  }

  private func moves(in lines: [String]) -> [Move] {
    lines.filter { $0.hasPrefix("bestmove ") }.compactMap { Move(iccs: $0.split(separator: " ")[1]) }
  }

  @Test func theHandshakeNamesTheProgram() async throws {
    let version = try await Program().output("--version").dropLast()
    let uci = try await answers("uci", "isready", "quit")
    #expect(uci.first == "id name Yiwen \(version)")
    #expect(uci[1] == "id author the Yiwen authors")
    #expect(Array(uci.suffix(2)) == ["uciok", "readyok"])
    #expect(uci.contains("option name UCI_Variant type combo default xiangqi var xiangqi"))
    let ucci = try await answers("ucci", "isready", "quit", command: "ucci")
    #expect(Array(ucci.suffix(3)) == ["ucciok", "readyok", "bye"])
    let thinking = try await answers("position startpos", "go infinite", "quit", command: "ucci")
    #expect(
      thinking.suffix(2).first?.hasPrefix("bestmove ") == true && thinking.last == "bye", "the answer first")
  }

  @Test func theEndOfTheInputEndsTheProgram() async throws {
    #expect(try await answers() == [])
    #expect(moves(in: try await answers("position startpos", "go infinite")).count == 1)
    let outcome = try await Program().run("uci", input: "isready")
    #expect(outcome.status == 0 && outcome.output == "readyok\n", "a last line without an end counts")
  }

  /// Whatever ends it; here mostly the end of the input.
  @Test(arguments: [
    "go depth 1", "go nodes 20", "go movetime 50", "go wtime 1000 btime 1000 winc 10 binc 10",
    "go mate 1 nodes 5",
    "go nodes 5 searchmoves h2e2 b2e2",
  ])
  func everyOrderHasOneAnswerWithAScoreBeforeIt(go: String) async throws {
    for position in ["position startpos", "position startpos moves h2e2 h9g7 h0g2 i9h9"] {
      let lines = try await answers(position, go, "isready")
      #expect(lines.contains("readyok"))
      let best = try #require(moves(in: lines).first, "\(position) \(go): \(lines)")
      #expect(moves(in: lines).count == 1)
      let before = lines.prefix { !$0.hasPrefix("bestmove") }
      #expect(before.contains { $0.hasPrefix("info ") && $0.contains(" score ") }, "\(lines)")
      if go.contains("searchmoves"), position.hasSuffix("startpos") {
        #expect(["h2e2", "b2e2"].contains(best.iccs))
      }
    }
  }

  /// With nobody to stop it.
  @Test(arguments: [
    SearchLimits(depth: 2), SearchLimits(evaluations: 20), SearchLimits(time: .move(.milliseconds(50))),
    SearchLimits(time: .clock(TurnClock(remaining: .seconds(1), increment: .milliseconds(10)))),
    SearchLimits(evaluations: 5, mate: 1),
  ])
  func everyLimitEndsASearch(limits: SearchLimits) async throws {
    let engine = try await Self.engine()
    for moves in [[], ["h2e2", "h9g7", "h0g2"]] {
      let game = try Game(moves: moves.compactMap { Move(iccs: $0) })
      let answer = try await engine.search(game, limits: limits, patience: .seconds(100))
      #expect(answer.move != nil && answer.report != nil)
      // Nowhere near the patience, after which it would have been told to stop.
      #expect(answer.time < .seconds(100))
    }
    await engine.close()
  }

  @Test func itAnswersWhileItThinks() async throws {
    let lines = try await answers(
      "position startpos", "go infinite", "isready", "uci", "stop", "isready", "quit")
    #expect(lines.answersOf("readyok") == 2 && lines.answersOf("uciok") == 1)
    #expect(moves(in: lines).count == 1)
    let first = try #require(lines.firstIndex(of: "readyok"))
    let best = try #require(lines.firstIndex { $0.hasPrefix("bestmove") })
    #expect(first < best)
  }

  @Test func nonsenseIsToldOrPassedOver() async throws {
    let lines = try await answers(
      "position startpos moves h2e2 h2e2", "go depth 1", "position fen x", "go infinite", "stop", "xyzzy",
      "go_",
      String(repeating: "a", count: 200_000), "position fen 4k4/R8/9/9/9/9/9/9/9/1R1K5 w moves b0b9",
      "go depth 1",
      "setoption name Model value /nowhere", "setoption name Persona value Nobody At All", "isready")
    #expect(lines.filter { $0 == "bestmove (none)" }.count == 3)
    #expect(lines.contains { $0.hasPrefix("info string position: the move 'h2e2' cannot be played") })
    #expect(lines.contains { $0.contains("FEN: a board has 10 ranks") })
    #expect(lines.contains { $0.contains("a line of more than 65536 bytes") })
    #expect(lines.contains { $0.contains("/nowhere") })
    #expect(lines.contains("info depth 0 score mate 0"))
    #expect(lines.last == "readyok")
  }

  @Test func levelsPlayWithoutLookingAhead() async throws {
    let lines = try await answers(
      "setoption name Level value club", "setoption name Seed value 7", "setoption name MultiPV value 3",
      "setoption name UCI_ShowWDL value true", "isready", "position startpos", "go infinite", "stop", "quit")
    let infos = lines.filter { $0.hasPrefix("info ") && $0.contains(" wdl ") }
    #expect(infos.count == 3 && infos.allSatisfy { $0.contains(" nodes 1 ") }, "\(lines)")
    #expect(infos[0].contains(" multipv 1 ") && infos[2].contains(" multipv 3 "))
    #expect(moves(in: lines).count == 1)
  }

  @Test func aMissingModelIsAnErrorBeforeAnythingIsSaid() async throws {
    let outcome = try await Program().run("uci --model nowhere")
    #expect(outcome.status == 1 && outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: nowhere/config.json"), "\(outcome.errors)")
  }

  // MARK: Played with

  private static func engine(_ command: String = "uci", _ options: [EngineCommand.Setting] = []) async throws
    -> EngineClient
  {
    try await EngineClient(
      EngineCommand(
        path: Program.path, arguments: [command], options: options, dialect: .init(rawValue: command)),
      handshakeLimit: .seconds(100), stopGrace: .seconds(100))
  }

  @Test(arguments: ["uci", "ucci"])
  func ourClientPlaysOurEngine(command: String) async throws {
    let engine = try await Self.engine(command)
    #expect(engine.name.hasPrefix("Yiwen "))
    var game = Game()
    for _ in 0..<6 {
      let answer = try await engine.search(
        game, limits: SearchLimits(evaluations: 8), patience: .seconds(100))
      let report = try #require(answer.report)
      #expect(report.best == answer.move)
      try game.play(try #require(answer.move))
    }
    try await engine.newGame()
    let mate = try Game(start: Position(fen: "4k4/9/9/9/9/9/9/9/R8/1R1K5 w - - 0 1"))
    let answer = try await engine.search(mate, limits: SearchLimits(evaluations: 50), patience: .seconds(100))
    #expect(answer.report?.lines.first?.wdl.red ?? 0 > 0.99)
    await engine.close()
  }

  @Test func theSameNodesFindTheSame() async throws {
    var found: [[SearchLine]] = []
    for run in 1...2 {
      // Nor do threads make a difference.
      let engine = try await Self.engine(
        "uci", [.init(name: "MultiPV", value: "5"), .init(name: "Threads", value: "\(run)")])
      let answer = try await engine.search(
        Game(), limits: SearchLimits(evaluations: 40), patience: .seconds(100))
      found.append(try #require(answer.report).lines)
      await engine.close()
    }
    #expect(found[0] == found[1])
    #expect(found[0].count == 5)
  }

  @Test func stopEndsASearchWithoutLimits() async throws {
    let engine = try await Self.engine()
    let answer = try await engine.search(
      Game(), limits: SearchLimits(), patience: .seconds(100), progress: { _ in engine.stop() })
    #expect(answer.move != nil)
    await engine.close()
  }
}

extension [String] {
  fileprivate func answersOf(_ line: String) -> Int { count { $0 == line } }
}

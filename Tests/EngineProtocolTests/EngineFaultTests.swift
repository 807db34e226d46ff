import EngineProtocol
import Foundation
import Players
import Testing
import Xiangqi

/// What a broken engine does to us: one sentence, and nothing else.
struct EngineFaultTests {
  /// What starting such an engine throws.
  private func refusal(
    _ script: String, dialect: EngineDialect? = .uci, options: [EngineCommand.Setting] = [],
    limit: Duration = ScriptedEngine.ample
  ) async -> EngineError? {
    await #expect(throws: EngineError.self) {
      try await ScriptedEngine.start(script, dialect: dialect, options: options, handshake: limit)
    }
  }

  /// What its first question throws.
  private func fault(
    _ go: String, patience: Duration = ScriptedEngine.ample, grace: Duration = ScriptedEngine.ample
  ) async throws -> (client: EngineClient, error: EngineError?) {
    let client = try await ScriptedEngine.start(ScriptedEngine.uci(go: go), grace: grace)
    let error = await #expect(throws: EngineError.self) { try await client.asked(patience: patience) }
    return (client, error)
  }

  // MARK: Starting

  @Test func aMissingProgramIsNamed() async {
    let error = await #expect(throws: EngineError.self) {
      try await EngineClient(EngineCommand("/nowhere/engine"))
    }
    #expect(
      error
        == .couldNotStart(path: "/nowhere/engine", reason: "No such file or directory"))
    let bare = await #expect(throws: EngineError.self) {
      try await EngineClient(EngineCommand("no-such-engine-anywhere"))
    }
    #expect(bare == .couldNotStart(path: "no-such-engine-anywhere", reason: "No such file or directory"))
  }

  @Test func aFileThatIsNoProgramIsNamed() async {
    let error = await #expect(throws: EngineError.self) { try await EngineClient(EngineCommand(#filePath)) }
    #expect(error == .couldNotStart(path: #filePath, reason: "Permission denied"))
  }

  @Test func aProgramThatEndsAtOnceIsToldWithItsStatus() async {
    #expect(await refusal("exit 3") == .exited(engine: "sh", status: 3, signal: 0))
    #expect(await refusal("exit 3", dialect: nil) == .exited(engine: "sh", status: 3, signal: 0))
  }

  @Test func aProgramThatSaysNothingIsNoEngine() async {
    let limit = Duration.milliseconds(200)
    #expect(
      await refusal("exec sleep 1000", dialect: nil, limit: limit) == .noProtocol(engine: "sh", limit: limit))
    #expect(
      await refusal("exec sleep 1000", limit: limit) == .timedOut(engine: "sh", waitingFor: "uciok"))
  }

  @Test func aProgramThatTalksWithoutEndIsNoEngine() async {
    #expect(
      await refusal("exec yes hello", limit: .milliseconds(200))
        == .timedOut(engine: "sh", waitingFor: "uciok"))
    #expect(await refusal("exec cat /dev/zero") == .lineTooLong(engine: "sh", bytes: 1 << 16))
  }

  @Test func anOptionThatIsNotOfferedIsRefused() async {
    let script = ScriptedEngine.uci(
      go: "echo bestmove h2e2",
      options: "echo 'option name Skill Level type spin default 20 min -20 max 20'; "
        + "echo 'option name Style type combo default a var a var b c'")
    #expect(
      await refusal(script, options: [.init(name: "Hash", value: "1")])
        == .unknownOption(engine: "Scripted", option: "Hash"))
    #expect(
      await refusal(script, options: [.init(name: "skill level", value: "21")])
        == .badOption(engine: "Scripted", option: "Skill Level", value: "21", reason: "use -20 to 20"))
    #expect(
      await refusal(script, options: [.init(name: "Style", value: "d")])
        == .badOption(engine: "Scripted", option: "Style", value: "d", reason: "use a, b c"))
  }

  @Test func anEngineOfAnotherGameIsRefused() async {
    let script = ScriptedEngine.loop("uci) echo uciok;; isready) echo readyok;; go) echo bestmove e2e4;;")
    #expect(await refusal(script) == .notXiangqi(engine: "sh", move: "e2e4"))
  }

  // MARK: Thinking

  @Test func aHangIsEndedAfterStop() async throws {
    let (client, error) = try await fault(":", patience: .milliseconds(50), grace: .milliseconds(50))
    #expect(error == .timedOut(engine: "Scripted", waitingFor: "bestmove"))
    let later = await #expect(throws: EngineError.self) { try await client.asked() }
    #expect(later == error, "the first error is the reason of all later ones")
  }

  @Test func chatterWithoutAnAnswerIsEndedToo() async throws {
    let (_, error) = try await fault(
      "while :; do echo info depth 1 score cp 1 pv h2e2; done", patience: .milliseconds(50),
      grace: .milliseconds(50))
    #expect(error == .timedOut(engine: "Scripted", waitingFor: "bestmove"))
  }

  @Test func aCrashIsToldWithItsSignal() async throws {
    #expect(try await fault("kill -SEGV $$").error == .exited(engine: "Scripted", status: 0, signal: 11))
    #expect(try await fault("exit 0").error == .exited(engine: "Scripted", status: 0, signal: 0))
    #expect(
      try await fault("exec >&-; exec sleep 1000").error == .closedOutput(engine: "Scripted"))
  }

  @Test func aLineThatDoesNotEndIsNotCollected() async throws {
    #expect(try await fault("exec cat /dev/zero").error == .lineTooLong(engine: "Scripted", bytes: 1 << 16))
  }

  @Test func anIllegalMoveLeavesTheEngineAlive() async throws {
    let (client, error) = try await fault("echo bestmove h2h8")
    #expect(error == .illegalMove(engine: "Scripted", move: "h2h8", fen: Position.start.fen))
    let again = await #expect(throws: EngineError.self) { try await client.asked() }
    #expect(again == error)
  }

  @Test(arguments: ["bestmove", "bestmove xyzzy", "bestmove h2e2e4", "bestmove h10e2"])
  func anAnswerThatIsNoMoveIsQuoted(answer: String) async throws {
    let text = answer.split(separator: " ").dropFirst().first ?? ""
    #expect(
      try await fault("echo \(answer)").error
        == .malformedAnswer(engine: "Scripted", line: "bestmove \(text)"))
  }

  @Test func garbageBeforeTheAnswerIsPassedOver() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(
        go:
          #"printf '\377\376\n\n \r\ninfo\ninfo depth x score\ninfo score cp\nbestmoves\nbestmove h2e2\r\n'"#)
    )
    #expect(try await client.asked().move == Move(iccs: "h2e2"))
  }

  @Test func aLastLineWithoutAnEndCounts() async throws {
    let client = try await ScriptedEngine.start(ScriptedEngine.uci(go: "printf 'bestmove h2e2'; exit 0"))
    #expect(try await client.asked().move == Move(iccs: "h2e2"))
    let error = await #expect(throws: EngineError.self) { try await client.asked() }
    #expect(error == .exited(engine: "Scripted", status: 0, signal: 0))
  }

  @Test func anAnswerTooManyIsNotTakenForTheNextOne() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(go: "echo bestmove h2e2; echo bestmove b2e2"))
    for _ in 0..<5 { #expect(try await client.asked().move == Move(iccs: "h2e2")) }
  }

  /// An engine that reads nothing leaves what it is sent in the socket; more than that fits neither there nor in
  /// the time it is given.
  @Test func anEngineThatStopsReadingIsEnded() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(go: "echo bestmove h2e2; exec sleep 1000"), handshake: .seconds(5))
    #expect(try await client.asked().move == Move(iccs: "h2e2"))
    let error = await #expect(throws: EngineError.self) { try await client.asked() }
    #expect(error == .timedOut(engine: "Scripted", waitingFor: "readyok"))
  }

  @Test func anEngineThatClosesItsInputAndEndsIsToldAsEnded() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(go: "echo bestmove h2e2; exec <&-; exit 7"))
    #expect(try await client.asked().move == Move(iccs: "h2e2"))
    let error = await #expect(throws: EngineError.self) { try await client.asked() }
    #expect(error == .exited(engine: "Scripted", status: 7, signal: 0))
  }

  // MARK: What is left behind

  /// No process, not even a finished one that nobody has waited for, is left of an engine, however it ends.
  @Test(arguments: [
    "exit 1", "kill -KILL $$", "exec cat /dev/zero", ":", "trap '' TERM; exec sleep 1000",
    "echo bestmove h2e2",
  ])
  func noProcessIsLeft(go: String) async throws {
    // The engine's name tells its number and that of a program it has started.
    let script = "sleep 1000 & child=$!\n" + ScriptedEngine.uci(go: go, options: "echo id name $$ $child")
    var processes: [pid_t] = []
    do {
      let client = try await ScriptedEngine.start(script, grace: .zero)
      processes = client.name.split(separator: " ").compactMap { pid_t($0) }
      #expect(processes.count == 2)
      let isGood = go.hasSuffix("h2e2")
      _ = try? await client.asked(patience: isGood ? ScriptedEngine.ample : .milliseconds(20))
      if isGood {
        #expect(processes.allSatisfy { kill($0, 0) == 0 }, "a good engine lives on")
        await client.close()
      }
    }
    let engine = try #require(processes.first)
    #expect(kill(engine, 0) == -1 && errno == ESRCH)
    // What the engine has started is the system's to wait for; it has been killed, but dies when it next runs.
    let deadline = ContinuousClock.now + ScriptedEngine.ample
    while !Self.isGone(processes[1]), ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(Self.isGone(processes[1]))
  }

  private static func isGone(_ process: pid_t) -> Bool {
    let status = FileManager.default.contents(atPath: "/proc/\(process)/stat")
    return status.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? true
  }

  /// A client that goes without being closed takes its engine along.
  @Test func aForgottenEngineEnds() async throws {
    let name: String
    do {
      let client = try await ScriptedEngine.start(ScriptedEngine.uci(go: ":", options: "echo id name $$"))
      name = client.name
    }
    let process = try #require(pid_t(name))
    #expect(kill(process, 0) == -1 && errno == ESRCH)
  }

  /// In a process of its own, where no other test opens files.
  @Test func noDescriptorIsLeft() async {
    await #expect(processExitsWith: .success) {
      func count() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      func engines() async {
        for go in ["echo bestmove h2e2", "exit 1", ":", "exec cat /dev/zero"] {
          guard let client = try? await ScriptedEngine.start(ScriptedEngine.uci(go: go), grace: .zero) else {
            continue
          }
          _ = try? await client.asked(patience: .milliseconds(5))
        }
        for script in ["exit 1", "echo"] {
          _ = try? await ScriptedEngine.start(script, handshake: .milliseconds(20))
        }
        _ = try? await EngineClient(EngineCommand("/nowhere/engine"))
      }
      await engines()
      let before = try count()
      for _ in 0..<10 { await engines() }
      #expect(try count() == before)
    }
  }
}

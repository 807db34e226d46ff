import EngineProtocol
import Players
import Synchronization
import Testing
import Xiangqi

/// What is asked of an engine, and what is made of its answers.
struct EngineClientTests {
  /// Asks an engine that answers `h2e2` only when it is sent these words, and otherwise with what it was sent.
  private func expects(
    _ words: String, game: Game = Game(), limits: SearchLimits, opponentClock: TurnClock? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let script = ScriptedEngine.uci(
      go: #"if [ "go $rest" = "\#(words)" ]; then echo bestmove h2e2; else echo "bestmove $rest"; fi"#)
    let client = try await ScriptedEngine.start(script)
    let answer = try await client.search(
      game, limits: limits, opponentClock: opponentClock, patience: ScriptedEngine.ample)
    #expect(answer.move == Move(iccs: "h2e2"), sourceLocation: sourceLocation)
  }

  @Test func everyLimitIsSaidInUCI() async throws {
    let clock = TurnClock(remaining: .milliseconds(60_500), increment: .seconds(1), movesToGo: 12)
    try await expects("go depth 7", limits: SearchLimits(depth: 7))
    try await expects("go nodes 1000", limits: SearchLimits(evaluations: 1000))
    try await expects("go mate 3", limits: SearchLimits(mate: 3))
    try await expects("go movetime 250", limits: SearchLimits(time: .move(.milliseconds(250))))
    try await expects(
      "go wtime 60500 btime 60500 winc 1000 binc 1000 movestogo 12", limits: SearchLimits(time: .clock(clock))
    )
    try await expects(
      "go wtime 60500 btime 9000 winc 1000 binc 0 movestogo 12", limits: SearchLimits(time: .clock(clock)),
      opponentClock: TurnClock(remaining: .seconds(9)))
    try await expects(
      "go depth 4 nodes 9 searchmoves h2e2 b2e2",
      limits: SearchLimits(evaluations: 9, depth: 4, moves: ["h2e2", "b2e2"].compactMap { Move(iccs: $0) }))
  }

  @Test func everyLimitIsSaidInUCCI() async throws {
    let cases: [(limits: SearchLimits, words: String)] = [
      (SearchLimits(depth: 7), "depth 7"), (SearchLimits(evaluations: 1000, depth: 7), "nodes 1000"),
      (SearchLimits(time: .move(.milliseconds(2500))), "time 2 movestogo 1"),
      (
        SearchLimits(time: .clock(TurnClock(remaining: .seconds(60), increment: .seconds(1)))),
        "time 60 increment 1 opptime 30 oppmovestogo 5"
      ),
    ]
    for (limits, words) in cases {
      let script = ScriptedEngine.ucci(
        go: #"[ "$rest" = "\#(words)" ] && echo bestmove h2e2 || echo bestmove $rest"#)
      let client = try await ScriptedEngine.start(script, dialect: .ucci)
      let answer = try await client.search(
        Game(), limits: limits, opponentClock: TurnClock(remaining: .seconds(30), movesToGo: 5),
        patience: ScriptedEngine.ample)
      #expect(answer.move == Move(iccs: "h2e2"), "\(words)")
    }
  }

  @Test func millisecondsAreUsedWhereAnEngineCountsThem() async throws {
    let script = ScriptedEngine.ucci(
      go: #"[ "$set $rest" = "usemillisec true time 2500 movestogo 1" ] && echo bestmove h2e2"#,
      options: "echo 'option usemillisec type check default false'", other: #"setoption) set="$rest";;"#)
    let client = try await ScriptedEngine.start(script, dialect: .ucci)
    let answer = try await client.asked(limits: SearchLimits(time: .move(.milliseconds(2500))))
    #expect(answer.move == Move(iccs: "h2e2"))
  }

  @Test func aChoiceOfMovesIsABanOnTheOthersInUCCI() async throws {
    let start = try Position(fen: "3k5/9/9/9/9/9/9/9/9/R3K4 w")
    let allowed = try #require(Move(iccs: "a0a3"))
    let script = ScriptedEngine.ucci(
      go: #"case " $banned " in *" a0a3 "*) echo bestmove a0a1;; *" a0a1 "*) echo bestmove a0a3;; esac"#,
      other: #"banmoves) banned="$rest";;"#)
    let client = try await ScriptedEngine.start(script, dialect: .ucci)
    let answer = try await client.asked(Game(start: start), limits: SearchLimits(depth: 1, moves: [allowed]))
    #expect(answer.move == allowed)
  }

  @Test func theGameIsSentWithAllItsMoves() async throws {
    let script = ScriptedEngine.uci(
      go:
        #"[ "$position" = "fen \#(Position.start.fen) moves h2e2 h9g7" ] && echo bestmove h0g2 || echo bestmove"#,
      other: #"position) position="$rest";;"#)
    let client = try await ScriptedEngine.start(script)
    let game = try Game(moves: ["h2e2", "h9g7"].compactMap { Move(iccs: $0) })
    #expect(try await client.asked(game).move == Move(iccs: "h0g2"))
  }

  @Test func ranksFromOneAreRecognised() async throws {
    let script = ScriptedEngine.loop(
      #"""
      uci) echo 'id name One'; echo 'option name UCI_Variant type combo default chess var chess var xiangqi';
            echo uciok;;
          isready) echo readyok;;
          setoption) variant=$rest;;
          position) position=$rest;;
          go) case "$variant / $position" in
                *"value xiangqi / "*" moves h3e3") echo info score cp 5 pv b10c8 h1g3; echo bestmove b10c8 ponder h1g3;;
                *"value xiangqi / "*) echo bestmove h3e3;;
                *) echo bestmove e2e4;;
              esac;;
      """#)
    let client = try await ScriptedEngine.start(script)
    #expect(client.name == "One")
    let answer = try await client.asked(Game(moves: [Move(iccs: "h2e2")].compactMap(\.self)))
    #expect(answer.move == Move(iccs: "b9c7"))
    #expect(answer.ponder == Move(iccs: "h0g2"))
    #expect(answer.report?.lines.first?.moves.map(\.iccs) == ["b9c7", "h0g2"])
  }

  @Test func theProtocolIsFoundOut() async throws {
    let uci = try await ScriptedEngine.start(ScriptedEngine.uci(go: ":"), dialect: nil)
    #expect(uci.dialect == .uci)
    let ucci = try await ScriptedEngine.start(
      ScriptedEngine.ucci(go: "echo bestmove h2e2"), dialect: nil, handshake: .seconds(20))
    #expect(ucci.dialect == .ucci)
    #expect(try await ucci.asked().move == Move(iccs: "h2e2"))
  }

  /// A slow engine that understands both is asked both; what it said last holds.
  @Test func anEngineThatIsOnlySlowIsUnderstood() async throws {
    let script = "sleep 2.5\n" + ScriptedEngine.uci(go: "echo bestmove h2e2", other: "ucci) :;;")
    let client = try await ScriptedEngine.start(script, dialect: nil, handshake: .seconds(40))
    #expect(client.dialect == .uci)
    #expect(try await client.asked().move == Move(iccs: "h2e2"))
  }

  @Test func anEnginesNameIsFitToBeShown() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(go: ":", options: #"printf 'id name A\033[2J  B\302\233\n'"#))
    #expect(client.name == "A\u{FFFD}[2J B\u{FFFD}")
    var command = ScriptedEngine.command(ScriptedEngine.uci(go: ":"))
    command.name = "mine"
    #expect(try await EngineClient(command, handshakeLimit: ScriptedEngine.ample).name == "mine")
  }

  // MARK: Reports

  @Test func whatAnEngineSaysBecomesAReport() async throws {
    let script = ScriptedEngine.uci(
      go: """
        echo 'info depth 3 multipv 1 score cp 40 nodes 90 time 3 pv b2e2 h9g7'; \
        echo 'info depth 4 seldepth 6 multipv 1 score cp 80 wdl 500 300 200 nodes 120 nps 1 pv h2e2 h9g7'; \
        echo 'info depth 4 multipv 2 score mate -2 nodes 130 pv b2e2 zzzz h9g7'; \
        echo 'info depth 5 multipv 1 score cp 900 lowerbound nodes 150 pv a0a1'; \
        echo 'bestmove h2e2 ponder h9g7'
        """)
    let client = try await ScriptedEngine.start(script)
    let seen = Mutex<[SearchReport]>([])
    let answer = try await client.asked(progress: { report in seen.withLock { $0.append(report) } })
    let report = try #require(answer.report)
    #expect(report.lines.map { $0.moves.map(\.iccs) } == [["h2e2", "h9g7"], ["b2e2"]])
    #expect(report.wdl == WDL(red: 0.5, draw: 0.3, black: 0.2))
    #expect(report.lines.map(\.mate) == [nil, -2])
    #expect(report.lines[1].wdl == WDL(red: 0, draw: 0, black: 1))
    #expect(report.depth == 4)
    #expect(report.evaluations == 150)
    #expect(answer.ponder == Move(iccs: "h9g7"))
    #expect(seen.withLock { $0.map { $0.lines.count } } == [1, 1, 2])
  }

  @Test func anOutlookIsRedsWhoeverMoves() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(go: "echo info score cp 400; echo bestmove h9g7"))
    let game = try Game(moves: [Move(iccs: "h2e2")].compactMap(\.self))
    let report = try #require(try await client.asked(game).report)
    #expect(abs(report.wdl.expectation(for: .black) - 10 / 11) < 1e-9)
    #expect(
      report.lines.first?.moves == [Move(iccs: "h9g7")].compactMap(\.self), "the move stands for its line")
  }

  @Test(arguments: ["bestmove (none)", "bestmove 0000", "nobestmove"])
  func noMoveIsAnAnswer(text: String) async throws {
    let client = try await ScriptedEngine.start(ScriptedEngine.uci(go: "echo '\(text)'"))
    let answer = try await client.asked()
    #expect(answer.move == nil && !answer.resigns && answer.report == nil)
  }

  @Test func givingUpAndOfferingADrawAreHeard() async throws {
    let resigns = try await ScriptedEngine.start(
      ScriptedEngine.ucci(go: "echo bestmove h2e2 resign"), dialect: .ucci)
    #expect(try await resigns.asked().resigns)
    let offers = try await ScriptedEngine.start(
      ScriptedEngine.ucci(go: "echo bestmove h2e2 ponder h9g7 draw"), dialect: .ucci)
    let answer = try await offers.asked()
    #expect(answer.offersDraw && !answer.resigns && answer.ponder == Move(iccs: "h9g7"))
  }

  // MARK: Stopping

  /// Thinks until it is told to stop.
  private static let patient = ScriptedEngine.uci(
    go: "echo info depth 1 score cp 1 pv h2e2", other: "stop) echo bestmove h2e2;;")

  @Test func stopEndsASearchWithoutLimits() async throws {
    let client = try await ScriptedEngine.start(Self.patient)
    let answer = try await client.asked(limits: SearchLimits(), progress: { _ in client.stop() })
    #expect(answer.move == Move(iccs: "h2e2"))
  }

  @Test func cancellingTheTaskStopsTheSearch() async throws {
    let client = try await ScriptedEngine.start(Self.patient)
    let task = Task { try await client.asked(limits: SearchLimits()) }
    task.cancel()
    #expect(try await task.value.move == Move(iccs: "h2e2"))
  }

  @Test func anEngineThatIgnoresItsTimeIsStopped() async throws {
    let client = try await ScriptedEngine.start(Self.patient)
    let answer = try await client.asked(
      limits: SearchLimits(time: .move(.milliseconds(5))), patience: .milliseconds(5))
    #expect(answer.move == Move(iccs: "h2e2"))
    #expect(answer.time >= .milliseconds(10))
  }

  @Test func aClosedEngineIsNotAsked() async throws {
    let client = try await ScriptedEngine.start(Self.patient)
    let running = Task { try await client.asked(limits: SearchLimits()) }
    _ = running
    await client.close()
    await client.close()
    let error = await #expect(throws: EngineError.self) { try await client.asked() }
    #expect(error == .closed(engine: "Scripted"))
    _ = try? await running.value
  }

  @Test func newGamesAreAnnounced() async throws {
    let client = try await ScriptedEngine.start(
      ScriptedEngine.uci(
        go: "[ $games = 2 ] && echo bestmove h2e2 || echo bestmove b2e2",
        other: "ucinewgame) games=$((${games:-0} + 1));;"))
    #expect(try await client.asked().move == Move(iccs: "b2e2"), "one game is announced after the handshake")
    try await client.newGame()
    #expect(try await client.asked().move == Move(iccs: "h2e2"))
  }
}

import EngineProtocol
import Players
import Testing
import Xiangqi

/// What an engine has to do, line by line: the list that programs for matches check before they let one play.
struct EngineServerTests {
  private let rookMate = "4k4/9/9/9/9/9/9/9/R8/1R1K5 w - - 0 1"

  // MARK: Beginning

  @Test func uciIsAnsweredWithNameAuthorAndOptions() {
    var table = ServerTable()
    #expect(
      table.send("uci") == [
        "id name Table", "id author Somebody",
        "option name UCI_Variant type combo default xiangqi var xiangqi",
        "option name MultiPV type spin default 1 min 1 max 128",
        "option name UCI_ShowWDL type check default false", "option name Ponder type check default false",
        "option name Move Overhead type spin default 30 min 0 max 5000",
        "option name Level type combo default search var club var search",
        "option name Persona type string default <empty>", "option name Model type string default <empty>",
        "option name Seed type spin default 0 min 0 max 2147483647", "uciok",
      ])
  }

  @Test func ucciIsAnsweredInItsOwnWords() {
    var table = ServerTable(.ucci)
    let lines = table.send("ucci")
    #expect(lines.first == "id name Table" && lines.last == "ucciok")
    #expect(lines.contains("option Move_Overhead type spin default 30 min 0 max 5000"))
    #expect(lines.contains("option usemillisec type check default false"))
    #expect(lines.contains("option newgame type button"))
    #expect(table.send("quit") == ["bye"])
    #expect(table.hasQuit)
  }

  @Test func isReadyIsAnsweredAtOnce() {
    var table = ServerTable()
    #expect(table.send("isready") == ["readyok"])
    table.send("go infinite")
    #expect(table.send("isready") == ["readyok"], "also while it thinks")
  }

  @Test(arguments: [
    "", "   ", "xyzzy", "GO", "info depth 1", "uciok", "ucinewgame", "debug on", "\u{0}\u{FFFD}",
  ])
  func whatIsNotUnderstoodIsPassedOver(line: String) {
    var table = ServerTable()
    #expect(table.send(line) == [])
    #expect(table.orders.isEmpty && !table.hasQuit)
    #expect(table.send("isready") == ["readyok"])
  }

  // MARK: Positions

  @Test(arguments: [
    ("position startpos", Position.start.fen),
    ("position startpos moves h2e2", "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C4/9/RNBAKABNR b - - 1 1"),
    ("position fen 4k4/9/9/9/9/9/9/9/R8/1R1K5 w", "4k4/9/9/9/9/9/9/9/R8/1R1K5 w - - 0 1"),
    ("position fen 4k4/9/9/9/9/9/9/9/R8/1R1K5 b - - 3 9", "4k4/9/9/9/9/9/9/9/R8/1R1K5 b - - 3 9"),
    (
      "position fen 4k4/9/9/9/9/9/9/9/R8/1R1K5 w - - 0 1 moves a1a8 e9f9",
      "5k3/R8/9/9/9/9/9/9/9/1R1K5 w - - 2 2"
    ),
  ])
  func positionsAreSetUp(command: String, fen: String) {
    var table = ServerTable()
    #expect(table.send(command) == [])
    table.send("go depth 1")
    #expect(table.orders.last?.game.position.fen == fen)
  }

  @Test(arguments: [
    ("position", "use 'startpos' or 'fen'"), ("position fen", "the text is empty"),
    ("position fen nonsense", "a board has 10 ranks"),
    ("position startpos moves h2h9x", "not a move such as h2e2"),
    ("position startpos moves h3e3", "there is no piece on h3"),
    ("position startpos moves h2e2 h2e2", "there is no piece on h2"),
    ("position fen 4k4/9/9/9/9/9/9/9/9/4K4 w", "must not be in check"),
  ])
  func whatCannotBeIsToldAndNotThoughtAbout(command: String, reason: String) {
    var table = ServerTable()
    let lines = table.send(command)
    #expect(lines.count == 1 && lines[0].hasPrefix("info string ") && lines[0].contains(reason), "\(lines)")
    #expect(table.send("go depth 1") == ["info depth 0 score cp 0", "bestmove (none)"])
    #expect(table.orders.isEmpty)
    table.send("position startpos", "go depth 1")
    #expect(
      table.finish() == [
        "info depth 1 multipv 1 score cp 0 nodes 7 nps 1400 time 5 pv a0a1", "bestmove a0a1",
      ])
  }

  @Test func aMatedSideHasNoMove() {
    var table = ServerTable()
    table.send("position fen 4k4/R8/9/9/9/9/9/9/9/1R1K5 w moves b0b9")
    #expect(table.send("go movetime 10") == ["info depth 0 score mate 0", "bestmove (none)"])
    var ucci = ServerTable(.ucci)
    ucci.send("position fen 4k4/R8/9/9/9/9/9/9/9/1R1K5 w moves b0b9")
    #expect(ucci.send("go time 1").last == "nobestmove")
  }

  /// Who drives us may not know when a game is over here.
  @Test(arguments: [
    "a0a1 a9a8 a1a0 a8a9 a0a1 a9a8 a1a0 a8a9 a0a1 a9a8 a1a0 a8a9", "a0a1 a9a8 a1a0 a8a9 a0a1 a9a8 a1a0 a8a9",
  ])
  func aGameThatIsOverByRepetitionGoesOn(moves: String) throws {
    var table = ServerTable()
    #expect(table.send("position startpos moves \(moves)") == [])
    table.send("go depth 1")
    let game = try #require(table.orders.last?.game)
    #expect(game.position == Position.start && game.verdict == nil)
  }

  @Test(arguments: [
    "3k5/9/9/9/9/9/9/9/9/4KR3 w - - 119 70 moves f0f1",
    "3k5/9/9/9/9/9/9/9/9/4KR3 w - - 300 200 moves f0f1 d9d8",
    "3k5/9/9/9/9/9/9/9/9/4KR3 w - - 300 200", "3k5/4a4/9/9/9/9/9/9/4A4/5K3 w - - 0 1",
    "3k5/4a4/9/9/9/9/9/9/4A4/5K3 w - - 0 1 moves f0f1 d9d8",
  ])
  func aGameThatIsDrawnByCountOrMaterialGoesOn(setup: String) throws {
    var table = ServerTable()
    #expect(table.send("position fen \(setup)") == [])
    table.send("go depth 1")
    let game = try #require(table.orders.last?.game)
    #expect(game.verdict == nil && !game.position.legalMoves().isEmpty)
  }

  // MARK: Thinking

  @Test func everyLimitArrives() throws {
    let clock = TurnClock(remaining: .milliseconds(59_970), increment: .seconds(1), movesToGo: 30)
    let cases: [(go: String, limits: SearchLimits)] = [
      ("go depth 5", SearchLimits(depth: 5)), ("go nodes 100", SearchLimits(evaluations: 100)),
      ("go mate 2", SearchLimits(mate: 2)),
      ("go movetime 1000", SearchLimits(time: .move(.milliseconds(970)))),
      ("go wtime 60000 btime 1 winc 1000 binc 2 movestogo 30", SearchLimits(time: .clock(clock))),
      ("go wtime 10 btime 60000", SearchLimits(time: .clock(TurnClock(remaining: .milliseconds(1))))),
      ("go wtime -5 btime -5", SearchLimits(time: .clock(TurnClock(remaining: .milliseconds(1))))),
      ("go infinite", SearchLimits()), ("go", SearchLimits()), ("go btime 5", SearchLimits()),
      ("go ponder wtime 60000 btime 60000", SearchLimits()),
      (
        "go depth 3 nodes 9 searchmoves h2e2 b2e2",
        SearchLimits(
          evaluations: 9, depth: 3,
          moves: ["h2e2", "b2e2"].compactMap { Move(iccs: $0) })
      ),
      ("go depth 99999999999999999999 nodes 0", SearchLimits(evaluations: 1)),
      ("go movetime 99999999999999", SearchLimits(time: .move(.milliseconds(999_999_970)))),
    ]
    for (go, limits) in cases {
      var table = ServerTable()
      table.send("position startpos", go)
      #expect(table.orders.last?.limits == limits, "\(go)")
    }
  }

  @Test func blacksClockIsItsOwn() {
    var table = ServerTable()
    table.send(
      "setoption name Move Overhead value 0", "position startpos moves h2e2",
      "go wtime 1000 btime 2000 binc 5")
    #expect(
      table.orders.last?.limits.time
        == .clock(TurnClock(remaining: .seconds(2), increment: .milliseconds(5))))
  }

  @Test func everyLimitArrivesInUCCI() {
    let clock = TurnClock(remaining: .milliseconds(59_970), increment: .seconds(2))
    let cases: [(go: String, limits: SearchLimits)] = [
      ("go depth 5", SearchLimits(depth: 5)), ("go nodes 100", SearchLimits(evaluations: 100)),
      ("go time 60 increment 2 opptime 9", SearchLimits(time: .clock(clock))),
      (
        "go time 60 movestogo 1",
        SearchLimits(time: .clock(TurnClock(remaining: .milliseconds(59_970), movesToGo: 1)))
      ),
      ("go infinite", SearchLimits()), ("go depth infinite", SearchLimits()),
      ("go draw depth 3", SearchLimits(depth: 3)),
    ]
    for (go, limits) in cases {
      var table = ServerTable(.ucci)
      table.send("position startpos", go)
      #expect(table.orders.last?.limits == limits, "\(go)")
    }
    var table = ServerTable(.ucci)
    table.send("setoption usemillisec true", "go time 530")
    #expect(table.orders.last?.limits.time == .clock(TurnClock(remaining: .milliseconds(500))))
  }

  @Test func aScoreComesBeforeTheMove() {
    var table = ServerTable()
    table.send("position startpos moves h2e2", "go depth 2")
    #expect(table.progress("h9g7") == ["info depth 1 multipv 1 score cp 0 nodes 7 nps 1400 time 5 pv h9g7"])
    #expect(
      table.finish("h9g7", "h0g2", expecting: 10.0 / 11) == [
        "info depth 2 multipv 1 score cp 400 nodes 7 nps 1400 time 5 pv h9g7 h0g2",
        "bestmove h9g7 ponder h0g2",
      ])
    #expect(table.finish() == [], "an order is answered once")
  }

  @Test func linesAndOutlooksAreGivenAsAskedFor() {
    var table = ServerTable()
    table.send(
      "setoption name multipv value 3", "setoption name UCI_ShowWDL value true", "position fen \(rookMate)",
      "go nodes 50")
    #expect(
      table.finish("a1a8", "e9f9", "b0b9", expecting: 1, mate: 2) == [
        "info depth 3 multipv 1 score mate 2 wdl 1000 0 0 nodes 7 nps 1400 time 5 pv a1a8 e9f9 b0b9",
        "info depth 3 multipv 2 score cp 10000 wdl 1000 0 0 nodes 7 nps 1400 time 5 pv b0a0",
        "info depth 3 multipv 3 score cp 10000 wdl 1000 0 0 nodes 7 nps 1400 time 5 pv b0c0",
        "bestmove a1a8 ponder e9f9",
      ])
    var ucci = ServerTable(.ucci)
    ucci.send("position fen \(rookMate)", "go nodes 50")
    #expect(
      ucci.finish("a1a8", "e9f9", "b0b9", expecting: 1, mate: 2).first
        == "info depth 3 score 29997 nodes 7 nps 1400 time 5 pv a1a8 e9f9 b0b9")
  }

  @Test func aFailureIsToldAndAnsweredAllTheSame() {
    var table = ServerTable()
    table.send("go depth 1 searchmoves b2e2")
    #expect(
      table.fail("The memory\nis full.") == [
        "info string The memory is full.", "info depth 0 multipv 1 score cp 0 nodes 0 time 0 pv b2e2",
        "bestmove b2e2",
      ])
  }

  // MARK: Stopping

  @Test func stopEndsASearchWithOneAnswer() {
    var table = ServerTable()
    #expect(table.send("stop") == [], "nothing to stop")
    table.send("go infinite")
    #expect(table.send("stop") == [])
    #expect(table.stops == 1)
    #expect(table.finish("h2e2").answers == 1)
    #expect(table.send("stop") == [] && table.stops == 1)
  }

  @Test(arguments: ["go infinite", "go", "go ponder depth 1", "go infinite depth 1"])
  func anAnswerWaitsForStop(go: String) {
    var table = ServerTable()
    table.send(go)
    #expect(table.finish("h2e2") == ["info depth 1 multipv 1 score cp 0 nodes 7 nps 1400 time 5 pv h2e2"])
    #expect(table.progress("h2e2") == [])
    #expect(table.send("isready") == ["readyok"])
    #expect(table.send("stop") == ["bestmove h2e2"])
    #expect(table.stops == 0, "what has ended is not stopped")
  }

  @Test func aMatedSideWaitsTooWhenItIsToThinkWithoutEnd() {
    var table = ServerTable()
    table.send("position fen 4k4/R8/9/9/9/9/9/9/9/1R1K5 w moves b0b9")
    #expect(table.send("go infinite") == ["info depth 0 score mate 0"])
    #expect(table.send("stop") == ["bestmove (none)"])
  }

  @Test func aSecondOrderStopsTheFirst() {
    var table = ServerTable()
    table.send("position startpos", "go infinite", "position fen \(rookMate)", "go depth 1", "go depth 2")
    #expect(table.stops == 1 && table.orders.count == 1)
    #expect(table.finish("h2e2").last == "bestmove h2e2")
    #expect(table.orders.count == 2 && table.stops == 2, "an order with another behind it is stopped at once")
    #expect(table.finish("a1a8").last == "bestmove a1a8")
    #expect(table.orders.last?.limits.depth == 2 && table.stops == 2)
    #expect(table.finish("b0b8").last == "bestmove b0b8")
    #expect(table.lines.answers == 3)
  }

  @Test func theEndStopsAndIsAnsweredOnce() {
    var table = ServerTable()
    table.send("go infinite", "go depth 1")
    table.end()
    #expect(table.finish().answers == 1)
    #expect(table.orders.count == 1, "what waited is dropped")
    var held = ServerTable()
    held.send("go infinite")
    held.finish("h2e2")
    held.end()
    #expect(held.lines.last == "bestmove h2e2")
  }

  // MARK: Pondering

  @Test func ponderHitBeginsTheSearchThatWasOrdered() {
    var table = ServerTable()
    table.send("position startpos moves h2e2 h9g7", "go ponder movetime 1030")
    #expect(table.orders.last?.limits == SearchLimits())
    #expect(table.send("ponderhit") == [] && table.stops == 1)
    #expect(table.finish("h0g2") == [], "what was found is in the tree")
    #expect(table.orders.count == 2)
    #expect(table.orders.last?.limits == SearchLimits(time: .move(.seconds(1))))
    #expect(table.finish("h0g2").last == "bestmove h0g2")
    #expect(table.send("ponderhit", "stop") == [])
  }

  @Test func ponderHitAfterTheEndOfThinkingBeginsAnew() {
    var table = ServerTable()
    table.send("go ponder depth 1")
    table.finish("h2e2")
    #expect(table.send("ponderhit") == [])
    #expect(table.orders.last?.limits == SearchLimits(depth: 1))
    #expect(table.finish("h2e2").answers == 1)
  }

  @Test func stopAfterPonderHitIsAnsweredOnce() {
    var table = ServerTable()
    table.send("go ponder movetime 1000", "ponderhit", "stop")
    #expect(table.finish("h2e2").answers == 1)
    #expect(table.orders.count == 1)
  }

  // MARK: Options

  @Test func whoThinksIsMadeReadyByTheSettings() {
    var table = ServerTable()
    table.send(
      "setoption name Level value club", "setoption name Persona value A B", "setoption name Seed value 5")
    #expect(table.preparations.isEmpty)
    table.send("isready")
    #expect(table.preparations == [ThinkerSettings(persona: "A B", level: "club", seed: 5)])
    table.send("isready", "go depth 1")
    #expect(table.preparations.count == 1)
    table.send("setoption name Level value search", "isready")
    #expect(table.preparations.count == 1, "not while it thinks")
    table.finish()
    table.send("go depth 1")
    #expect(table.preparations.count == 2)
  }

  @Test func settingsThatCannotBeAreToldAndTakenBack() {
    var table = ServerTable()
    table.refusal = "there is no such folder"
    table.send("setoption name Model value /nowhere")
    #expect(
      table.send("isready") == [
        "info string there is no such folder", "info string the settings from before are used", "readyok",
      ])
    #expect(table.send("isready") == ["readyok"])
  }

  @Test(arguments: [
    ("setoption name Hash value 64", "there is no option 'Hash'"), ("setoption", "there is no option ''"),
    ("setoption name MultiPV value 0", "the option 'MultiPV' does not take '0'; use 1 to 128"),
    ("setoption name UCI_Variant value chess", "the option 'UCI_Variant' does not take 'chess'; use xiangqi"),
    ("setoption name UCI_ShowWDL", "the option 'UCI_ShowWDL' does not take ''; use true or false"),
  ])
  func whatCannotBeSetIsTold(line: String, reason: String) {
    var table = ServerTable()
    #expect(table.send(line) == ["info string \(reason)"])
  }

  // MARK: UCCI

  @Test func bannedMovesAreNotPlayed() {
    var table = ServerTable(.ucci)
    let fen = "3k5/9/9/9/9/9/9/9/9/4K4 w - - 0 1"
    table.send("position fen \(fen)", "banmoves e0e1", "go depth 1")
    #expect(table.orders.last?.limits.moves.map(\.iccs) == ["e0f0"])
    #expect(table.finish().last == "bestmove e0f0")
    table.send("banmoves e0e1 e0f0 e0d0")
    #expect(table.send("go depth 1").last == "nobestmove")
    table.send("position fen \(fen)", "go depth 1")
    #expect(table.orders.last?.limits.moves == [], "a ban is for one position")
  }

  @Test func anOfferedDrawIsTakenByWhoExpectsToLose() {
    var table = ServerTable(.ucci)
    table.send("go draw depth 1")
    #expect(table.finish("h2e2", expecting: 0.1).last == "bestmove h2e2 draw")
    table.send("go draw depth 1")
    #expect(table.finish("h2e2", expecting: 0.9).last == "bestmove h2e2")
    table.send("go depth 1")
    #expect(table.finish("h2e2", expecting: 0.1).last == "bestmove h2e2")
  }

  @Test func aProbeTellsWhatWasAnswered() {
    var table = ServerTable(.ucci)
    #expect(table.send("probe startpos") == ["pophash"])
    table.send("position startpos", "go depth 2")
    table.finish("h2e2", "h9g7")
    #expect(
      table.send("probe fen \(Position.start.fen)") == [
        "pophash bestmove h2e2 lowerbound 0 depth 2 upperbound 0 depth 2"
      ])
    #expect(
      table.send("probe startpos moves h2e2", "probe", "probe fen x") == ["pophash", "pophash", "pophash"])
    #expect(ServerTable().lines.isEmpty)
  }

  @Test func longLinesAreTold() {
    #expect(
      ServerTable().server.tooLong() == [
        .write("info string a line of more than 65536 bytes was passed over")
      ])
  }
}

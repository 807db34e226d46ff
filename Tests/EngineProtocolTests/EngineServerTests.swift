import EngineProtocol
import Players
import Testing
import Xiangqi

/// What an engine has to do, line by line: the list that programs for matches check before they let one play.
struct EngineServerTests {
  // MARK: Beginning

  @Test func uciIsAnsweredWithNameAuthorAndOptions() {
    var table = ServerTable()
    let elo = Level.measuredRange
    #expect(
      table.send("uci") == [
        "id name Table", "id author Somebody",
        "option name UCI_Variant type combo default xiangqi var xiangqi",
        "option name MultiPV type spin default 1 min 1 max 128",
        "option name UCI_ShowWDL type check default false", "option name Ponder type check default false",
        "option name Move Overhead type spin default 30 min 0 max 5000",
        "option name Level type combo default search var club var search",
        "option name UCI_LimitStrength type check default false",
        "option name UCI_Elo type spin default \(elo.upperBound) min \(elo.lowerBound) max \(elo.upperBound)",
        "option name Persona type string default <empty>", "option name Model type string default <empty>",
        "option name Threads type spin default 1 min 1 max 64",
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
    #expect(table.send("quit") == [])
    #expect(table.hasQuit)
    #expect(table.server.farewell() == [.write("bye")])
    #expect(ServerTable().server.farewell() == [])
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

  // MARK: Options

  @Test func whoThinksIsMadeReadyByTheSettings() {
    var table = ServerTable()
    table.send(
      "setoption name Level value club", "setoption name Persona value A B", "setoption name Seed value 5",
      "setoption name Threads value 2")
    #expect(table.preparations.isEmpty)
    table.send("isready")
    #expect(table.preparations == [ThinkerSettings(persona: "A B", level: "club", seed: 5, threads: 2)])
    table.send("isready", "go depth 1")
    #expect(table.preparations.count == 1)
    table.send("setoption name Level value search", "isready")
    #expect(table.preparations.count == 1, "not while it thinks")
    table.finish()
    table.send("go depth 1")
    #expect(table.preparations.count == 2)
  }

  @Test func limitedStrengthChoosesTheNearestLevel() throws {
    var table = ServerTable()
    let club = try #require(Level.club.measuredElo)
    table.send("setoption name UCI_Elo value \(club + 1)", "isready")
    #expect(table.preparations.isEmpty, "an Elo alone limits nothing")
    table.send("setoption name UCI_LimitStrength value true", "isready")
    #expect(table.preparations.map(\.level) == ["club"])
    table.send("setoption name UCI_LimitStrength value false", "isready")
    #expect(table.preparations.map(\.level) == ["club", "search"])
    #expect(Level(nearestTo: -5_000) == .beginner)
    #expect(Level(nearestTo: .max / 2).measuredElo == Level.measuredRange.upperBound)
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

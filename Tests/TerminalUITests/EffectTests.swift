import Catalog
import EngineProtocol
import FoundationEssentials
import GameFiles
import Players
import Screen
import Synchronization
import Testing
import Xiangqi

@testable import TerminalUI

/// The runner of effects, on the bundled model and a folder of its own.
@Suite struct EffectTests {
  /// A folder that is removed at the end of a test, with a runner and its answers.
  final class Bench {
    let folder: String
    let paths: TablePaths
    let effects: TableEffects
    let answers: AsyncStream<TableAnswer>

    init(model: String = testFolder + "/../../models/xiangqi") throws {
      folder = FileManager.default.temporaryDirectory.path + "/table-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      paths = TablePaths(
        unfinished: folder + "/state/game.pgn", settings: folder + "/config/settings",
        played: folder + "/data/games.pgn",
        home: folder)
      let (answers, feed) = AsyncStream.makeStream(of: TableAnswer.self)
      self.answers = answers
      effects = TableEffects(paths: paths, load: { try XiangqiModel(folder: model) }) { feed.yield($0) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func next() async -> TableAnswer? {
      var iterator = answers.makeAsyncIterator()
      return await iterator.next()
    }
  }

  @Test func theModelDecidesEvaluatesAndAnswersDrawOffers() async throws {
    let bench = try Bench()
    let game = Game()
    bench.effects.perform(
      .think(
        id: 1, game: game, opponent: OpponentChoice(level: .master), seed: 7, time: nil, explains: true))
    guard case .decided(1, let move?, _, let thought?)? = await bench.next() else {
      Issue.record("no decision came")
      return
    }
    #expect(game.position.isLegal(move))
    #expect(thought.moves.count == 44)
    bench.effects.perform(.evaluate(id: 2, game: game))
    guard case .evaluated(2, let evaluation)? = await bench.next() else {
      Issue.record("no evaluation came")
      return
    }
    #expect(abs(evaluation.moves.map(\.probability).reduce(0, +) - 1) < 1e-6)
    bench.effects.perform(
      .answerDraw(id: 3, game: game, opponent: OpponentChoice(level: .club), side: .black, seed: 7))
    guard case .drawAnswered(3, _, .some)? = await bench.next() else {
      Issue.record("the draw offer was not answered")
      return
    }
  }

  @Test func aGameIsAnalysedPositionByPosition() async throws {
    let bench = try Bench()
    let game = try Game(moves: [try #require(Move(iccs: "h2e2"))])
    bench.effects.perform(.analyze(id: 5, game: game, from: 0, engine: nil))
    for ply in 0...1 {
      guard case .analyzed(5, let step)? = await bench.next() else {
        Issue.record("no report came")
        return
      }
      #expect(step.ply == ply && step.second == nil)
      #expect(step.report.evaluations > 1 && step.report.best != nil)
    }
    bench.effects.perform(.analyze(id: 6, game: game, from: 1, engine: nil))
    guard case .analyzed(6, let step)? = await bench.next() else {
      Issue.record("no report came")
      return
    }
    #expect(step.ply == 1, "it goes on where it is told to")
  }

  /// The table hears no more of an analysis that it stopped, and the next one answers.
  @Test func aStoppedAnalysisEnds() async throws {
    let bench = try Bench()
    var game = Game(ruleset: .free)
    for _ in 0..<60 { try game.play(game.position.legalMoves()[0]) }
    bench.effects.perform(.analyze(id: 1, game: game, from: 0, engine: nil))
    bench.effects.perform(.cancelAnalysis)
    bench.effects.perform(.analyze(id: 2, game: game, from: 60, engine: nil))
    while let answer = await bench.next() {
      guard case .analyzed(let id, let step) = answer else {
        Issue.record("another answer: \(answer)")
        return
      }
      if id == 2 { return #expect(step.ply == 60) }
    }
  }

  /// An engine of a few lines that always plays the central cannon.
  private static func engine(in bench: Bench) throws -> EngineChoice {
    let path = bench.folder + "/engine.sh"
    let script = """
      while read -r line; do
        case "$line" in
          uci) echo "id name Cannon"; echo uciok ;;
          isready) echo readyok ;;
          go*) echo "info depth 1 score cp 100 pv h2e2"; echo "bestmove h2e2" ;;
          quit) exit 0 ;;
        esac
      done
      """
    try FileIO.write(Array(script.utf8), to: path)
    return EngineChoice(command: "/bin/sh,args=\(path)", milliseconds: 50)
  }

  @Test func anEngineIsStartedAskedAndAnalysesBesideTheModel() async throws {
    let bench = try Bench()
    let engine = try Self.engine(in: bench)
    bench.effects.perform(.tryEngine(engine))
    guard case .engineReady("Cannon")? = await bench.next() else {
      Issue.record("the engine did not start")
      return
    }
    bench.effects.perform(.askEngine(id: 1, game: Game(), engine: engine, clock: GameClock(.none)))
    guard case .decided(1, let move?, nil, nil)? = await bench.next() else {
      Issue.record("the engine did not move")
      return
    }
    #expect(move.iccs == "h2e2")
    bench.effects.perform(.analyze(id: 2, game: Game(), from: 0, engine: engine))
    guard case .analyzed(2, let step)? = await bench.next() else {
      Issue.record("no report came")
      return
    }
    let second = try #require(step.second)
    #expect(second.best == move && second.wdl.red > second.wdl.black)
    bench.effects.perform(.advise(id: 3, game: Game(), engine: engine))
    guard case .advised(3, let report)? = await bench.next() else {
      Issue.record("the engine gave no advice")
      return
    }
    #expect(report.best == move)
  }

  @Test func anAnalysisWithoutAModelFailsWithTheReason() async throws {
    let bench = try Bench(model: "/nowhere")
    bench.effects.perform(.analyze(id: 1, game: Game(), from: 0, engine: nil))
    guard case .analysisFailed(1, let error)? = await bench.next() else {
      Issue.record("nothing was told")
      return
    }
    #expect(Catalog(.chinese).sentence(modelError: error).hasPrefix("模型文件 /nowhere/config.json 打不开"))
  }

  @Test func aBrokenEngineIsTold() async throws {
    let bench = try Bench()
    let engine = EngineChoice(command: "/nowhere/engine")
    bench.effects.perform(.tryEngine(engine))
    guard case .engineUnavailable(.couldNotStart(let path, _))? = await bench.next() else {
      Issue.record("nothing was told")
      return
    }
    #expect(path == "/nowhere/engine")
    bench.effects.perform(.askEngine(id: 3, game: Game(), engine: engine, clock: GameClock(.none)))
    guard case .engineFailed(3, engine, .couldNotStart)? = await bench.next() else {
      Issue.record("nothing was told")
      return
    }
    bench.effects.perform(.analyze(id: 4, game: Game(), from: 0, engine: engine))
    guard case .analysisEngineFailed(4, .couldNotStart)? = await bench.next(),
      case .analyzed(4, let step)? = await bench.next()
    else {
      Issue.record("the analysis did not go on without the engine")
      return
    }
    #expect(step.second == nil)
  }

  @Test func aPersonaThatIsNotKnownPlaysAllTheSame() async throws {
    let bench = try Bench()
    let choice = OpponentChoice(level: .amateur, persona: "nobody")
    bench.effects.perform(
      .think(id: 1, game: Game(), opponent: choice, seed: 7, time: nil, explains: false))
    guard case .decided(1, .some, _, _)? = await bench.next() else {
      Issue.record("no decision came")
      return
    }
  }

  @Test func aMissingModelIsTold() async throws {
    let bench = try Bench(model: "/nowhere")
    bench.effects.prepare()
    guard case .modelUnavailable(let error)? = await bench.next() else {
      Issue.record("nothing was told")
      return
    }
    #expect("\(error)".contains("/nowhere"))
    #expect(Catalog(.chinese).sentence(modelError: error).hasPrefix("模型文件 /nowhere/config.json 打不开"))
  }

  @Test func theGameAndTheSettingsComeBackAtTheNextStart() async throws {
    let bench = try Bench()
    #expect(TableStore(reading: bench.paths).unfinished == nil)
    #expect(TableStore(reading: bench.paths).failure == nil)
    var sitting = try Sitting { $0.settings.clock = .fischer(minutes: 5, increment: 3) }
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    let record = try #require(sitting.screen.unfinishedRecord)
    bench.effects.perform(.autosave(record))
    bench.effects.perform(.saveSettings(sitting.screen.settings))
    let store = TableStore(reading: bench.paths)
    #expect(store.failure == nil)
    #expect(store.settings == sitting.screen.settings)
    let next = try Sitting { $0.unfinished = store.unfinished }
    #expect(next.screen.table == sitting.screen.table)
    bench.effects.perform(.autosave(nil))
    #expect(TableStore(reading: bench.paths).unfinished == nil)
  }

  @Test func aBrokenGameFileIsToldAndNotFatal() throws {
    let bench = try Bench()
    try FileIO.write(Array("\u{0}\u{1}junk".utf8), to: bench.paths.unfinished, creatingFolders: true)
    let store = TableStore(reading: bench.paths)
    #expect(store.unfinished == nil)
    let sitting = try Sitting { $0.failure = store.failure }
    #expect(store.failure == nil || sitting.noticeText.contains("读不出来"))
  }

  @Test func aGameThatCannotBeReadIsCopiedBeforeAnotherTakesItsPlace() throws {
    let bench = try Bench()
    let text = Array("[Event \"x\"]\n\n1. 炮二进九 *\n".utf8)
    try FileIO.write(text, to: bench.paths.unfinished, creatingFolders: true)
    #expect(TableStore(reading: bench.paths).failure != nil)
    bench.effects.perform(.autosave(nil))
    #expect(try FileIO.read(bench.paths.unfinished + ".broken", limit: 1000) == text)
  }

  @Test func brokenSettingsDoNotCostTheGame() throws {
    let bench = try Bench()
    var sitting = try Sitting()
    sitting.enter("h2e2")
    bench.effects.perform(.autosave(sitting.screen.unfinishedRecord))
    try FileIO.write([UInt8](repeating: 10, count: 1 << 17), to: bench.paths.settings, creatingFolders: true)
    let store = TableStore(reading: bench.paths)
    #expect(store.failure != nil)
    #expect(store.unfinished?.moves.count == 1)
  }

  @Test func thePlayedGamesAreOpenedWithoutAName() async throws {
    let bench = try Bench()
    bench.effects.perform(.openPlayed)
    guard case .opened(_, let none)? = await bench.next() else {
      Issue.record("nothing was opened")
      return
    }
    #expect(none.isEmpty)
    var sitting = try Sitting { $0.hasModel = false }
    sitting.enter("h2e2")
    bench.effects.perform(.archive(sitting.screen.fileRecord))
    bench.effects.perform(.openPlayed)
    guard case .opened(_, let games)? = await bench.next() else {
      Issue.record("nothing was opened")
      return
    }
    #expect(games.map { $0.moves.map(\.iccs) } == [["h2e2"]])
    sitting.type("o")
    sitting.press(.control("u"), .enter)
    #expect(sitting.effects.contains { if case .openPlayed = $0 { true } else { false } })
  }

  @Test func savedGamesAreAddedAndCanBeOpened() async throws {
    let bench = try Bench()
    var sitting = try Sitting()
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    let record = sitting.screen.fileRecord
    for _ in 0..<2 {
      bench.effects.perform(.saveGame(record, path: "~/mine.pgn"))
      guard case .saved("~/mine.pgn")? = await bench.next() else {
        Issue.record("the game was not saved")
        return
      }
    }
    bench.effects.perform(.openGames(path: "~/mine.pgn"))
    guard case .opened(_, let games)? = await bench.next() else {
      Issue.record("the games were not opened")
      return
    }
    #expect(games.map { $0.moves.map(\.iccs) } == [["h2e2", "h9g7"], ["h2e2", "h9g7"]])
    bench.effects.perform(.archive(record))
    bench.effects.perform(.archive(record))
    #expect(try GameFiles.read(path: bench.paths.played).count == 2)
  }

  @Test func aFileThatIsNotThereIsTold() async throws {
    let bench = try Bench()
    bench.effects.perform(.openGames(path: "~/none.pgn"))
    guard case .fileFailed(.system)? = await bench.next() else {
      Issue.record("nothing was told")
      return
    }
  }

  @Test func theTableInLinesPlaysAWholeSitting() async throws {
    let bench = try Bench()
    var context = TableContext(language: .english, date: "2026.11.21")
    context.seed = 3
    var lines = ["h2e2", "hint", "save ~/lines.pgn"][...]
    var output = ""
    let paths = bench.paths
    await LineTable.run(
      context,
      runner: { post in
        TableEffects(
          paths: paths, load: { try XiangqiModel(folder: testFolder + "/../../models/xiangqi") }, post: post)
      }, readLine: { lines.popFirst() }, write: { output += $0 + "\n" })
    #expect(output.contains("Red 炮二平五"))
    #expect(output.contains("Hint: "))
    #expect(output.contains("Saved to ~/lines.pgn"))
    #expect(output.hasSuffix("Goodbye\n"))
    #expect(TableStore(reading: paths).unfinished?.moves.count == 2)
  }
}

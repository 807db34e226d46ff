import Catalog
import EngineProtocol
import GameFiles
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// Engines at the table: naming them, choosing them, and what happens when they fail.
@Suite struct EngineTests {
  private static let command = "/usr/games/engine,option.Skill Level=3,name=石"

  private static func sitting(_ edit: (inout TableContext) throws -> Void = { _ in }) throws -> Sitting {
    try Sitting {
      $0.settings.engines = [command]
      try edit(&$0)
    }
  }

  /// A new game as Red against the engine.
  private static func game(_ edit: (inout TableContext) throws -> Void = { _ in }) throws -> Sitting {
    var sitting = try sitting(edit)
    sitting.resize(80, 24)
    sitting.press(.function(2), .down, .right, .enter)
    return sitting
  }

  @Test func anEngineIsNamedRememberedAndTried() throws {
    var sitting = try Sitting()
    sitting.type("#")
    sitting.type("/nowhere/engine,colour=red")
    sitting.press(.enter)
    guard case .prompt(let prompt)? = sitting.screen.dialog else {
      Issue.record("a command that is none was taken")
      return
    }
    #expect(prompt.error?.contains("'colour' is not known") == true, "\(prompt.error ?? "")")
    sitting.press(.control("u"))
    sitting.type(Self.command)
    sitting.press(.enter)
    #expect(sitting.screen.settings.engines == [Self.command])
    let tried = sitting.effects.compactMap { if case .tryEngine(let engine) = $0 { engine } else { nil } }
    #expect(tried.map(\.command) == [Self.command] && tried.map(\.name) == ["石"])
    sitting.send(.message(.engineReady(name: "石")))
    #expect(sitting.noticeText == "引擎 石 就绪；F2 新对局可选它作对手")
    sitting.send(.message(.engineUnavailable(.couldNotStart(path: "/x", reason: "no such file"))))
    #expect(sitting.noticeText == "引擎不能用：引擎 /x 启动不了：no such file")
    sitting.type("#")
    sitting.press(.control("u"), .enter)
    #expect(sitting.screen.settings.engines.isEmpty, "an empty line forgets it")
  }

  @Test func theSettingsFileKeepsEngines() {
    var settings = Settings()
    settings.engines = [Self.command, "/b"]
    settings.opponentEngine = "/b"
    settings.analysisEngine = Self.command
    settings.engineTime = 3000
    let (read, problems) = Settings.read(settings.fileText)
    #expect(read == settings && problems.isEmpty)
    let many = Settings.read("engines = " + (0..<100).map { "/e\($0)" }.joined(separator: "|")).settings
    #expect(many.engines.count == Settings.engineLimit)
  }

  @Test func anEngineIsChosenAsOpponentAndAsked() throws {
    var sitting = try Self.game()
    #expect(sitting.screen.settings.opponentEngine == Self.command)
    #expect(sitting.screen.table.black == .engine(EngineChoice(command: Self.command)))
    #expect(sitting.screen.name(of: .black) == "引擎（石）")
    sitting.enter("h2e2")
    guard case .askEngine(let id, let game, let engine, let clock)? = sitting.effects.last else {
      Issue.record("the engine was not asked: \(sitting.effects)")
      return
    }
    #expect(game.moves.count == 1 && engine.milliseconds == 1000 && clock.control == .none)
    #expect(sitting.screen.isThinking)
    let move = try #require(Move(iccs: "h9g7"))
    sitting.send(.message(.decided(id: id, move: move, remark: nil, thought: nil)))
    #expect(sitting.moves == ["h2e2", "h9g7"])
    sitting.type("y")
    #expect(sitting.noticeText == "不能向引擎提和")
    #expect(sitting.screen.unfinishedRecord?["YiwenBlack"] == "engine 1000 \(Self.command)")
  }

  @Test func theDialogShowsTheEngineAndItsTime() throws {
    var sitting = try Self.sitting()
    sitting.resize(80, 24)
    sitting.press(.function(2), .down, .right)
    try expectSnapshot(sitting.render(), "new-game-engine-80x24")
  }

  @Test func aBrokenEngineIsReplacedAndTheGameGoesOn() throws {
    var sitting = try Self.game()
    sitting.enter("h2e2")
    let id = try #require(sitting.screen.pending?.id)
    let engine = try #require(sitting.screen.table.black.engine)
    sitting.send(.message(.engineFailed(id: id, engine: engine, .exited(engine: "石", status: 3, signal: 0))))
    #expect(sitting.noticeText == "引擎 石 出错，改由模型接着下：石 自己退出了，状态 3")
    #expect(sitting.screen.table.black.opponent?.level == .amateur)
    #expect(sitting.effects.contains { if case .think = $0 { true } else { false } })
    try sitting.reply("h9g7")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    #expect(sitting.noticeText.hasPrefix("引擎 石 出错"), "the model's move does not take the sentence away")
    sitting.enter("h0g2")
    #expect(sitting.noticeText == "")
  }

  @Test func withoutAModelAPersonTakesABrokenEnginesPlace() throws {
    var sitting = try Self.game { $0.hasModel = false }
    #expect(sitting.screen.table.black.engine != nil, "an engine needs no model")
    sitting.enter("h2e2")
    let id = try #require(sitting.screen.pending?.id)
    let engine = try #require(sitting.screen.table.black.engine)
    sitting.send(.message(.engineFailed(id: id, engine: engine, .closedOutput(engine: "石"))))
    #expect(sitting.screen.table.isBetweenPeople && sitting.screen.isPersonsTurn)
  }

  @Test func anUnfinishedGameGoesOnWithItsEngine() throws {
    var sitting = try Self.game()
    sitting.enter("h2e2")
    let record = try #require(sitting.screen.unfinishedRecord)
    let next = try Self.sitting { $0.unfinished = record }
    #expect(next.screen.table.black.engine?.command == Self.command)
  }

  /// A game file is no way to start programs.
  @Test func aFileThatNamesAnUnknownProgramDoesNotStartIt() throws {
    var record = GameRecord(line: [.init(move: try #require(Move(iccs: "h2e2")))])
    record["YiwenRed"] = "human"
    record["YiwenBlack"] = "engine 1000 /bin/rm,args=-rf x"
    var sitting = try Self.sitting { $0.unfinished = record }
    #expect(sitting.screen.table.black == .human)
    sitting.send(.message(.opened(path: "x.pgn", games: [record])))
    #expect(sitting.screen.table.black == .human)
    #expect(!sitting.all.contains { if case .askEngine = $0 { true } else { false } })
  }

  @Test func anEngineAdvisesBesideTheModel() throws {
    var sitting = try Self.sitting {
      $0.settings.analysisEngine = Self.command
      $0.settings.thoughts = .always
    }
    sitting.resize(80, 24)
    guard case .advise(let id, let game, let engine)? = sitting.effects.first else {
      Issue.record("the engine was not asked: \(sitting.effects)")
      return
    }
    #expect(game.moves.isEmpty && engine.command == Self.command)
    try sitting.evaluate()
    let line = try ["h2e2", "h9g7"].map { try #require(Move(iccs: $0)) }
    let wdl = WDL(red: 0.5, draw: 0.3, black: 0.2)
    let report = SearchReport(
      lines: [SearchLine(moves: line, prior: 0, visits: 0, wdl: wdl)], wdl: wdl, evaluations: 9, depth: 2,
      time: .zero)
    sitting.send(.message(.advised(id: id + 7, report)))
    #expect(sitting.screen.table.engineReports.isEmpty, "an answer to another question is dropped")
    sitting.send(.message(.advised(id: id, report)))
    let screen = sitting.render().description
    #expect(screen.contains("引擎 50/30/20 最佳 炮二平五 马８进７"))
    #expect(screen.contains("41.2%"), "the model's thoughts are there too")
    sitting.enter("h2e2")
    #expect(sitting.screen.table.engineReports.keys.sorted() == [0])
  }

  @Test func adviceAboutAnotherGameIsDropped() throws {
    var sitting = try Self.sitting {
      $0.settings.analysisEngine = Self.command
      $0.settings.thoughts = .always
    }
    sitting.resize(80, 24)
    let id = try #require(sitting.screen.advice?.id)
    let game = TableGame(start: try Position(fen: "3k5/9/9/9/9/9/9/9/4R4/R3K4 w - - 0 1"))
    _ = sitting.screen.begin(game)
    let report = SearchReport(sitting.thought())
    sitting.send(.message(.advised(id: id, report)))
    #expect(sitting.screen.table.engineReports.isEmpty)
  }

  /// What an engine would play gives nothing away while a person chooses a move.
  @Test func anEngineIsNotAskedAboutAPersonsMoveUnlessWanted() throws {
    var sitting = try Self.sitting { $0.settings.analysisEngine = Self.command }
    sitting.resize(80, 24)
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    let isAsked = sitting.all.contains { if case .advise = $0 { true } else { false } }
    #expect(!isAsked)
    sitting.type("[")
    let asked = sitting.effects.first { if case .advise = $0 { true } else { false } }
    guard case .advise(let id, _, _)? = asked else {
      Issue.record("a position of the past may be asked about: \(sitting.effects)")
      return
    }
    sitting.send(.message(.adviceFailed(id: id, .closedOutput(engine: "石"))))
    #expect(sitting.noticeText == "引擎不能用：石 关掉了输出")
  }

  @Test func twoEnginesCanBeWatched() throws {
    var sitting = try Self.sitting()
    sitting.resize(80, 24)
    sitting.type("w")
    sitting.press(.down, .right, .down, .right, .enter)
    #expect(sitting.screen.table.isWatched)
    #expect(sitting.screen.table.red.engine != nil && sitting.screen.table.black.engine != nil)
  }
}

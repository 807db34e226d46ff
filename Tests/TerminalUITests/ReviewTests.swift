import Catalog
import EngineProtocol
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// The review of a finished game: when it begins, what is drawn, which keys do what.
@Suite struct ReviewTests {
  /// A finished game of 24 quiet plies whose chances follow a script with two turning points.
  static func sitting(
    plies: Int = 24, _ edit: (inout TableContext) throws -> Void = { _ in }
  ) throws -> Sitting {
    var sitting = try Sitting(edit)
    sitting.resize(80, 24)
    var game = Game(ruleset: .free)
    for number in 0..<plies {
      // Pieces that wander: nothing is captured, and no general is attacked.
      let quiet = game.position.legalMoves().filter { move in
        game.position[move.to] == nil && !game.position.playing(move).isCheck
      }
      try game.play(try #require(quiet.dropFirst(number * 7 % max(1, quiet.count)).first))
    }
    var table = TableGame(game)
    table.end(Verdict(outcome: .blackWins, reason: .resignation))
    sitting.screen.hasModel = true
    sitting.effects = sitting.screen.begin(table)
    sitting.all = sitting.effects
    return sitting
  }

  /// Red's expected score after so many plies: even, then lost by a blunder of Red's at ply 9, given back at 16.
  static func chance(_ ply: Int) -> Double {
    switch ply {
    case ..<9: 0.5 + Double(ply % 3) / 50
    case ..<16: 0.2 - Double(ply) / 200
    default: 0.55
    }
  }

  static func step(_ game: Game, _ ply: Int, engine: Bool = false) throws -> Analyst.Step {
    let position = game.positions[ply]
    let played = ply < game.moves.count ? game.moves[ply] : nil
    let legal = position.legalMoves()
    // At the turning points the move played is not the best one.
    let isTurn = ply == 8 || ply == 15 || ply == 4
    let best = isTurn ? legal.first { $0 != played } : played ?? legal.first
    let moves = [try #require(best)] + legal.filter { $0 != best }
    let red = chance(ply)
    let wdl = WDL(red: red - 0.1, draw: 0.2, black: 0.9 - red)
    func report(_ shift: Double) -> SearchReport {
      SearchReport(
        lines: moves.enumerated().map { index, move in
          SearchLine(
            moves: [move], prior: index == 0 ? 0.5 : 0.5 / Double(moves.count - 1), visits: 5,
            wdl: index == 0 ? wdl : WDL(red: red - 0.12, draw: 0.2, black: 0.92 - red))
        }, wdl: wdl, evaluations: 10, depth: 1, time: .zero)
    }
    return Analyst.Step(ply: ply, report: report(0), second: engine ? report(0.05) : nil)
  }

  /// Answers as the analysis would, up to a number of positions.
  static func answer(_ sitting: inout Sitting, upTo count: Int = .max, engine: Bool = false) throws {
    let review = try #require(sitting.screen.review)
    for ply in review.done..<min(count, review.total) {
      sitting.send(.message(.analyzed(id: review.id, try step(review.game, ply, engine: engine))))
    }
  }

  // MARK: Beginning and ending

  @Test func aFinishedGameIsAnalysedByItself() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    #expect(sitting.screen.review == nil)
    sitting.type("x")
    sitting.press(.enter)
    let asked = sitting.effects.compactMap { effect -> (Game, Int)? in
      if case .analyze(_, let game, let first, _) = effect { (game, first) } else { nil }
    }
    #expect(asked.map(\.0.moves.count) == [2] && asked.map(\.1) == [0])
    #expect(sitting.screen.review?.isRunning == true)
    sitting.type("u")
    #expect(sitting.screen.review == nil, "the game goes on")
    #expect(sitting.effects.contains { if case .cancelAnalysis = $0 { true } else { false } })
  }

  @Test func nothingIsAnalysedUnaskedWhereNoThoughtsAreWanted() throws {
    var sitting = try Self.sitting { $0.settings.thoughts = .never }
    #expect(sitting.screen.review == nil)
    sitting.type("%")
    #expect(sitting.screen.review?.isRunning == true)
  }

  @Test func aGameAgainstTheModelIsNotAnalysedBeforeItsEnd() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("%")
    #expect(sitting.noticeText == "还没有着法可分析")
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.type("%")
    #expect(sitting.screen.review == nil && sitting.noticeText == "对局结束后才能分析")
  }

  @Test func withoutAModelThereIsNoAnalysis() throws {
    var sitting = try Sitting { $0.hasModel = false }
    sitting.enter("h2e2")
    sitting.type("%")
    #expect(sitting.screen.review == nil && sitting.noticeText.contains("没有可用的模型"))
  }

  @Test func theAnalysisIsStoppedGoesOnAndIsHidden() throws {
    var sitting = try Self.sitting()
    let first = try #require(sitting.screen.review?.id)
    try Self.answer(&sitting, upTo: 7)
    sitting.press(.escape)
    #expect(sitting.effects.contains { if case .cancelAnalysis = $0 { true } else { false } })
    #expect(sitting.screen.review?.isRunning == false)
    sitting.send(.message(.analyzed(id: first, try Self.step(sitting.screen.table.game, 8))))
    #expect(sitting.screen.review?.done == 7, "an answer that is not the next is dropped")
    sitting.type("%")
    guard case .analyze(let id, _, 7, nil)? = sitting.effects.last else {
      Issue.record("it did not go on where it was: \(sitting.effects)")
      return
    }
    #expect(id != first)
    sitting.send(.message(.analyzed(id: first, try Self.step(sitting.screen.table.game, 7))))
    #expect(sitting.screen.review?.done == 7, "an old answer is dropped")
    try Self.answer(&sitting)
    #expect(sitting.screen.review?.isComplete == true && sitting.screen.review?.isRunning == false)
    sitting.type("%")
    #expect(sitting.screen.shownReview == nil)
    sitting.type("%")
    #expect(sitting.screen.shownReview != nil)
  }

  @Test func aFailureIsToldAndWhatWasFoundStays() throws {
    var sitting = try Self.sitting()
    try Self.answer(&sitting, upTo: 5)
    let id = try #require(sitting.screen.review?.id)
    sitting.send(.message(.analysisFailed(id: id, PlayerError.gameIsOver)))
    #expect(sitting.screen.review?.isRunning == false && sitting.screen.review?.done == 5)
    #expect(sitting.noticeText.hasPrefix("模型出错"))
  }

  @Test func anEngineThatFailsIsLeftOut() throws {
    var sitting = try Self.sitting {
      $0.settings.engines = ["/engine,name=E"]
      $0.settings.analysisEngine = "/engine,name=E"
    }
    let asked = sitting.all.first { if case .analyze = $0 { true } else { false } }
    guard case .analyze(_, _, 0, let engine?)? = asked else {
      Issue.record("the engine was not asked: \(sitting.all)")
      return
    }
    #expect(engine.command == "/engine,name=E")
    try Self.answer(&sitting, upTo: 4, engine: true)
    let id = try #require(sitting.screen.review?.id)
    sitting.send(.message(.analysisEngineFailed(id: id, .exited(engine: "E", status: 1, signal: 0))))
    #expect(sitting.noticeText == "分析改为不问引擎：E 自己退出了，状态 1")
    try Self.answer(&sitting)
    let plies = try #require(sitting.screen.review?.analysis.plies)
    #expect(plies.count == 24 && plies[2].secondOpinion != nil && plies[3].secondOpinion == nil)
  }

  @Test func anotherEngineIsAskedFromTheStart() throws {
    var sitting = try Self.sitting { $0.settings.engines = ["/a", "/b"] }
    try Self.answer(&sitting)
    sitting.press(.function(9))
    sitting.type("jjjjjjjj")
    sitting.press(.right)
    #expect(sitting.screen.settings.analysisEngine == "/a")
    guard case .analyze(_, _, 0, let engine?)? = sitting.effects.last else {
      Issue.record("the engine was not asked: \(sitting.effects)")
      return
    }
    #expect(engine.command == "/a" && sitting.screen.review?.done == 0)
  }

  // MARK: Moving about

  @Test func keysJumpFromTurningPointToTurningPoint() throws {
    var sitting = try Self.sitting()
    sitting.type("}")
    #expect(sitting.noticeText == "没有转折点")
    try Self.answer(&sitting)
    #expect(sitting.screen.review?.analysis.turningPoints == [8, 15])
    sitting.press(.home)
    sitting.type("}")
    #expect(sitting.screen.shownPly == 9)
    sitting.type("}")
    #expect(sitting.screen.shownPly == 16)
    sitting.type("}")
    #expect(sitting.screen.shownPly == 16 && sitting.noticeText == "后面没有转折点了")
    sitting.type("｛")
    #expect(sitting.screen.shownPly == 9, "full-width signs do the same")
    sitting.type("{{")
    #expect(sitting.noticeText == "前面没有转折点了")
  }

  @Test func aPressOnTheGraphShowsThatPosition() throws {
    var sitting = try Self.sitting()
    try Self.answer(&sitting)
    let layout = try #require(ScreenLayout(columns: 80, rows: 24, flipped: false))
    let panel = PanelView(screen: sitting.screen, frame: try #require(layout.panel))
    let frame = try #require(panel.graph?.frame)
    for ply in [0, 9, 24] {
      let columns = frame.column..<frame.endColumn
      let column = try #require(columns.first { panel.graph?.ply(atColumn: $0, row: frame.row) == ply })
      sitting.send(.mouse(MouseEvent(column: column, row: frame.row + 1, kind: .press)))
      #expect(sitting.screen.shownPly == ply)
    }
  }

  /// Every position has a column, or shares one; the columns are in order; nothing lies outside.
  @Test(arguments: [1, 2, 9, 33, 34, 35, 80, 300], [20, 34, 60])
  func everyPositionHasAPlaceInTheGraph(plies: Int, columns: Int) throws {
    let game = try Self.sitting(plies: plies).screen.table.game
    let frame = Rectangle(column: 3, row: 2, columns: columns, rows: 5)
    let graph = ChanceGraph(Review(id: 1, game: game), in: frame)
    let shown = (3..<3 + columns).compactMap { graph.ply(atColumn: $0, row: 3) }
    #expect(shown == shown.sorted())
    #expect(shown.last == plies, "the last position is seen")
    if plies < columns { #expect(Set(shown) == Set(0...plies)) }
    #expect(graph.ply(atColumn: 2, row: 3) == nil && graph.ply(atColumn: 3 + columns, row: 3) == nil)
    #expect(graph.ply(atColumn: 3, row: 7) == nil)
  }

  // MARK: Pictures

  @Test(arguments: [(80, 24), (120, 40), (60, 20), (160, 50)])
  func theGraphUnderAFinishedGame(_ size: (Int, Int)) throws {
    var sitting = try Self.sitting()
    sitting.resize(size.0, size.1)
    try Self.answer(&sitting)
    sitting.press(.home)
    sitting.type("}")
    try expectSnapshot(sitting.render(size.0, size.1), "review-zh-\(size.0)x\(size.1)")
  }

  @Test func theGraphInEnglishAndASCII() throws {
    var sitting = try Self.sitting {
      $0.language = .english
      $0.settings.notation = .wxf
      $0.settings.ascii = true
    }
    try Self.answer(&sitting)
    sitting.press(.home)
    sitting.type("}")
    let grid = sitting.render()
    try expectSnapshot(grid, "review-ascii-80x24")
    #expect(grid.description.allSatisfy { $0.isASCII })
  }

  @Test func theGraphOfAnAnalysisUnderWayAndWithAnEngine() throws {
    var sitting = try Self.sitting { $0.settings.analysisEngine = "/engine,name=E" }
    try Self.answer(&sitting, upTo: 12, engine: true)
    sitting.press(.home)
    sitting.type("}")
    try expectSnapshot(sitting.render(), "review-running-80x24")
    sitting.press(.escape)
    #expect(sitting.render().description.contains("停在 12/25"))
  }
}

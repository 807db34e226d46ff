import Catalog
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// Moves, opponents, taking back, ending games.
@Suite struct PlayTests {
  @Test func aPersonMovesAndTheModelIsAsked() throws {
    var sitting = try Sitting()
    sitting.enter("炮二平五")
    #expect(sitting.moves == ["h2e2"])
    guard case .think(let id, let game, let opponent, _, let time, let explains)? = sitting.effects.last
    else {
      Issue.record("no thought was asked for: \(sitting.effects)")
      return
    }
    #expect(id == sitting.screen.pending?.id)
    #expect(time == nil && explains)
    #expect(game.moves.map(\.iccs) == ["h2e2"])
    #expect(opponent.level == .amateur)
    #expect(sitting.screen.isThinking)
    try sitting.reply("h9g7")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    #expect(!sitting.screen.isThinking)
  }

  @Test func everyMoveIsAutosaved() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    let saved = sitting.effects.compactMap { if case .autosave(let record) = $0 { record } else { nil } }
    #expect(saved.count == 1)
    #expect(saved.first?.moves.map(\.iccs) == ["h2e2"])
    #expect(saved.first?["YiwenBlack"] == "model amateur")
  }

  @Test func aStaleThoughtIsDropped() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    let old = try #require(sitting.screen.pending?.id)
    sitting.type("u")
    #expect(sitting.moves.isEmpty)
    #expect(sitting.effects.contains { if case .cancelThinking = $0 { true } else { false } })
    let reply = try #require(Move(iccs: "h9g7"))
    sitting.send(.message(.decided(id: old, move: reply, remark: nil, thought: nil)))
    #expect(sitting.moves.isEmpty)
  }

  @Test func aThoughtAboutAnotherPositionIsNotShown() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    let id = try #require(sitting.screen.pending?.id)
    sitting.enter("h2e2")
    sitting.send(.message(.evaluated(id: id, thought: sitting.thought())))
    #expect(sitting.screen.table.thoughts.isEmpty)
  }

  @Test func anIllegalAnswerOfTheModelLosesForIt() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    try sitting.reply("a9a0")
    #expect(sitting.screen.table.verdict == Verdict(outcome: .redWins, reason: .illegalMove))
  }

  @Test func theModelResigns() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    let id = try #require(sitting.screen.pending?.id)
    sitting.send(.message(.decided(id: id, move: nil, remark: .resigns, thought: nil)))
    #expect(sitting.screen.table.verdict == Verdict(outcome: .redWins, reason: .resignation))
    #expect(sitting.noticeText == "对手认输：“大势已去，我认输。”")
    #expect(sitting.render().description.contains("你赢了！黑方认输，红方胜"))
  }

  @Test func undoTakesBackBothMovesAndRedoPlaysThemAgain() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.enter("h0g2")
    try sitting.reply("i9h9")
    sitting.type("u")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    sitting.type("u")
    #expect(sitting.moves == [])
    sitting.type("u")
    #expect(sitting.noticeText == "没有可悔的棋")
    sitting.type("U")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    sitting.press(.control("r"))
    #expect(sitting.moves == ["h2e2", "h9g7", "h0g2", "i9h9"])
    sitting.type("U")
    #expect(sitting.noticeText == "没有可重走的棋")
  }

  @Test func aNewMoveForgetsTheMovesTakenBack() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.type("u")
    sitting.enter("c3c4")
    try sitting.reply("g6g5")
    sitting.type("U")
    #expect(sitting.moves == ["c3c4", "g6g5"])
  }

  @Test func theModelsFirstMoveCannotBeTakenBack() throws {
    var sitting = try Sitting { $0.settings.flipped = true }
    sitting.resize(80, 24)
    try sitting.reply("h2e2")
    #expect(sitting.moves == ["h2e2"])
    sitting.type("u")
    #expect(sitting.moves == ["h2e2"])
  }

  @Test func escapeInterruptsTheModelAndEnterLetsItGoOn() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    sitting.press(.escape)
    #expect(!sitting.screen.isThinking)
    #expect(sitting.effects.contains { if case .cancelThinking = $0 { true } else { false } })
    sitting.press(.enter)
    #expect(sitting.screen.isThinking)
    try sitting.reply("h9g7")
    #expect(sitting.moves == ["h2e2", "h9g7"])
  }

  @Test func resigningAsksFirst() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.type("x")
    #expect(sitting.screen.table.verdict == nil)
    sitting.type("n")
    #expect(sitting.screen.table.verdict == nil)
    sitting.type("x")
    sitting.press(.enter)
    #expect(sitting.screen.table.verdict == Verdict(outcome: .blackWins, reason: .resignation))
    #expect(sitting.render().description.contains("你输了。红方认输，黑方胜"))
  }

  @Test func theModelAnswersADrawOffer() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("y")
    let first = try #require(sitting.screen.pending?.id)
    sitting.send(.message(.drawAnswered(id: first, accepted: false, remark: .declinesDrawTooEarly)))
    #expect(sitting.screen.table.verdict == nil)
    #expect(sitting.noticeText.contains("棋才刚开始"))
    sitting.type("y")
    let second = try #require(sitting.screen.pending?.id)
    sitting.send(.message(.drawAnswered(id: second, accepted: true, remark: nil)))
    #expect(sitting.screen.table.verdict == Verdict(outcome: .draw, reason: .agreement))
  }

  @Test func twoPeopleAgreeOnADraw() throws {
    var sitting = try Sitting { $0.hasModel = false }
    sitting.enter("h2e2")
    sitting.enter("h9g7")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    sitting.type("yy")
    #expect(sitting.screen.table.verdict == Verdict(outcome: .draw, reason: .agreement))
  }

  @Test func checkIsAnnouncedAndMarked() throws {
    let position = try Position(fen: "4k4/9/9/9/9/9/9/4R4/4A4/3K5 b - - 0 1")
    let screen = GameScreen(position: position, language: .chinese)
    let text = screen.render(columns: 80, rows: 24).description
    #expect(text.contains("将军！"))
    #expect(text.contains("!将!"))
  }

  @Test func mateEndsTheGameWithItsReason() throws {
    var sitting = try Sitting {
      $0.hasModel = false
      $0.unfinished = GameRecord(start: try Position(fen: "3k5/R8/9/9/9/9/9/9/8R/4K4 w - - 0 1"))
    }
    sitting.enter("i1i9")
    #expect(sitting.screen.table.verdict?.reason == .checkmate)
    #expect(sitting.render().description.contains("将死，红方胜"))
    sitting.enter("a8a7")
    #expect(sitting.moves == ["i1i9"])
  }

  @Test func aHintIsMarkedAndNotPlayed() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("t")
    let id = try #require(sitting.screen.pending?.id)
    let line = try ["h2e2", "h9g7"].map { try #require(Move(iccs: $0)) }
    let report = SearchReport(
      lines: [SearchLine(moves: line, prior: 0.4, visits: 10, wdl: WDL(red: 0.3, draw: 0.4, black: 0.3))],
      wdl: WDL(red: 0.3, draw: 0.4, black: 0.3), evaluations: 10, depth: 2, time: .zero)
    sitting.send(.message(.hinted(id: id, Hint(report, game: Game()))))
    #expect(sitting.noticeText == "提示：炮二平五；接下去 马８进７（得分 50%）")
    #expect(sitting.render().description.contains("?炮?"))
    #expect(sitting.moves.isEmpty)
    sitting.press(.escape)
    #expect(!sitting.render().description.contains("?炮?"))
  }

  @Test func aModelThatCannotBeLoadedLeavesAGameForTwo() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    sitting.send(.message(.modelUnavailable(PlayerError.unknownPlayer("甲"))))
    #expect(sitting.noticeText == "没有模型，只能双人对弈：模型不认识棋手“甲”")
    #expect(!sitting.screen.isThinking)
    sitting.press(.function(2), .enter)
    #expect(sitting.screen.table.isBetweenPeople)
  }

  @Test func leavingKeepsTheGameAndTheNextStartGoesOn() throws {
    var sitting = try Sitting { $0.settings.clock = .fischer(minutes: 5, increment: 3) }
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.send(.tick(milliseconds: 2000))
    sitting.type("q")
    #expect(sitting.screen.isFinished)
    let kept = sitting.effects.compactMap { if case .autosave(let record) = $0 { record } else { nil } }.last
    let record = try #require(kept)
    var next = try Sitting { $0.unfinished = record }
    #expect(next.moves == ["h2e2", "h9g7"])
    #expect(next.screen.table == sitting.screen.table)
    #expect(next.noticeText == "接着上次未完的对局")
    next.enter("h0g2")
    #expect(next.screen.isThinking)
  }

  @Test func aRecordWithAnIllegalMoveIsReadUpToIt() throws {
    let moves = try ["h2e2", "h9g7", "a0a9"].map { try #require(Move(iccs: $0)) }
    let sitting = try Sitting { $0.unfinished = GameRecord(line: moves.map { GameRecord.Node(move: $0) }) }
    #expect(sitting.moves == ["h2e2", "h9g7"])
    #expect(sitting.noticeText.contains("a0a9"))
  }
}

extension TableGame {
  /// Equal as games: moves, seats, clocks.
  static func == (left: TableGame, right: TableGame) -> Bool {
    left.game.moves == right.game.moves && left.red == right.red && left.black == right.black
      && left.clock == right.clock && left.verdict == right.verdict && left.seed == right.seed
      && left.game.ruleset == right.game.ruleset
  }
}

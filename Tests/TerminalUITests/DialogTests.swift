import Catalog
import GameFiles
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// The dialogs and what they lead to.
@Suite struct DialogTests {
  @Test func aNewGameTakesSideLevelPersonaHandicapAndClock() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.press(.function(2), .right)  // Black
    sitting.press(.down, .right)  // club
    sitting.press(.down, .right, .right)  // the second player
    sitting.press(.down, .right)  // one horse
    sitting.press(.down, .right)  // given by Black
    sitting.press(.down, .right)  // 30 s a move
    sitting.press(.down, .right)  // simple rules
    sitting.press(.enter)
    let table = sitting.screen.table
    #expect(table.red == .model(OpponentChoice(level: .club, persona: "吕钦")))
    #expect(table.black == .human)
    #expect(table.game.start.fen == "rnbakab1r/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w - - 0 1")
    #expect(table.clock.control == .perMove(seconds: 30))
    #expect(table.game.ruleset == .simple)
    #expect(sitting.screen.settings.flipped)
    #expect(sitting.screen.settings.level == .club)
    #expect(sitting.screen.isThinking)
    #expect(sitting.render().description.contains("让子局"))
  }

  @Test func aLevelMayBeATimeOfAMove() throws {
    var sitting = try Sitting { $0.settings.level = .deep }
    sitting.resize(80, 24)
    sitting.send(.message(.searchMeasured(SearchSpeed(positionsPerSecond: 600))))
    sitting.press(.function(2), .down)
    #expect(sitting.render().description.contains("< 深算  Elo 未测，约 3 秒 >"))
    sitting.press(.right, .right, .right)
    try expectSnapshot(sitting.render(), "new-game-timed-80x24")
    sitting.press(.enter)
    let level = Level.timed(milliseconds: 5000)
    #expect(sitting.screen.table.black == .model(OpponentChoice(level: level)))
    #expect(sitting.screen.settings.level == level)
    sitting.enter("h2e2")
    #expect(sitting.render().description.contains("模型（每步 5 秒）"))
    // One that is not among those offered stays one of them while the dialog is open.
    var odd = try Sitting { $0.settings.level = .timed(milliseconds: 1500) }
    odd.press(.function(2), .down, .right, .left, .enter)
    #expect(odd.screen.settings.level == .timed(milliseconds: 1500))
  }

  @Test func aClockLimitsTheModel() throws {
    var sitting = try Sitting { $0.settings.clock = .perMove(seconds: 10) }
    sitting.enter("h2e2")
    guard case .think(_, _, _, _, let time, _)? = sitting.effects.last else {
      Issue.record("no thought was asked for: \(sitting.effects)")
      return
    }
    #expect(time == .move(.milliseconds(9500)))
  }

  @Test func theHelpListsTheLevels() {
    let speed = SearchSpeed(positionsPerSecond: 600)
    let lines = HelpView.lines(Catalog(.english), glyphs: BoardGlyphs(ascii: false), speed: speed)
    let careful = lines.first { $0.keys == "careful" }
    #expect(careful?.text == "2195 Elo, about 0.7 s")
    #expect(Level.allCases.allSatisfy { level in lines.contains { $0.keys == level.identifier } })
  }

  @Test(arguments: Handicap.allCases)
  func everyHandicapIsAPositionWithFewerPieces(_ handicap: Handicap) {
    for side in Side.allCases {
      let start = handicap.start(givenBy: side)
      #expect(start.legalMoves().count > 20)
      #expect(start.sideToMove == .red)
      let missing = Square.all.filter { Position.start[$0] != nil && start[$0] == nil }
      #expect(missing.allSatisfy { Position.start[$0]?.side == side })
      #expect(missing.isEmpty == (handicap == .none))
    }
  }

  @Test func anUnfinishedGameIsArchivedWhenAnotherBegins() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.press(.function(2), .enter)
    #expect(sitting.moves.isEmpty)
    let archived = sitting.effects.compactMap { if case .archive(let record) = $0 { record } else { nil } }
    #expect(archived.map { $0.moves.map(\.iccs) } == [["h2e2", "h9g7"]])
  }

  @Test func theModelPlaysItselfAtItsPace() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("w")
    sitting.press(.enter)
    #expect(sitting.screen.table.isWatched)
    try sitting.reply("h2e2")
    #expect(!sitting.screen.isThinking)
    sitting.send(.tick(milliseconds: 600))
    #expect(!sitting.screen.isThinking)
    sitting.send(.tick(milliseconds: 600))
    #expect(sitting.screen.isThinking)
    sitting.type(" ")
    #expect(!sitting.screen.isThinking)
    sitting.send(.tick(milliseconds: 5000))
    #expect(!sitting.screen.isThinking, "paused")
    sitting.type("]")
    try sitting.reply("h9g7")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    sitting.send(.tick(milliseconds: 5000))
    #expect(!sitting.screen.isThinking, "one step only")
    sitting.type("+")
    #expect(sitting.screen.settings.watchDelay == 500)
    sitting.type(" ")
    #expect(sitting.screen.isThinking)
  }

  @Test func steppingThroughAGame() throws {
    var sitting = try SnapshotTests.middleGame()
    sitting.press(.home)
    #expect(sitting.screen.shownPly == 0)
    #expect(sitting.screen.shownPosition == .start)
    sitting.press(.pageDown, .pageDown)
    sitting.type("][,.<")
    #expect(sitting.screen.shownPly == 1)
    #expect(sitting.render().description.contains("复盘 1/8"))
    sitting.enter("h9g7")
    #expect(sitting.moves.count == 8)
    #expect(sitting.screen.entry?.refusal?.contains("End") == true)
    sitting.press(.escape, .end)
    #expect(sitting.screen.isAtEnd)
    sitting.send(.mouse(MouseEvent(column: 1, row: 1, kind: .wheelUp)))
    #expect(sitting.screen.shownPly == 7)
  }

  @Test func playingOnFromAnEarlierPosition() throws {
    var sitting = try SnapshotTests.middleGame()
    sitting.press(.home, .pageDown, .pageDown)
    sitting.type("z")
    #expect(sitting.moves == ["h2e2", "h9g7"])
    let kept = sitting.effects.compactMap { effect in
      if case .archive(let record) = effect { record.moves.count } else { nil }
    }
    #expect(kept == [8], "the moves that were dropped are kept in the file of played games")
    #expect(sitting.screen.isPersonsTurn)
  }

  @Test func savingAndOpeningAreEffects() throws {
    var sitting = try SnapshotTests.middleGame()
    sitting.type("s")
    sitting.press(.control("u"))
    sitting.type("局.pgn")
    sitting.press(.enter)
    guard case .saveGame(let record, "局.pgn")? = sitting.effects.first else {
      Issue.record("nothing was saved: \(sitting.effects)")
      return
    }
    #expect(record.moves.count == 8)
    #expect(record["Date"] == "2026.11.21")
    sitting.send(.message(.saved(path: "局.pgn")))
    #expect(sitting.noticeText == "已保存到 局.pgn")
    sitting.type("o")
    sitting.press(.enter)
    guard case .openGames("games.pgn")? = sitting.effects.first else {
      Issue.record("nothing was opened: \(sitting.effects)")
      return
    }
    sitting.send(.message(.fileFailed(.unknownFormat)))
    #expect(sitting.noticeText == "不是认得的棋谱格式（PGN、XQF、DhtmlXQ）")
  }

  @Test func ofSeveralGamesOneIsChosen() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    let moves = try ["h2e2", "h9g7"].map { try #require(Move(iccs: $0)) }
    var games = (1...30).map { number in
      GameRecord(tags: [.init(name: "Red", value: "甲\(number)"), .init(name: "Black", value: "乙")])
    }
    games[2].line = moves.map { GameRecord.Node(move: $0) }
    games[2].outcome = .draw
    sitting.send(.message(.opened(path: "a.pgn", games: games)))
    try expectSnapshot(sitting.render(), "games-80x24")
    sitting.press(.down, .down, .enter)
    #expect(sitting.moves == ["h2e2", "h9g7"])
    #expect(sitting.screen.shownPly == 0)
    #expect(sitting.screen.table.verdict?.outcome == .draw)
    #expect(sitting.render().description.contains("甲3"))
  }

  @Test func anEmptyFileSaysSo() throws {
    var sitting = try Sitting()
    sitting.send(.message(.opened(path: "a.pgn", games: [])))
    #expect(sitting.noticeText == "a.pgn 中没有对局")
  }

  @Test func settingUpAPosition() throws {
    var sitting = try Sitting()
    sitting.press(.function(5), .control("u"))
    sitting.type("4k4/9/9/9/9/9/9/9/4R4/3K5 b")
    sitting.press(.enter)
    #expect(sitting.screen.dialog == nil)
    #expect(sitting.screen.table.game.start.fen == "4k4/9/9/9/9/9/9/9/4R4/3K5 b - - 0 1")
    #expect(sitting.screen.isPersonsTurn, "the person takes the side to move")
  }

  @Test func aWrongPositionKeepsTheTextAndSaysWhy() throws {
    var sitting = try Sitting()
    sitting.press(.function(5), .control("u"))
    sitting.type("9/9/9 w")
    sitting.press(.enter)
    guard case .prompt(let prompt) = sitting.screen.dialog else {
      Issue.record("the prompt is gone")
      return
    }
    #expect(prompt.error == "FEN 应有 10 行，这里有 3 行")
    #expect(prompt.line.text == "9/9/9 w")
  }

  @Test func settingsChangeAtOnceAndAreSaved() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.press(.function(9), .right)
    #expect(sitting.screen.settings.language == .english)
    #expect(sitting.render().description.contains("Settings"))
    guard case .saveSettings(let settings)? = sitting.effects.first else {
      Issue.record("nothing was saved: \(sitting.effects)")
      return
    }
    #expect(settings.language == .english)
    sitting.press(.down, .right, .down, .right, .escape)
    #expect(sitting.screen.settings.notation == .chineseTraditional)
    #expect(sitting.screen.settings.theme == .paper)
    #expect(sitting.screen.dialog == nil)
  }

  @Test func functionKeysCycle() throws {
    var sitting = try Sitting()
    for _ in Notation.allCases { sitting.press(.function(6)) }
    #expect(sitting.screen.settings.notation == .chinese)
    for _ in ThemeName.allCases { sitting.press(.function(7)) }
    #expect(sitting.screen.settings.theme == .night)
    sitting.press(.function(8))
    #expect(sitting.screen.settings.language == .english)
    sitting.press(.function(8))
    #expect(sitting.screen.settings.language == .chinese)
  }

  @Test(arguments: MenuItem.allCases)
  func everyMenuEntryHasItsKey(_ item: MenuItem) throws {
    var byMenu = try SnapshotTests.middleGame()
    byMenu.type("m")
    for _ in 0..<(MenuItem.allCases.firstIndex(of: item) ?? 0) { byMenu.press(.down) }
    byMenu.press(.enter)
    var byKey = try SnapshotTests.middleGame()
    switch item.key {
    case "F2": byKey.press(.function(2))
    case "F5": byKey.press(.function(5))
    default: byKey.type(item.key)
    }
    #expect(byMenu.render() == byKey.render())
    #expect(byMenu.screen.isFinished == byKey.screen.isFinished)
  }

  @Test func everyKeyOfTheMenuIsOnTheHelpScreen() {
    let lines = HelpView.lines(Catalog(.english), glyphs: BoardGlyphs(ascii: false))
    let words = Set(lines.flatMap { $0.keys.split(separator: " ").map(String.init) })
    for item in MenuItem.allCases { #expect(words.contains(item.key), "\(item.key)") }
  }

  @Test func helpScrollsToItsEndAndNoFurther() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("?")
    for _ in 0..<200 { sitting.press(.down) }
    try expectSnapshot(sitting.render(), "help-end-80x24")
    sitting.press(.escape)
    #expect(sitting.screen.dialog == nil)
  }

  @Test func themeWithoutColoursUsesNone() {
    let theme = Theme.named(.mono)
    let styles = [
      theme.text, theme.faint, theme.title, theme.lines, theme.red, theme.black, theme.cursor, theme.selected,
      theme.target, theme.last, theme.check, theme.hint, theme.dialog, theme.chosen, theme.error,
    ]
    for style in styles {
      #expect(style.foreground == .default)
      #expect(style.background == .default)
    }
  }

  @Test(arguments: ThemeName.allCases)
  func everyThemeTellsTheSidesAndTheMarksApart(_ name: ThemeName) {
    let theme = Theme.named(name)
    #expect(theme.red != theme.black)
    #expect(theme.selected != theme.red && theme.selected != theme.black)
    #expect(theme.check != theme.red && theme.check != theme.black)
    #expect(theme.chosen != theme.dialog)
    #expect(theme.error != theme.faint)
  }

  @Test(arguments: [PieceSet.mixed, .traditional])
  func theSidesDifferInEveryGlyph(_ pieces: PieceSet) {
    for ascii in [false, true] {
      let glyphs = BoardGlyphs(ascii: ascii, pieces: pieces)
      let all = Piece.all.map { glyphs.piece($0) }
      #expect(Set(all).count == 14)
      for glyph in all { #expect(TerminalWidth.of(glyph) == glyphs.pieceWidth) }
    }
  }
}

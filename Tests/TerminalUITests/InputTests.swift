import Catalog
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// Keys, the mouse, typing.
@Suite struct InputTests {
  @Test(arguments: [
    "炮二平五", "炮2平5", "C2=5", "c2=5", "h2e2", "H2E2", "H2-E2", "p2p5", "砲二平五", "ｈ２ｅ２",
  ])
  func simplyTypingAMovePlaysIt(_ text: String) throws {
    var sitting = try Sitting()
    sitting.type(text)
    sitting.press(.enter)
    #expect(sitting.moves == ["h2e2"], "typed \(text)")
  }

  @Test(arguments: [("m2j3", "h0g2"), ("h0g2", "h0g2"), ("h2+3", "h0g2"), ("k5+1", "e0e1"), ("g3g4", "g3g4")])
  func lettersThatAreAlsoKeysBeginMoves(_ text: String, _ move: String) throws {
    var sitting = try Sitting()
    sitting.type(text)
    sitting.press(.enter)
    #expect(sitting.moves == [move], "typed \(text)")
    #expect(sitting.screen.dialog == nil)
  }

  @Test func hMovesTheCursorUntilADigitFollows() throws {
    var sitting = try Sitting()
    let before = sitting.screen.cursor
    sitting.type("h")
    #expect(sitting.screen.cursor.file == before.file - 1)
    #expect(sitting.screen.entry == nil)
    sitting.type("2")
    #expect(sitting.screen.cursor == before)
    #expect(sitting.screen.entry?.text == "h2")
  }

  @Test func withoutViKeysTheLettersBeginMovesAtOnce() throws {
    var sitting = try Sitting { $0.settings.viKeys = false }
    sitting.type("h2e2")
    sitting.press(.enter)
    #expect(sitting.moves == ["h2e2"])
  }

  @Test func arrowsFollowTheBoardAsItIsSeen() throws {
    var sitting = try Sitting()
    sitting.press(.up, .right)
    #expect(sitting.screen.cursor == Square("f1"))
    sitting.type("v")
    sitting.press(.up, .right)
    #expect(sitting.screen.cursor == Square("e0"))
    sitting.type("jh")
    #expect(sitting.screen.cursor == Square("f1"))
    for _ in 0..<20 { sitting.press(.left, .down) }
    #expect(sitting.screen.cursor == Square("i9"))
  }

  @Test func arrowsAndEnterPlayAMove() throws {
    var sitting = try Sitting()
    sitting.press(.right, .right, .right, .up, .up, .enter)
    #expect(sitting.screen.selected == Square("h2"))
    sitting.press(.left, .left, .left, .enter)
    #expect(sitting.moves == ["h2e2"])
  }

  @Test(arguments: [(80, 24), (60, 20), (120, 40), (160, 50), (40, 15)])
  func theMousePlaysAMoveOnBoardsOfEverySize(_ columns: Int, _ rows: Int) throws {
    for flipped in [false, true] {
      var sitting = try Sitting { $0.hasModel = false }
      sitting.resize(columns, rows)
      if flipped { sitting.type("v") }
      try sitting.click("h2")
      #expect(sitting.screen.selected == Square("h2"))
      try sitting.click("e2")
      #expect(sitting.moves == ["h2e2"])
    }
  }

  @Test(arguments: [(4, 1), (4, 2), (6, 3), (8, 4)])
  func everyCellOfABoardBelongsToTheNearestPoint(_ columnStep: Int, _ rowStep: Int) {
    for flipped in [false, true] {
      let board = BoardLayout(column: 3, row: 1, columnStep: columnStep, rowStep: rowStep, flipped: flipped)
      for square in Square.all {
        let cell = board.cell(of: square)
        for offset in -1...2 {
          #expect(board.square(atColumn: cell.column + offset, row: cell.row) == square)
        }
      }
      #expect(board.square(atColumn: -2, row: 1) == nil)
      #expect(board.square(atColumn: 3, row: 99) == nil)
      #expect(board.square(atColumn: -50, row: -50) == nil)
    }
  }

  @Test(arguments: [
    ("马二进四", "马腿被绊（红相）"), ("炮二平二", "走不到那里"), ("炮二进七", ""), ("相三进五", ""), ("h0f1", "马腿被绊（红相）"), ("c0a2", ""),
    ("e0e2", "将帅不是这样走的"), ("a0b1", "车不是这样走的"), ("h2h7", "炮吃子要隔一个炮架"), ("a3b3", "兵卒过河后才能横走"),
    ("a0a5", "路被挡住（红兵）"), ("xyz", "不是着法"), ("i5i6", "没有这样的棋子"),
  ])
  func aWrongMoveIsAnsweredWithTheReason(_ text: String, _ reason: String) throws {
    var sitting = try Sitting()
    sitting.enter(text)
    if reason.isEmpty {
      #expect(sitting.moves.count == 1)
    } else {
      #expect(sitting.moves.isEmpty)
      #expect(
        sitting.screen.entry?.refusal?.contains(reason) == true,
        "\(sitting.screen.entry?.refusal ?? "nothing")")
      #expect(sitting.screen.entry?.text == text, "the text stays to be corrected")
      #expect(sitting.render().description.contains(String(reason.prefix(4))))
    }
  }

  @Test func sendingTheGeneralIntoCheckIsRefusedByName() throws {
    let position = try Position(fen: "3k5/9/9/9/4r4/9/9/9/4R4/4K4 w - - 0 1")
    var sitting = try Sitting {
      $0.hasModel = false; $0.unfinished = GameRecord(start: position)
    }
    try sitting.click("e1")
    try sitting.click("a1")
    #expect(sitting.noticeText == "送将：会被将军（黑车）")
  }

  @Test func facingGeneralsAreRefusedByName() throws {
    let position = try Position(fen: "4k4/9/9/9/9/9/9/9/4N4/4K4 w - - 0 1")
    var sitting = try Sitting {
      $0.hasModel = false; $0.unfinished = GameRecord(start: position)
    }
    sitting.enter("e1c2")
    #expect(sitting.screen.entry?.refusal == "e1c2：将帅照面")
  }

  @Test func aRefusedMoveShowsWhatStandsInItsWay() throws {
    var sitting = try Sitting()
    sitting.enter("马二进四")
    #expect(sitting.screen.obstacle == Square("g0"))
    #expect(sitting.render().description.contains("!相!"))
    try expectSnapshot(sitting.render(), "refused-80x24")
    sitting.press(.backspace)
    #expect(sitting.screen.entry?.text == "马二进")
    #expect(!sitting.render().description.contains("!相!"))
    sitting.press(.enter)
    sitting.type("炮")
    sitting.type("二平五")
    sitting.press(.enter)
    #expect(sitting.moves == ["h2e2"], "what is typed after a refusal is another move")
  }

  @Test func aRefusedMoveByMouseShowsWhatStandsInItsWay() throws {
    var sitting = try Sitting { $0.settings.notation = .uciFairy }
    try sitting.click("h0")
    try sitting.click("f1")
    #expect(sitting.noticeText == "马腿被绊（g1 红相）", "the point is named as the board names it")
    #expect(sitting.screen.obstacle == Square("g0"))
    sitting.press(.left)
    #expect(sitting.screen.obstacle == nil)
  }

  @Test func coordinatesAreReadAsTheBoardShowsThem() throws {
    var sitting = try Sitting {
      $0.settings.notation = .uciFairy
      $0.hasModel = false
    }
    sitting.enter("h3h4")
    #expect(sitting.moves == ["h2h3"], "with ranks 1-10")
    sitting.enter("炮8平5")
    #expect(sitting.moves == ["h2h3", "h7e7"])
  }

  @Test func aClickOnAMoveGoesThere() throws {
    var sitting = try SnapshotTests.middleGame()
    let lines = sitting.render().description.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.firstIndex { $0.contains("2.  马二进三") })
    sitting.send(.mouse(MouseEvent(column: 47, row: row, kind: .press)))
    #expect(sitting.screen.shownPly == 3)
    sitting.send(.mouse(MouseEvent(column: 58, row: row, kind: .press)))
    #expect(sitting.screen.shownPly == 4)
    sitting.send(.mouse(MouseEvent(column: 58, row: row + 4, kind: .press)))
    #expect(sitting.screen.shownPly == 4, "no move there")
  }

  @Test(arguments: [(60, 20), (80, 24), (120, 40), (160, 50)])
  func everyMoveOfTheListCanBeClicked(_ columns: Int, _ rows: Int) throws {
    var sitting = try SnapshotTests.middleGame()
    sitting.resize(columns, rows)
    let layout = try #require(ScreenLayout(columns: columns, rows: rows, flipped: false))
    let panel = PanelView(screen: sitting.screen, frame: try #require(layout.panel))
    let hits = (0..<rows).flatMap { row in (0..<columns).compactMap { panel.ply(atColumn: $0, row: row) } }
    let shown = panel.movesArea.rows > 4 ? Set(1...8) : Set(5...8)
    #expect(Set(hits).isSuperset(of: shown), "\(Set(hits).sorted())")
  }

  @Test func aClickOnAKeyOfTheBottomLineIsThatKey() throws {
    var sitting = try SnapshotTests.middleGame()
    let items = sitting.screen.footerItems(columns: 80)
    func click(_ key: Key) throws {
      let item = try #require(items.first { $0.key == key })
      sitting.send(.mouse(MouseEvent(column: item.column + item.width - 1, row: 23, kind: .press)))
    }
    try click(.character("["))
    #expect(sitting.screen.shownPly == 7)
    try click(.character("]"))
    #expect(sitting.screen.shownPly == 8)
    try click(.character("u"))
    #expect(sitting.moves.count == 6)
    try click(.character("?"))
    #expect(sitting.screen.dialog != nil)
  }

  @Test func aDigitInTheMenuBeginsAMoveOnlyAfterTheLetterM() throws {
    var sitting = try Sitting()
    sitting.press(.escape)
    sitting.type("8")
    #expect(sitting.screen.entry == nil)
    #expect(sitting.screen.dialog != nil)
    sitting.press(.escape)
    sitting.type("m8")
    #expect(sitting.screen.entry?.text == "m8")
  }

  @Test func tabGoesThroughTheCompletions() throws {
    var sitting = try Sitting()
    sitting.type("马八")
    #expect(sitting.screen.completions.map(\.text) == ["马八进九", "马八进七"])
    sitting.press(.tab, .tab, .enter)
    #expect(sitting.moves == ["b0c2"])
  }

  @Test func aTextWithOneCompletionIsEnough() throws {
    var sitting = try Sitting()
    sitting.type("h2d")
    #expect(sitting.screen.completions.count == 1)
    sitting.press(.enter)
    #expect(sitting.moves == ["h2d2"])
  }

  @Test func backspaceClosesAnEmptyLineAndEscapeDropsIt() throws {
    var sitting = try Sitting()
    sitting.type("炮二")
    sitting.press(.backspace, .backspace)
    #expect(sitting.screen.entry == nil)
    sitting.type("炮")
    sitting.press(.escape)
    #expect(sitting.screen.entry == nil)
    #expect(sitting.screen.dialog == nil)
  }

  @Test func whileTheModelThinksNoPersonMoves() throws {
    var sitting = try Sitting()
    sitting.enter("h2e2")
    sitting.enter("h0g2")
    #expect(sitting.moves == ["h2e2"])
    #expect(sitting.screen.entry?.refusal == "还没轮到你走")
  }

  @Test func selectingMarksTargetsByShape() throws {
    var sitting = try Sitting()
    try sitting.click("b2")
    let text = sitting.render().description
    #expect(text.contains("{炮}"))
    #expect(text.contains("●"))
    #expect(text.contains("×馬×"))
    try sitting.click("b2")
    #expect(sitting.screen.selected == nil)
  }

  @Test func anOpponentsPieceCannotBePicked() throws {
    var sitting = try Sitting()
    try sitting.click("a9")
    #expect(sitting.noticeText == "那是对方的棋子（黑车）")
    try sitting.click("e5")
    #expect(sitting.noticeText == "这里没有你的棋子")
  }
}

import Catalog
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// Screens as text, compared whole.
@Suite struct SnapshotTests {
  /// A game of some moves against the model, with its thoughts.
  static func middleGame(_ edit: (inout TableContext) throws -> Void = { _ in }) throws -> Sitting {
    let openings = try OpeningBook(projectFile("assets/openings.tsv"))
    var sitting = try Sitting { context in
      context.openings = openings
      try edit(&context)
    }
    sitting.resize(80, 24)
    for (own, reply) in [("h2e2", "h9g7"), ("h0g2", "i9h9"), ("i0h0", "b9c7"), ("c3c4", "g6g5")] {
      sitting.enter(own)
      try sitting.reply(reply)
    }
    try sitting.evaluate()
    return sitting
  }

  @Test func theStartAt80x24InChinese() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    try expectSnapshot(sitting.render(), "start-zh-80x24")
  }

  @Test func aGameUnderWayInBothLanguages() throws {
    let chinese = try Self.middleGame()
    try expectSnapshot(chinese.render(), "game-zh-80x24")
    let english = try Self.middleGame {
      $0.language = .english
      $0.settings.notation = .wxf
    }
    try expectSnapshot(english.render(), "game-en-80x24")
  }

  @Test(arguments: [(60, 20), (120, 40), (160, 50), (40, 15), (58, 24), (80, 22)])
  func otherSizes(_ columns: Int, _ rows: Int) throws {
    let sitting = try Self.middleGame()
    try expectSnapshot(sitting.render(columns, rows), "game-zh-\(columns)x\(rows)")
  }

  @Test func tooSmallAWindowSaysSo() throws {
    let sitting = try Self.middleGame()
    try expectSnapshot(sitting.render(30, 8), "too-small-zh")
    let english = try Self.middleGame { $0.language = .english }
    try expectSnapshot(english.render(30, 8), "too-small-en")
  }

  @Test func theBoardInLetters() throws {
    let sitting = try Self.middleGame {
      $0.language = .english
      $0.settings.ascii = true
      $0.settings.notation = .iccs
    }
    let grid = sitting.render()
    try expectSnapshot(grid, "game-ascii-80x24")
    #expect(grid.description.allSatisfy { $0.isASCII })
  }

  @Test func theBoardTurned() throws {
    var sitting = try Self.middleGame { $0.settings.clock = .fischer(minutes: 10, increment: 5) }
    sitting.type("v")
    try expectSnapshot(sitting.render(), "game-flipped-80x24")
  }

  @Test func aSelectedCannonMarksItsTargets() throws {
    var sitting = try Self.middleGame()
    try sitting.click("b2")
    try expectSnapshot(sitting.render(), "selected-80x24")
  }

  @Test func aTypedMoveShowsItsCompletions() throws {
    var sitting = try Self.middleGame()
    sitting.type("马")
    try expectSnapshot(sitting.render(), "entry-80x24")
    sitting.press(.tab)
    try expectSnapshot(sitting.render(), "entry-chosen-80x24")
  }

  @Test func aGameThatIsOver() throws {
    var sitting = try Self.middleGame()
    sitting.type("x")
    sitting.press(.enter)
    try expectSnapshot(sitting.render(), "over-80x24")
    var english = try Self.middleGame { $0.language = .english }
    english.type("x")
    english.press(.enter)
    try expectSnapshot(english.render(60, 20), "over-en-60x20")
  }

  @Test func theMovePlayedIsShownHoweverUnlikely() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.enter("h2e2")
    let legal = sitting.thought()
    let rare = try #require(legal.moves.last)
    #expect(rare.probability == 0)
    let id = try #require(sitting.screen.pending?.id)
    sitting.send(.message(.decided(id: id, move: rare.move, remark: nil, thought: legal)))
    let game = sitting.screen.table.game
    let text = game.positions[1].text(of: rare.move, in: .chinese)
    #expect(sitting.render().description.contains("▶\(text)"))
  }

  @Test func manyCapturesAreCounted() throws {
    var sitting = try Sitting { $0.hasModel = false }
    sitting.resize(80, 24)
    var game = Game()
    for _ in 0..<400 where game.verdict == nil {
      let moves = game.position.legalMoves()
      guard let move = moves.first(where: { game.position[$0.to] != nil }) ?? moves.first else { break }
      try game.play(move)
    }
    sitting.screen.table = TableGame(game)
    sitting.screen.shownPly = game.moves.count
    let lost = Side.allCases.map { sitting.screen.table.captured(of: $0, by: game.moves.count).count }
    try #require(lost.reduce(0, +) > 17, "\(lost)")
    let row = sitting.render().description.split(separator: "\n", omittingEmptySubsequences: false)[3]
    #expect(!row.contains("…"), "\(row)")
    #expect(row.contains { $0.isASCII && $0.isNumber }, "\(row)")
  }

  @Test func dialogs() throws {
    var sitting = try Self.middleGame()
    sitting.press(.function(2))
    try expectSnapshot(sitting.render(), "new-game-80x24")
    sitting.press(.right, .right, .right, .down)
    try expectSnapshot(sitting.render(60, 20), "new-game-watch-60x20")
    sitting.press(.escape)
    sitting.type("m")
    try expectSnapshot(sitting.render(), "menu-80x24")
    sitting.press(.escape, .function(9))
    try expectSnapshot(sitting.render(), "settings-80x24")
    sitting.press(.escape)
    sitting.type("?")
    try expectSnapshot(sitting.render(), "help-80x24")
    sitting.press(.escape, .function(5), .home)
    sitting.type("x")
    sitting.press(.enter)
    try expectSnapshot(sitting.render(), "fen-error-80x24")
  }
}

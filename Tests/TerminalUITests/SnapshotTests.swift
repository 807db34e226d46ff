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

  /// A game in which the model overlooked that its chariot hangs, with what a search found.
  private func searchedGame(_ language: Language, _ edit: (inout TableContext) -> Void = { _ in }) throws
    -> Sitting
  {
    var sitting = try Sitting {
      $0.language = language
      $0.settings.notation = language == .english ? .wxf : .chinese
      edit(&$0)
    }
    sitting.resize(80, 24)
    for (own, reply) in [("a3a4", "i9i8"), ("a0a1", "i8d8"), ("a1a0", "d8d4")] {
      sitting.enter(own)
      try sitting.reply(reply)
    }
    sitting.enter("a0a1")
    let id = try #require(sitting.screen.pending?.id)
    let taken = try #require(Move(iccs: "d4d3"))
    let thought = sitting.thought(first: taken)
    let moves = ["d4e4", "d4d3", "d4d5"].compactMap { Move(iccs: $0) }
    let lost = WDL(red: 0.7, draw: 0.2, black: 0.1)
    var lines = zip(moves, [0, 30, 10]).map {
      SearchLine(moves: [$0], prior: 0.1, visits: $1, wdl: lost)
    }
    lines[0].mate = -2
    lines[1].moves = ["d4d3", "c3c4", "d3d4"].compactMap { Move(iccs: $0) }
    lines.swapAt(0, 1)
    let report = SearchReport(lines: lines, wdl: lost, evaluations: 40, depth: 3, time: .milliseconds(20))
    sitting.send(
      .message(.decided(id: id, move: taken, remark: nil, thought: thought.compared(with: report))))
    return sitting
  }

  @Test(arguments: [(Language.chinese, 80, 24), (.english, 80, 24), (.chinese, 120, 40), (.english, 120, 40)])
  func policyTacticsAndSearchSideBySide(_ language: Language, _ columns: Int, _ rows: Int) throws {
    let sitting = try searchedGame(language)
    try expectSnapshot(
      sitting.render(columns, rows), "thoughts-\(language == .chinese ? "zh" : "en")-\(columns)x\(rows)")
  }

  @Test func theLineOfTheSearchIsKeptFromAPersonToMove() throws {
    let hidden = try searchedGame(.english).render(120, 40).description
    #expect(hidden.contains("Search 20%: R4+1") && !hidden.contains("R4+1 P7+1"), "\(hidden)")
    let shown = try searchedGame(.english) { $0.settings.thoughts = .always }
    var sitting = shown
    sitting.type("[")
    #expect(sitting.render(120, 40).description.contains("Search 20%: R4+1 P7+1"))
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

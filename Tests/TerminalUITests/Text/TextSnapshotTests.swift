import Catalog
import Screen
import Testing
import TextTasks

@testable import TerminalUI

/// The screens for texts, compared whole.
@Suite struct TextSnapshotTests {
  static let languages: [Language] = Language.allCases

  @Test(arguments: languages)
  func theMenu(language: Language) throws {
    let sitting = TextSitting(HomeScreen(look: TextLook(language: language), at: .cloze))
    try expectSnapshot(sitting.render(), "home-\(language.rawValue)-80x24")
    try expectSnapshot(sitting.render(40, 12), "home-\(language.rawValue)-40x12")
  }

  @Test(arguments: languages)
  func anExercise(language: Language) throws {
    var sitting = ClozeScreenTests.sitting(language)
    try expectSnapshot(sitting.render(), "cloze-\(language.rawValue)-80x24")
    sitting.type("2")
    let id = try #require(ClozeScreenTests.rankID(sitting.effects))
    sitting.answer(.ranked(id: id, ClozeScreenTests.ranking))
    try expectSnapshot(sitting.render(), "cloze-ranked-\(language.rawValue)-80x24")
    try expectSnapshot(sitting.render(120, 40), "cloze-ranked-\(language.rawValue)-120x40")
    sitting.type("?")
    try expectSnapshot(sitting.render(), "cloze-help-\(language.rawValue)-80x24")
  }

  @Test(arguments: languages)
  func aSummary(language: Language) throws {
    var sitting = try SummaryScreenTests.written(language)
    try expectSnapshot(sitting.render(), "summary-\(language.rawValue)-80x24")
    sitting.send(.resize(columns: 60, rows: 20))
    try expectSnapshot(sitting.render(60, 20), "summary-\(language.rawValue)-60x20")
    sitting.send(.resize(columns: 120, rows: 40))
    try expectSnapshot(sitting.render(120, 40), "summary-\(language.rawValue)-120x40")
  }

  @Test(arguments: languages)
  func aTextBeingWritten(language: Language) throws {
    var sitting = WritingScreenTests.sitting(language)
    sitting.type("春眠")
    sitting.press(.tab)
    let id = try #require(WritingScreenTests.question(sitting.effects)?.id)
    sitting.answer(.grown(id: id, "不觉晓，\n处处闻啼鸟。"))
    try expectSnapshot(sitting.render(), "writing-\(language.rawValue)-80x24")
    sitting.press(.function(1))
    try expectSnapshot(sitting.render(), "writing-help-\(language.rawValue)-80x24")
  }

  @Test func inASCIINothingElseIsDrawnAround() throws {
    let look = TextLook(language: .english, theme: .mono, ascii: true)
    var sitting = TextSitting(ClozeScreen(ClozeContext(look: look, exercises: Samples.exercises, seed: 1)))
    sitting.type("1?")
    let shown = sitting.text.filter { !$0.isASCII && $0 != "\n" }
    let words = Set(
      Samples.exercises.flatMap { $0.before + $0.after + $0.answer + $0.source + $0.choices.joined() })
    #expect(shown.allSatisfy { words.contains($0) || "你好“”＿".contains($0) }, "\(shown)")
  }

  @Test(arguments: [(0, 0), (1, 1), (39, 24), (80, 11)])
  func tooSmallAWindowSaysSo(columns: Int, rows: Int) {
    let sitting = ClozeScreenTests.sitting()
    let grid = sitting.render(columns, rows)
    #expect(grid.columns == columns && grid.rows == rows)
    if columns > 30 { #expect(grid.description.contains("窗口太小")) }
  }

  @Test func theMenuLeadsOn() {
    var sitting = TextSitting(HomeScreen(look: TextLook(language: .chinese)))
    sitting.press(.down, .down, .enter)
    #expect(sitting.screen.choice == .summary)
    #expect(sitting.screen.isFinished)
    for (key, choice) in zip("1234", HomeScreen.Choice.allCases) {
      var sitting = TextSitting(HomeScreen(look: TextLook(language: .chinese)))
      sitting.type(String(key))
      #expect(sitting.screen.choice == choice)
    }
    sitting = TextSitting(HomeScreen(look: TextLook(language: .chinese)))
    sitting.type("9xq")
    #expect(sitting.screen.isFinished)
    #expect(sitting.screen.choice == nil)
  }
}

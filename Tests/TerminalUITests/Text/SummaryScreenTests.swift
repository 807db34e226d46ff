import Catalog
import Screen
import Testing
import TextTasks

@testable import TerminalUI

/// A text, its lit sentences, and the summary as it comes.
@Suite struct SummaryScreenTests {
  static func sitting(
    _ language: Language = .chinese, columns: Int = 80, rows: Int = 24,
  ) -> TextSitting<SummaryScreen> {
    TextSitting(
      SummaryScreen(look: TextLook(language: language), path: "a.txt"), columns: columns, rows: rows)
  }

  /// The article is open, two sentences are chosen, and the summary is there.
  static func written(
    _ language: Language = .chinese, columns: Int = 80, rows: Int = 24,
  ) throws -> TextSitting<SummaryScreen> {
    var sitting = sitting(language, columns: columns, rows: rows)
    sitting.answer(.opened(path: "a.txt", text: Samples.article))
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.answer(.chosen(id: id, sentences: Samples.sentences, [0, 2]))
    sitting.answer(.grown(id: id, "弈文会"))
    sitting.answer(.finished(id: id, "弈文会下象棋，也会填空、写摘要、续写文章。"))
    return sitting
  }

  static func question(_ effects: [SummaryEffect]) -> (id: Int, question: SummaryQuestion)? {
    for case .summarize(let id, let question) in effects { return (id, question) }
    return nil
  }

  /// What is lit, without white space.
  static func lit(_ sitting: TextSitting<SummaryScreen>) -> String {
    var lit = ""
    for line in sitting.screen.lines {
      for (character, mark) in zip(line.text, line.marks) where mark == 1 { lit.append(character) }
    }
    return lit.filter { !$0.isWhitespace }
  }

  @Test func theFileIsOpenedAndSummarized() throws {
    var sitting = Self.sitting()
    let screen = sitting.screen
    #expect(screen.stage == .nothing)
    sitting.answer(.opened(path: "a.txt", text: Samples.article))
    let asked = try #require(Self.question(sitting.effects))
    #expect(asked.question == SummaryQuestion(text: Samples.article, ratio: 0.2, extractsOnly: false))
    #expect(sitting.screen.isWorking)
    #expect(sitting.screen.wantsTicks != nil)
  }

  @Test func chosenSentencesAreLitInTheText() throws {
    let sitting = try Self.written()
    let expected = Samples.sentences[0] + Samples.sentences[2]
    #expect(Self.lit(sitting) == expected.filter { !$0.isWhitespace })
    #expect(sitting.screen.stage == .done)
    #expect(sitting.text.contains("选了 2/5 句，摘要 21 字"))
    #expect(sitting.text.contains("▌"))
  }

  @Test func brokenLinesAndCodeDoNotShiftTheLight() throws {
    var sitting = Self.sitting()
    sitting.answer(
      .opened(path: "a.txt", text: "今天天气\n很好。\n```\n我们去公园。\n```\n我们去\n公园 play。学校。"))
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.answer(.chosen(id: id, sentences: ["今天天气很好。", "我们去公园play。", "学校。", "不在。"], [1, 3]))
    #expect(Self.lit(sitting) == "我们去公园play。")
  }

  @Test func answersToOldQuestionsAreDropped() throws {
    var sitting = Self.sitting()
    sitting.answer(.opened(path: "a.txt", text: Samples.article))
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.type("+")
    #expect(Self.question(sitting.effects)?.question.ratio == 0.25)
    sitting.answer(.grown(id: id, "旧"))
    sitting.answer(.finished(id: id, "旧"))
    #expect(sitting.screen.summary == "")
    #expect(sitting.screen.isWorking)
  }

  @Test func theRatioStaysBetweenItsBounds() {
    var sitting = Self.sitting()
    sitting.type(String(repeating: "+", count: 40))
    #expect(sitting.screen.percent == 90)
    sitting.type(String(repeating: "-", count: 40))
    #expect(sitting.screen.percent == 5)
    #expect(SummaryScreen(look: TextLook(language: .english), ratio: .nan).percent == 20)
    #expect(SummaryScreen(look: TextLook(language: .english), ratio: 7).percent == 90)
  }

  @Test func escapeStopsAndEnterStartsAgain() throws {
    var sitting = Self.sitting()
    sitting.answer(.opened(path: "a.txt", text: Samples.article))
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.press(.escape)
    #expect(sitting.screen.stage == .stopped)
    guard case .cancel? = sitting.effects.first else {
      Issue.record("\(sitting.effects)")
      return
    }
    sitting.answer(.finished(id: id, "晚了"))
    #expect(sitting.screen.summary == "")
    sitting.press(.enter)
    #expect(Self.question(sitting.effects) != nil)
  }

  @Test func theTextIsScrolledAndTheNextSentenceFound() throws {
    var sitting = try Self.written(columns: 60, rows: 14)
    let last = sitting.screen.lines.count - sitting.screen.page
    #expect(last > 0)
    sitting.press(.end)
    #expect(sitting.screen.top == last)
    sitting.press(.home, .down)
    #expect(sitting.screen.top == 1)
    sitting.type("n")
    #expect(sitting.screen.lines[sitting.screen.top...].contains { $0.isMarked })
    sitting.send(.mouse(MouseEvent(column: 5, row: 4, kind: .wheelUp)))
    #expect(sitting.screen.top == 0)
  }

  @Test func anotherWidthWrapsAnew() throws {
    var sitting = try Self.written()
    let before = sitting.screen.lines.count
    sitting.send(.resize(columns: 120, rows: 40))
    #expect(sitting.screen.lines.count < before)
    #expect(sitting.screen.lines.contains { $0.isMarked })
  }

  @Test func aSummaryIsSaved() throws {
    var sitting = Self.sitting()
    sitting.type("s")
    #expect(sitting.notice == "还没有摘要可存")
    sitting = try Self.written()
    sitting.type("s")
    sitting.press(.enter)
    guard case .save("a.txt.摘要.txt", "弈文会下象棋，也会填空、写摘要、续写文章。")? = sitting.effects.first else {
      Issue.record("\(sitting.effects)")
      return
    }
    sitting.answer(.saved(path: "a.txt.摘要.txt"))
    #expect(sitting.notice == "已保存到 a.txt.摘要.txt")
  }

  @Test func withoutAModelTheTextIsShownAndTheReasonTold() throws {
    var sitting = Self.sitting(.english)
    sitting.answer(.opened(path: "a.txt", text: Samples.article))
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.answer(.failed(id: id, .noModel(Mishap(description: "no folder"))))
    #expect(sitting.notice == "No model: no folder")
    #expect(sitting.text.contains("弈文是一个会下象棋的语言模型"))
    #expect(!sitting.screen.isWorking)
  }

  @Test func nothingOpenIsSaid() {
    var sitting = TextSitting(SummaryScreen(look: TextLook(language: .chinese)))
    sitting.press(.enter)
    #expect(sitting.notice == "先按 o 打开一篇文章")
    sitting.type("nps[]e+")
    sitting.answer(.fileFailed(.noText(path: "x.bin")))
    #expect(sitting.notice == "x.bin 里没有可读的文字")
  }
}

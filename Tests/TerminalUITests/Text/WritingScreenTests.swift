import Catalog
import Screen
import Testing
import TextTasks

@testable import TerminalUI

/// A text that is written by hand and by the model.
@Suite struct WritingScreenTests {
  static func sitting(_ language: Language = .chinese) -> TextSitting<WritingScreen> {
    TextSitting(WritingScreen(look: TextLook(language: language)))
  }

  static func question(_ effects: [WritingEffect]) -> (id: Int, question: WritingQuestion)? {
    for case .goOn(let id, let question) in effects { return (id, question) }
    return nil
  }

  /// 春眠 was typed, and the model went on.
  static func written() throws -> TextSitting<WritingScreen> {
    var sitting = sitting()
    sitting.type("春眠")
    sitting.press(.tab)
    let id = try #require(question(sitting.effects)?.id)
    sitting.answer(.grown(id: id, "不觉"))
    sitting.answer(.grown(id: id, "晓，"))
    sitting.answer(.ended(id: id, .limit))
    return sitting
  }

  @Test func theModelGoesOnWhereTheCursorIs() throws {
    var sitting = Self.sitting()
    sitting.type("春天。")
    sitting.press(.left)
    sitting.press(.tab)
    let asked = try #require(Self.question(sitting.effects))
    #expect(asked.question.prompt == "春天")
    #expect(asked.question.options.sampling.temperature == 0.8)
    sitting.answer(.grown(id: asked.id, "来了"))
    #expect(sitting.screen.area.text == "春天来了。")
    #expect(sitting.screen.area.before == "春天来了")
    sitting.answer(.ended(id: asked.id, .endToken(2)))
    #expect(sitting.notice == "续了 2 字，模型认为写完了")
  }

  @Test func anotherVersionTakesThePlaceOfTheLast() throws {
    var sitting = try Self.written()
    #expect(sitting.screen.area.text == "春眠不觉晓，")
    sitting.press(.backtab)
    let asked = try #require(Self.question(sitting.effects))
    #expect(asked.question.prompt == "春眠")
    #expect(sitting.notice == "第 2 种写法")
    sitting.answer(.grown(id: asked.id, "夏"))
    #expect(sitting.screen.area.text == "春眠夏")
    sitting.press(.function(6))
    #expect(sitting.screen.area.text == "春眠不觉晓，")
    sitting.press(.function(6))
    #expect(sitting.screen.area.text == "春眠")
    sitting.press(.function(7), .function(7))
    #expect(sitting.screen.area.text == "春眠夏")
  }

  @Test func everyVersionHasAnotherSeed() throws {
    var sitting = Self.sitting()
    var seeds: Set<UInt64> = []
    sitting.press(.tab)
    seeds.insert(try #require(Self.question(sitting.effects)?.question.options.seed))
    for _ in 0..<3 {
      sitting.press(.backtab)
      seeds.insert(try #require(Self.question(sitting.effects)?.question.options.seed))
    }
    #expect(seeds.count == 4)
  }

  @Test func typingStopsTheModel() throws {
    var sitting = Self.sitting()
    sitting.press(.tab)
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.type("我")
    guard case .cancel? = sitting.effects.first else {
      Issue.record("\(sitting.effects)")
      return
    }
    sitting.answer(.grown(id: id, "晚了"))
    #expect(sitting.screen.area.text == "我")
    sitting.press(.backtab)
    #expect(sitting.isComplaint)
  }

  @Test func escapeKeepsWhatIsWritten() throws {
    var sitting = Self.sitting()
    sitting.press(.tab)
    let id = try #require(Self.question(sitting.effects)?.id)
    sitting.answer(.grown(id: id, "山"))
    sitting.press(.escape)
    sitting.answer(.grown(id: id, "水"))
    #expect(sitting.screen.area.text == "山")
    #expect(sitting.notice == "已停止")
    #expect(sitting.screen.wantsTicks == nil)
  }

  @Test func changesOfAKindAreUndoneTogether() {
    var sitting = Self.sitting()
    sitting.type("一二三")
    sitting.press(.backspace, .backspace)
    sitting.type("四")
    #expect(sitting.screen.area.text == "一四")
    var seen: [String] = []
    for _ in 0..<4 {
      sitting.press(.function(6))
      seen.append(sitting.screen.area.text)
    }
    #expect(seen == ["一", "一二三", "", ""])
    #expect(sitting.notice == "没有可撤销的")
    sitting.press(.control("r"))
    #expect(sitting.screen.area.text == "一二三")
  }

  @Test func theTemperatureHasBounds() {
    var sitting = Self.sitting()
    for _ in 0..<30 { sitting.press(.function(9)) }
    #expect(sitting.screen.warmth == "2.0")
    for _ in 0..<30 { sitting.press(.function(8)) }
    #expect(sitting.screen.warmth == "0.0")
  }

  @Test func whatIsNotSavedIsKeptWhenTheScreenIsLeft() throws {
    for key in [Key.function(10), .control("c")] {
      var sitting = try Self.written()
      sitting.press(key)
      #expect(sitting.screen.isFinished)
      guard case .keepDraft("春眠不觉晓，")? = sitting.effects.last else {
        Issue.record("\(sitting.effects)")
        return
      }
    }
    var sitting = Self.sitting()
    sitting.answer(.draft("昨天写的"))
    #expect(sitting.screen.area.text == "昨天写的")
    #expect(sitting.screen.isChanged)
  }

  @Test func aTextIsSavedAndOpened() throws {
    var sitting = try Self.written()
    sitting.press(.function(4))
    sitting.type("p.txt")
    sitting.press(.enter)
    guard case .save("p.txt", "春眠不觉晓，")? = sitting.effects.first else {
      Issue.record("\(sitting.effects)")
      return
    }
    #expect(sitting.screen.isChanged)
    sitting.answer(.saved(path: "p.txt", text: "春眠不觉晓，"))
    #expect(!sitting.screen.isChanged)
    sitting.type("x")
    sitting.press(.function(3))
    #expect(sitting.isComplaint, "opening would lose the text")
    sitting.press(.function(3))
    #expect(sitting.screen.shell.prompt != nil)
    sitting.press(.escape)
    sitting.answer(.opened(path: "q.txt", text: "山水"))
    #expect(sitting.screen.area.text == "山水")
    #expect(!sitting.screen.isChanged)
  }

  @Test func aNewTextCanBeTakenBack() throws {
    var sitting = try Self.written()
    sitting.press(.function(2))
    #expect(sitting.screen.area.text == "")
    sitting.press(.function(6))
    #expect(sitting.screen.area.text == "春眠不觉晓，")
  }

  @Test func theTextHasALimit() {
    var sitting = Self.sitting()
    sitting.answer(.opened(path: "long.txt", text: String(repeating: "长", count: WritingScreen.limit)))
    sitting.type("字")
    #expect(sitting.isComplaint)
    #expect(sitting.screen.area.count == WritingScreen.limit)
    sitting.press(.tab)
    #expect(sitting.isComplaint)
    #expect(Self.question(sitting.effects) == nil)
    sitting.answer(.opened(path: "longer.txt", text: String(repeating: "长", count: WritingScreen.limit + 1)))
    #expect(sitting.screen.path == "long.txt")
  }

  @Test func theMousePlacesTheCursor() {
    var sitting = Self.sitting()
    sitting.type("一二三四")
    sitting.press(.enter)
    sitting.type("五六")
    sitting.click(1 + 4, 2)
    #expect(sitting.screen.area.cursor == 2)
    sitting.click(40, 3)
    #expect(sitting.screen.area.cursor == 7)
    sitting.click(3, 15)
    #expect(sitting.screen.area.cursor == 7)
  }
}

/// The text under the cursor.
@Suite struct TextAreaTests {
  @Test func linesBreakWhereTheyAreFull() {
    let area = TextArea("一二三ab\n\n四")
    #expect(area.lines(columns: 4) == [0..<2, 2..<5, 6..<6, 7..<8])
    #expect(TextArea("").lines(columns: 4) == [0..<0])
  }

  @Test func theCursorKeepsToTheText() {
    var area = TextArea("一二三四\n五")
    area.move(lines: -1, columns: 80)
    #expect(area.cursor == 1)
    area.move(lines: 9, columns: 80)
    #expect(area.cursor == 6)
    area.moveToEdge(end: false, columns: 80)
    #expect(area.cursor == 5)
    area.moveToEdge(end: true, columns: 80)
    #expect(area.cursor == 6)
    area.cursor = 0
    area.moveToEdge(end: true, columns: 4)
    #expect(area.cursor == 1, "behind the second character the next line begins")
  }
}

/// Wrapped text keeps its marks.
@Suite struct MarkedTextTests {
  @Test(arguments: [2, 3, 5, 8, 40])
  func everyCharacterKeepsItsMark(columns: Int) {
    let text = "春眠 不觉晓，the  end of it。\n\n处处\t闻啼鸟　。"
    let marks = text.map { $0.isLetter ? UInt8(1) : 0 }
    for line in MarkedText.wrap(text, marks: marks, columns: columns) {
      #expect(line.text.count == line.marks.count)
      for (character, mark) in zip(line.text, line.marks) {
        #expect((mark == 1) == character.isLetter, "\(character) in \(String(line.text))")
      }
    }
  }

  @Test func missingMarksAreNone() {
    #expect(MarkedText.wrap("春天", marks: [], columns: 9) == [.init(text: ["春", "天"], marks: [0, 0])])
    #expect(MarkedText.wrap("春天", marks: [], columns: 1).isEmpty)
  }
}

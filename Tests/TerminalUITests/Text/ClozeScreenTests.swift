import Catalog
import Screen
import Testing
import TextTasks

@testable import TerminalUI

/// Exercises: what keys do, how answers are counted, what the model's answers change.
@Suite struct ClozeScreenTests {
  static func sitting(
    _ language: Language = .chinese, _ exercises: [ClozeExercise] = Array(Samples.exercises.prefix(1)),
  ) -> TextSitting<ClozeScreen> {
    TextSitting(ClozeScreen(ClozeContext(look: TextLook(language: language), exercises: exercises, seed: 3)))
  }

  static func rankID(_ effects: [ClozeEffect]) -> Int? {
    for case .rank(let id, _) in effects { return id }
    return nil
  }

  static let ranking = [
    Filling(texts: ["帽子"], probability: 0.61), Filling(texts: ["雨伞"], probability: 0.3),
    Filling(texts: ["课本"], probability: 0.06), Filling(texts: ["钱包"], probability: 0.0004),
  ]

  @Test func aPickedChoiceIsJudgedAndTheModelAsked() throws {
    var sitting = Self.sitting()
    sitting.type("1")
    #expect(sitting.screen.outcome == .init(given: "雨伞", isRight: true))
    #expect(sitting.screen.score == .init(right: 1, answered: 1, streak: 1, best: 1))
    guard case .rank(let id, let question)? = sitting.effects.first else {
      Issue.record("the model was not asked: \(sitting.effects)")
      return
    }
    #expect(question.parts == ["外面下着大雨，你出门的时候别忘了带", "，不然会淋湿的。"])
    #expect(question.blanks[0].candidates == ["雨伞", "课本", "帽子", "钱包"])
    #expect(sitting.screen.wantsTicks != nil)
    sitting.answer(.ranked(id: id, Self.ranking))
    #expect(sitting.screen.wantsTicks == nil)
    #expect(sitting.text.contains("61.0%"))
  }

  @Test func aTypedAnswerIsRankedAmongTheChoices() {
    var sitting = Self.sitting()
    sitting.type("手套")
    #expect(sitting.text.contains("别忘了带手套，"))
    sitting.press(.enter)
    #expect(sitting.screen.outcome == .init(given: "手套", isRight: false))
    #expect(sitting.screen.score == .init(right: 0, answered: 1, streak: 0, best: 0))
    guard case .rank(_, let question)? = sitting.effects.first else {
      Issue.record("the model was not asked")
      return
    }
    #expect(question.blanks[0].candidates == ["雨伞", "课本", "帽子", "钱包", "手套"])
  }

  @Test func withoutChoicesTheModelFillsFreely() {
    var sitting = Self.sitting(.chinese, [Samples.exercises[1]])
    sitting.type("雪")
    sitting.press(.enter)
    guard case .rank(_, let question)? = sitting.effects.first else {
      Issue.record("the model was not asked")
      return
    }
    #expect(question.blanks == [.init(length: 1)])
  }

  @Test func anOldRankingIsDropped() throws {
    var sitting = Self.sitting(.chinese, Samples.exercises)
    sitting.type("雨")
    sitting.press(.enter)
    let id = try #require(Self.rankID(sitting.effects))
    sitting.press(.enter)
    sitting.answer(.ranked(id: id, Self.ranking))
    #expect(sitting.screen.ranking == .none)
  }

  @Test func streaksAreBrokenAndTheBestIsKept() {
    var sitting = Self.sitting()
    for given in ["雨伞", "雨伞", "课本", "雨伞"] {
      sitting.type(given)
      sitting.press(.enter, .enter)
    }
    #expect(sitting.screen.score == .init(right: 3, answered: 4, streak: 1, best: 2))
  }

  @Test func hintsGiveACharacterEachButTheLast() {
    var sitting = Self.sitting()
    sitting.type("h")
    #expect(sitting.notice == "提示：以“雨”开头")
    #expect(sitting.text.contains("别忘了带雨＿，"))
    sitting.type("h")
    #expect(sitting.isComplaint)
    #expect(sitting.screen.hints == 1)
  }

  @Test func filtersGoThroughWhatThereIs() {
    var sitting = Self.sitting(.chinese, Samples.exercises)
    var seen: [Int?] = []
    for _ in 0..<4 {
      sitting.type("l")
      seen.append(sitting.screen.level)
      #expect(sitting.screen.count == (sitting.screen.level == nil ? 3 : 1))
    }
    #expect(seen == [1, 2, 3, nil])
    sitting.type("k")
    #expect(sitting.screen.kind == "word")
    // There are no words at level 2: all kinds are back.
    sitting.type("ll")
    #expect(sitting.screen.level == 2)
    #expect(sitting.screen.kind == nil)
  }

  @Test func theSeedDecidesTheOrder() {
    func order(_ seed: UInt64) -> [String] {
      var sitting = TextSitting(
        ClozeScreen(
          ClozeContext(
            look: TextLook(language: .chinese), exercises: Samples.exercises + Samples.exercises, seed: seed))
      )
      return (0..<6).map { _ in
        defer { sitting.type("n") }
        return sitting.screen.exercise?.answer ?? ""
      }
    }
    #expect(order(1) == order(1))
    #expect((2..<9).contains { order($0) != order(1) })
  }

  @Test func whenAllAreDoneTheyBeginAgain() {
    var sitting = Self.sitting()
    sitting.type("n")
    #expect(sitting.notice == "题目都做过了，从头再来")
    #expect(sitting.screen.number == 1)
  }

  @Test func withoutAModelAnswersAreOnlyChecked() {
    var sitting = Self.sitting()
    sitting.answer(.unavailable(.noModel(Mishap(description: "no folder"))))
    #expect(sitting.notice == "没有模型，只判对错：no folder")
    sitting.type("2")
    #expect(sitting.effects.isEmpty)
    #expect(sitting.text.contains("（没有模型，没有排名）"))
    #expect(sitting.screen.wantsTicks == nil)
  }

  @Test func aFailureOfTheModelIsToldAndForgotten() throws {
    var sitting = Self.sitting()
    sitting.type("2")
    let id = try #require(Self.rankID(sitting.effects))
    sitting.answer(.rankingFailed(id: id, .model(Mishap(description: "too long"))))
    #expect(sitting.notice == "模型出错：too long")
    sitting.press(.enter)
    sitting.type("1")
    #expect(Self.rankID(sitting.effects) != nil)
  }

  @Test func nonsenseIsAnsweredInALine() {
    var sitting = Self.sitting()
    sitting.type("9")
    #expect(sitting.notice == "这一题没有第 9 个选项")
    sitting.press(.enter)
    #expect(sitting.notice == "还没有填：输入汉字，或按 n 跳过")
    sitting.press(.function(12), .tab, .control("x"))
    sitting.type("@#~\u{0}")
    #expect(sitting.screen.outcome == nil)
    #expect(sitting.screen.entry == nil)
  }

  @Test func theSlashOpensTheLineForLetters() {
    var sitting = Self.sitting()
    sitting.type("/q1")
    #expect(!sitting.screen.isFinished)
    #expect(sitting.screen.entry?.text == "q1")
    sitting.press(.escape)
    #expect(sitting.screen.entry == nil)
  }

  @Test func choicesAndKeysArePressedWithTheMouse() throws {
    var sitting = Self.sitting()
    let body = sitting.screen.body(80, 24)
    let exercise = try #require(sitting.screen.exercise)
    let place = sitting.screen.choicePlaces(exercise, in: body)[2]
    #expect(sitting.render().text(row: place.row).contains("3 帽子"))
    sitting.click(place.column + 1, place.row)
    #expect(sitting.screen.outcome?.given == "帽子")
    sitting.click(2, 23)
    #expect(sitting.screen.shell.help == 0)
  }

  @Test func filesBringTheirOwnExercises() {
    var sitting = Self.sitting()
    sitting.type("o")
    sitting.type("my.txt")
    sitting.press(.enter)
    guard case .open("my.txt", _)? = sitting.effects.first else {
      Issue.record("the file is not opened: \(sitting.effects)")
      return
    }
    sitting.answer(.opened(path: "my.txt", []))
    #expect(sitting.notice == "my.txt 里没有值得挖空的词")
    #expect(sitting.screen.count == 1)
    sitting.answer(.opened(path: "my.txt", [Samples.exercises[1]]))
    #expect(sitting.screen.exercise?.answer == "霜")
    #expect(sitting.notice == "从 my.txt 出了 1 题")
  }

  @Test(arguments: [Key.character("q"), .control("c")])
  func leavingStopsTheModel(key: Key) {
    var sitting = Self.sitting()
    sitting.press(key)
    #expect(sitting.screen.isFinished)
    #expect(sitting.screen.endsProgram == (key == .control("c")))
    guard case .cancel? = sitting.effects.first else {
      Issue.record("\(sitting.effects)")
      return
    }
  }

  @Test func withoutExercisesTheScreenStands() {
    var sitting = Self.sitting(.english, [])
    sitting.type("1nhlk雨")
    sitting.press(.enter, .escape)
    sitting.type("n")
    #expect(sitting.text.contains("There are no exercises here"))
    #expect(sitting.screen.score.answered == 0)
  }
}

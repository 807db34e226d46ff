import ModelFiles
import Testing
import TextTasks

/// Texts with blanks.
struct ClozeTextTests {
  @Test(arguments: [
    ("今天天气＿＿，好。", ["今天天气", "，好。"], [ClozeText.Blank()]),
    ("___是首都", ["", "是首都"], [.init()]),
    ("他[MASK][MASK]了[MASK]", ["他", "了", ""], [.init(length: 2), .init(length: 1)]),
    ("真是#idiom#。XXXXX", ["真是", "。", ""], [.init(length: 4, isIdiom: true), .init()]),
    ("去＿{公园|学校}玩", ["去", "玩"], [.init(candidates: ["公园", "学校"])]),
    ("去＿＿{2}玩<blank>", ["去", "玩", ""], [.init(length: 2), .init()]),
    ("a_b __c__ ＿", ["a_b __c__ ", ""], [.init()]),
  ])
  func blanksAreReadHoweverTheyAreWritten(text: String, parts: [String], blanks: [ClozeText.Blank]) throws {
    let cloze = try ClozeText(parsing: text)
    #expect(cloze.parts == parts)
    #expect(cloze.blanks == blanks)
  }

  @Test(arguments: [
    ("他去了哪里？", ["他去了", "。"]),
    ("什么时候下雨?", ["", "下雨。"]),
    ("为什么誰都不說", ["为什么", "都不說"]),
    ("谁吃了___？", ["谁吃了", "？"]),
    ("他有几个孩子？", ["他有", "个孩子。"]), ("他哪年出生？", ["他", "年出生。"]), ("松果有多大？", ["松果有", "。"]),
    ("好几个人去了哪里？", ["好几个人去了", "。"]), ("他几乎忘了几个？", ["他几乎忘了", "个。"]),
  ])
  func aQuestionHasItsBlankAtItsQuestionWord(question: String, parts: [String]) throws {
    #expect(try ClozeText(question: question) == ClozeText(parts: parts, blanks: [.init()]))
  }

  @Test(arguments: ["今天天气很好。", "为什么？", "他几乎忘了。", ""])
  func whatAsksForNoWordHasNoBlank(text: String) {
    #expect(throws: ClozeError.noBlank) { try ClozeText(question: text) }
  }

  @Test(arguments: [
    ("没有空", "the text has no blank; write ＿＿, ___ or [MASK] where something is missing"),
    ("＿{2", "blank 1: the { behind it should end with }"),
    ("＿ ＿{}", "blank 2: the braces should hold a length, {2}, or words, {公园|学校}"),
    ("＿{0}", "blank 1: a length of 0 is out of range, use 1 to 64"),
    (String(repeating: "＿a", count: 65), "the text has more than the 64 blanks that are filled at once"),
  ])
  func whatIsWrongIsSaid(text: String, sentence: String) {
    #expect {
      try ClozeText(parsing: text)
    } throws: { "\($0)" == sentence }
  }

  @Test func fillingsTakeThePlacesOfBlanks() throws {
    #expect(try ClozeText(parsing: "＿和＿。").filled(with: ["兵", "卒"]) == "兵和卒。")
  }

  @Test(arguments: [
    (#"{"passage":"甲XXXXX乙","query":"XXXXX乙","answer":"子"}"#, ["甲", "乙"], "", [String]()),
    (
      #"{"passage":"甲乙","query":"谁XXXXX？","answer":"子","candidates":["子","丑"]}"#, ["谁", "？"], "甲乙",
      ["子", "丑"]
    ),
    (
      #"{"passage":"甲","query":"谁？","answer":"子","passage_seg":"我们 子 天气 XXXXX 我们"}"#, ["", "。"], "甲",
      ["我们", "天气", "我们"]
    ),
    (#"{"passage":"甲","query":"猜一猜","answer":"子"}"#, ["猜一猜", ""], "甲", []),
  ])
  func recordsAreReadAsTheirSetsWriteThem(
    json: String, parts: [String], passage: String, words: [String]
  ) throws {
    let value = try JSONValue(parsing: Array(json.utf8))
    guard let record = ClozeRecord(value) else {
      Issue.record("the record should be read")
      return
    }
    #expect(record.parts == parts && record.passage == passage)
    #expect(record.candidates + record.words == words)
    #expect(record.answer == "子")
  }
}

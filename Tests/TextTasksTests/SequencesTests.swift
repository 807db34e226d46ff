import Testing
import Tokenizers

@testable import TextTasks

/// What training shows and the tasks ask, in tokens.
struct SequencesTests {
  /// A vocabulary of single characters, all others in bytes.
  static let tokenizer = UnigramTokenizer(
    special: SpecialToken.names + TaskToken.names,
    pieces: "今天气很好我们去公园玩。，\n一二三四五".map { .init(text: String($0), score: -3) })
  static let layout = TaskLayout(tokenizer)

  func shown(_ tokens: [Int]) -> String {
    tokens.map { Self.tokenizer.name(of: $0) }.joined()
  }

  @Test(arguments: [
    ("今天。天气！很好？", ["今天。", "天气！", "很好？"]),
    ("他说：“好。”我们去。", ["他说：“好。”", "我们去。"]),
    ("第一行\n第二行\n\n", ["第一行", "第二行"]),
    ("摘要.方法.结果3.5好.", ["摘要.", "方法.", "结果3.5好."]),
    ("用 Node.js 写. 完", ["用 Node.js 写.", "完"]),
    ("等等……然后", ["等等……", "然后"]),
    ("  。", ["。"]), ("", []),
    ("今天。\n```swift\n很好。\n  ```\n我们去。", ["今天。", "我们去。"]),
    ("今天。\n~~~\n```\n很好。\n~~~\n", ["今天。"]), ("今天。\n```\n很好。", ["今天。", "```", "很好。"]),
  ])
  func sentencesEndWhereReadersStop(text: String, expected: [String]) {
    #expect(Sentences.split(text).map(String.init) == expected)
  }

  @Test(arguments: [
    ("今天很好。我们去", "今天很好。"), ("他说：“好！”我们", "他说：“好！”"), ("今天很好。", "今天很好。"), ("今天", "今天"), ("", ""),
  ])
  func aTextThatBreaksOffEndsWithItsLastSentence(text: String, whole: String) {
    #expect(Sentences.whole(of: text) == whole)
  }

  @Test func linesBrokenToTheWidthOfAPageAreOneParagraph() {
    let page = [
      "今天天气很好，我们去公园玩，公园里有很多人，他们也觉得今天天气很",
      "好，所以也去公园玩。我们在公园里看见了一些没有见过的花，它们很好",
      "看。The park is open every day and has more flowers than the old one",
      "in town does.",
      "",
      "- 一个项目，它有自己的一行，它也差不多和一页一样宽，可是不是句子",
      "- 又一个项目",
      "标题",
      "后面的话是另外一句，这一行和别的行差不多一样宽，它也断在一个词的",
      "中间。",
    ]
    #expect(
      Sentences.split(page.joined(separator: "\n")).map(String.init) == [
        page[0] + "好，所以也去公园玩。",
        "我们在公园里看见了一些没有见过的花，它们很好看。",
        "The park is open every day and has more flowers than the old one in town does.",
        page[5], page[6], "标题", page[8] + "中间。",
      ])
    // Verses are no pages, and paragraphs that have a line each are none.
    let verses = ["春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少"]
    #expect(Sentences.split(verses.joined(separator: "\r\n")).map(String.init) == verses)
    let long = (0..<4).map { "\($0)" + String(repeating: "很好", count: 60) }
    #expect(Sentences.split(long.joined(separator: "\n")).map(String.init) == long)
  }

  @Test func aQuestionOfBlanksIsAsTrainingShowsIt() throws {
    let layout = try #require(Self.layout)
    #expect(
      shown(layout.question(filling: ["今天", "很好，", "。"], limit: 99))
        == "<bos>今天<blank>很好，<blank>。<fill>")
    #expect(
      shown(layout.question(filling: ["我们", ""], after: "天气", limit: 99))
        == "<bos>天气\n我们<blank><fill>")
    #expect(shown(layout.question("今天很好", for: .summary, limit: 4)) == "<bos>今天<sum>")
    #expect(shown(layout.question("今天", for: .title, limit: 9)) == "<bos>今天<title>")
  }

  @Test func whatIsTooLongIsCutFarFromTheBlanks() throws {
    let layout = try #require(Self.layout)
    let long = String(repeating: "一二三四五", count: 20)
    for limit in 12...60 {
      for parts in [[long, long], ["今", long], [long, ""], [long, "天气", long]] {
        let tokens = layout.question(filling: parts, after: long, limit: limit)
        #expect(tokens.count <= limit)
        #expect(tokens.count { $0 == layout.blank } == parts.count - 1, "\(limit)")
        #expect(tokens.last == layout.fill && tokens.first == 1)
      }
    }
    #expect(
      shown(layout.question(filling: [long, long], limit: 9)) == "<bos>三四五<blank>一二三<fill>")
  }

  @Test func sentencesAreJudgedInAsFewSequencesAsHoldThem() throws {
    let layout = try #require(Self.layout)
    let sentences = (0..<10).map { _ in Substring("今天天气很好。") }
    let parts = layout.judgement(of: sentences, limit: 33)
    #expect(parts.map(\.sentences) == [0..<4, 4..<8, 8..<10])
    for part in parts {
      #expect(part.tokens.count <= 33)
      #expect(part.tokens.count { $0 == layout.sentence } == part.sentences.count)
    }
    let long = [Substring(String(repeating: "一", count: 99)), "二。"]
    #expect(layout.judgement(of: long, limit: 40).map(\.sentences) == [0..<2])
  }

  private static let copies: [(target: [Int], source: [Int], tags: String)] = [
    ([1, 2, 3], [9, 1, 2, 3, 9], "cii"), ([1, 2, 3], [1, 9, 2, 9, 3], "www"),
    ([5, 1, 2, 6, 1, 2, 3], [1, 2, 3, 1, 2], "wciwcii"), ([1, 2, 3, 4], [1, 2, 8, 3, 4], "cici"),
    ([], [1], ""), ([1], [1], "w"),
  ]

  @Test(arguments: copies)
  func copiesAreStretchesOfTheSource(target: [Int], source: [Int], expected: String) {
    let letters: [TextOutcome: String] = [.written: "w", .copied: "c", .continued: "i"]
    #expect(CopyTags.tags(of: target, from: source).compactMap { letters[$0] }.joined() == expected)
  }

  private static let scores: [(summary: String, reference: String, scores: [Double])] = [
    ("今天天气", "今天天气", [1.0, 1, 1]), ("今天", "明日", [0.0, 0, 0]), ("", "", [0.0, 0, 0]),
    ("甲乙丙丁", "甲乙丁丙", [1.0, 1.0 / 3, 0.75]), ("甲 乙\n", "甲乙", [1.0, 1, 1]),
    ("甲甲甲", "甲", [0.5, 0, 0.5]),
  ]

  @Test(arguments: scores)
  func rougeCountsCharacters(summary: String, reference: String, expected: [Double]) {
    let rouge = Rouge(summary, reference: reference)
    for (value, right) in zip([rouge.one, rouge.two, rouge.longest], expected) {
      #expect(abs(value - right) < 1e-12)
    }
  }

  @Test func theBestSentencesAreThoseTheSummaryWasMadeOf() {
    let sentences: [Substring] = ["天气很好。", "我们去公园。", "他们在家。", "公园里有花。"]
    #expect(SentenceLabels.best(sentences, for: "我们去公园，公园里有花。") == [1, 3])
    #expect(SentenceLabels.best(sentences, for: "xyz") == [])
    #expect(SentenceLabels.best([], for: "我们") == [])
  }
}

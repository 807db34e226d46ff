import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// Kinds of texts, what sentences are worth in them, and what summaries are written from.
struct TextKindTests {
  @Test(arguments: [
    ("本报讯（记者张三）昨日，公园开放。\n人很多。", TextKind.report), ("公园3月12日开放。", .report),
    ("公园3月开放，12日关门。", .other), ("月日。", .other), ("3月日", .other), ("3月123日", .other),
    ("今天天气很好。\n我们去公园玩。", .other), ("", .other),
    ("发言人1：大家好。\n发言人2：你好。\n今天很好。", .talk), ("张三: 你好\n李四: 你好", .talk),
    ("张三：你好。\n他说完就走了。\n天黑了。", .other), ("题目：\n内容：", .other),
    ("某某纠纷一审民事判决书\n原告：张三。", .record), ("民 事 判 决 书\n本报记者", .record),
    ("他收到判决书。", .other), ("起诉书", .record),
  ])
  func kindsAreToldByTheirLetters(text: String, kind: TextKind) {
    #expect(TextKind(of: text) == kind)
  }

  @Test func newsAreWorthWhatStandsFirst() {
    let sentences = ["甲乙丙。", "甲乙丁。", "甲乙丙丁。", "甲"].map { Substring($0) }
    let worth = SentenceWorth()
    let central = Centrality.of(sentences)
    let scores = TextKind.allCases.map { worth.scores(of: sentences, in: $0) }
    for (kind, scores) in zip(TextKind.allCases, scores) {
      for (index, score) in scores.enumerated() {
        let place: Double =
          switch kind {
          case .report: -4 * Natural.log(Double(index + 1))
          case .other: 1 / Double(index + 1)
          case .talk, .record: 0
          }
        #expect(abs(score - (central[index] + place - (index == 3 ? 2 : 0))) < 1e-12)
      }
    }
    let judged = worth.scores(of: sentences, in: .other, judged: [0.5, 0.9, 0, 1])
    #expect(
      abs(judged[0] - scores[3][0]) < 1e-12 && abs(judged[1] - scores[3][1] - 0.5 * Natural.log(9)) < 1e-9)
    #expect(judged.allSatisfy { $0.isFinite })
    #expect(worth.scores(of: [], in: .report).isEmpty)
  }

  @Test func aSummaryIsWrittenFromWhatFits() throws {
    let files = try RandomTaskModel(seed: 5)
    let tokenizer = try TextModel(path: files.folder).tokenizer
    let text = "今天天气很好。\n我们去公园玩。学校很好。"
    let sentences = Sentences.split(text)
    let lengths = sentences.map { tokenizer.encode(String($0)).count }
    func source(_ limit: Int, _ scores: [Double] = [1, 3, 2]) -> String {
      SummarySource.text(text, sentences: sentences, scores: scores, limit: limit, tokenizer: tokenizer)
    }
    #expect(source(1000) == text)
    #expect(source(lengths[1] + lengths[2]) == "我们去公园玩。学校很好。")
    #expect(source(lengths[1]) == "我们去公园玩。")
    #expect(source(1) == "我们去公园玩。", "the best, for whoever asks to cut")
    #expect(source(lengths[0] + 1, [3, 1, 2]) == "今天天气很好。")
  }
}

import LanguageModel
import ModelFiles
import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// Blanks filled by models, beside the same counted out one by one.
struct ClozeFillerTests {
  /// The logarithm of the probability of a text, its first token aside.
  static func logProbability(_ text: String, _ model: TextModel) throws -> Double {
    let tokens = try model.prompt(text)
    var sum = 0.0
    try Reading(model: model).read(tokens, into: model.stream()) { index, answer in
      if index + 1 < tokens.count { sum += LogProbabilities(answer.logits)[tokens[index + 1]] }
    }
    return sum
  }

  /// What a text says of a candidate: how probable it is with it, less how probable that is alone.
  static func evidence(for candidate: String, in text: String, _ model: TextModel) throws -> Double {
    let alone = model.tokenizer.beginning == nil ? 0 : try logProbability(candidate, model)
    return try logProbability(text, model) - alone
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func candidatesAreRankedByWhatTheTextSaysOfThem(seed: UInt64) throws {
    let files = try RandomTaskModel(seed: seed)
    let model = try TextModel(path: files.folder)
    let candidates = ["公园", "学校", "天气很好", "玩", "好"]
    let text = try ClozeText(parsing: "今天去＿{\(candidates.joined(separator: "|"))}，好。")
    let fillings = try ClozeFiller(model).fillings(of: text, passage: "我们玩。", limit: 5)
    let logs = try candidates.map {
      try Self.evidence(for: $0, in: "我们玩。\n今天去\($0)，好。", model)
    }
    let sum = LogProbabilities.logSumOfExponentials(logs)
    let expected = zip(candidates, logs).sorted { $0.1 > $1.1 }
    #expect(fillings.map(\.texts) == expected.map { [$0.0] })
    for (filling, pair) in zip(fillings, expected) {
      #expect(abs(filling.probability - Natural.exp(pair.1 - sum)) < 1e-6)
    }
  }

  @Test func ofManyCandidatesThoseAreReadThatTheQuestionProposes() throws {
    let files = try RandomTaskModel(seed: 5)
    let model = try TextModel(path: files.folder)
    let letters = ["公", "园", "学", "校", "天", "气", "很"]
    let candidates = letters.flatMap { first in letters.map { first + $0 } }
    let text = ClozeText(parts: ["今天去", "。"], blanks: [.init(candidates: candidates)])
    let fillings = try ClozeFiller(model).fillings(of: text, limit: 40)
    // The likeliest answers to the infilling question, in the order in which the whole text ranks them.
    #expect(fillings.count == 40 && candidates.count == 49)
    let worth = try fillings.map { try Self.evidence(for: $0.texts[0], in: "今天去\($0.texts[0])。", model) }
    #expect(worth == worth.sorted(by: >))
  }

  @Test func candidatesAreAsLikelyBeforehandAsTheirWeights() throws {
    let files = try RandomTaskModel(seed: 3)
    let filler = ClozeFiller(try TextModel(path: files.folder))
    func fillings(_ weights: [Double], share: Double = 1) throws -> [String: Double] {
      var blank = ClozeText.Blank(candidates: ["公园", "学校"])
      blank.weights = weights
      blank.readingShare = share
      let found = try filler.fillings(of: ClozeText(parts: ["今天去", "。"], blanks: [blank]), passage: "玩。")
      return Dictionary(found.map { ($0.texts[0], $0.probability) }, uniquingKeysWith: +)
    }
    let (alike, weighed) = (try fillings([2, 2]), try fillings([3, 1]))
    let ratio = try #require(alike["公园"]) / #require(alike["学校"])
    #expect(abs(try #require(weighed["公园"]) / #require(weighed["学校"]) - 3 * ratio) < 1e-6 * ratio)
    let half = try fillings([2, 2], share: 0.5)
    #expect(abs(try #require(half["公园"]) / #require(half["学校"]) - ratio.squareRoot()) < 1e-6)
  }

  @Test func blanksAreFilledTogether() throws {
    let files = try RandomTaskModel(seed: 8)
    let model = try TextModel(path: files.folder)
    let choices = ["公园", "学校", "玩"]
    let text = try ClozeText(parsing: "＿{公园|学校|玩}很好，我们去＿{公园|学校|玩}。")
    var best: (texts: [String], log: Double) = ([], -.infinity)
    for first in choices {
      for second in choices {
        var log = try Self.logProbability("\(first)很好，我们去\(second)。", model)
        for word in [first, second] { log -= try Self.logProbability(word, model) }
        if log > best.log { best = ([first, second], log) }
      }
    }
    let fillings = try ClozeFiller(model).fillings(of: text)
    #expect(fillings.first?.texts == best.texts)
    #expect(fillings.count == 9)
    #expect(abs(fillings.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
  }

  @Test(arguments: [1, 2, 4])
  func fillingsHaveTheLengthThatIsAsked(length: Int) throws {
    let files = try RandomTaskModel(seed: 4)
    let fillings = try ClozeFiller(TextModel(path: files.folder))
      .fillings(of: ClozeText(parsing: "今天＿{\(length)}很好。"), limit: 6)
    #expect(!fillings.isEmpty)
    for filling in fillings {
      #expect(filling.texts[0].count == length)
      for edge in [filling.texts[0].first, filling.texts[0].last] {
        #expect(edge.map { $0.isLetter || $0.isNumber } == true, "\(filling.texts)")
      }
    }
    #expect(fillings.map(\.probability) == fillings.map(\.probability).sorted(by: >))
  }

  @Test func idiomsAreOfTheList() throws {
    let files = try RandomTaskModel(seed: 4)
    var filler = ClozeFiller(try TextModel(path: files.folder))
    filler.idioms = ["天天很好", "公园学校"]
    let fillings = try filler.fillings(of: ClozeText(parsing: "我们#idiom#。"))
    #expect(Set(fillings.map { $0.texts[0] }) == Set(filler.idioms))
  }

  @Test func aModelThatReadsFromLeftToRightJudgesTheWholeText() throws {
    let files = try RandomModel(seed: 6)
    let model = try TextModel(path: files.folder)
    let candidates = ["春", "冬", "山水", "一二三"]
    let text = try ClozeText(parsing: "花鸟＿{\(candidates.joined(separator: "|"))}，春夏。")
    let fillings = try ClozeFiller(model).fillings(of: text)
    let logs = try candidates.map { try Self.evidence(for: $0, in: "花鸟\($0)，春夏。", model) }
    let expected = zip(candidates, logs).sorted { $0.1 > $1.1 }
    #expect(fillings.map { $0.texts[0] } == expected.map(\.0))
    let sum = LogProbabilities.logSumOfExponentials(logs)
    #expect(abs((fillings.first?.probability ?? 0) - Natural.exp((expected.first?.1 ?? 0) - sum)) < 1e-6)
    let free = try ClozeFiller(model).fillings(of: ClozeText(parsing: "花＿{2}，春＿。"), limit: 5)
    #expect(!free.isEmpty && free.allSatisfy { $0.texts.count == 2 && $0.texts[0].count == 2 })
  }

  @Test func workStopsWhereItIsToldTo() throws {
    struct Stop: Error {}
    let files = try RandomTaskModel(seed: 4)
    let filler = ClozeFiller(try TextModel(path: files.folder))
    #expect(throws: Stop.self) {
      try filler.fillings(of: ClozeText(parsing: "今天＿好。")) { throw Stop() }
    }
  }

  @Test func whatIsTooLongIsSaid() throws {
    let files = try RandomTaskModel(context: 24, seed: 4)
    let filler = ClozeFiller(try TextModel(path: files.folder))
    let error = #expect(throws: ClozeError.self) {
      try filler.fillings(of: ClozeText(parsing: "今天＿{12}很好。"))
    }
    #expect("\(error.map { "\($0)" } ?? "")".hasPrefix("the blanks may take 13 tokens"))
  }

  @Test func aCandidateMayBeASentence() throws {
    let files = try RandomTaskModel(context: 256, seed: 4)
    let filler = ClozeFiller(try TextModel(path: files.folder))
    let sentence = String(repeating: "我们去公园玩，", count: 12)
    let fillings = try filler.fillings(of: ClozeText(parsing: "今天＿{\(sentence)|好}。"))
    #expect(Set(fillings.map { $0.texts[0] }) == [sentence, "好"])
    let longer = String(repeating: sentence, count: 3)
    #expect(throws: ClozeError.self) {
      try filler.fillings(of: ClozeText(parsing: "今天＿{\(longer)|好}。"))
    }
  }

  @Test func answersAreCounted() throws {
    let files = try RandomTaskModel(seed: 2)
    let evaluation = ClozeEvaluation(try TextModel(path: files.folder))
    var tally = ClozeEvaluation.Tally()
    let record = ClozeRecord(
      .object([
        .init(name: "passage", value: .string("今天去XXXXX，公园很好。")), .init(name: "answer", value: .string("公园")),
      ]))
    let fillings = try evaluation.answer(try #require(record), into: &tally)
    #expect(Set(fillings.map { $0.texts[0] }) == ["今天", "公园"])
    #expect(tally.count == 1 && tally.answerable == 1 && tally.amongThree == 1)
    #expect(tally.correct == (fillings[0].texts[0] == "公园" ? 1 : 0))
  }
}

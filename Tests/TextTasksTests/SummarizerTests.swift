import LanguageModel
import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// Summaries by models with random weights.
struct SummarizerTests {
  static let text = "今天天气很好。我们去公园玩，很好。学校很好。\n我们去学校。公园很好玩。"

  @Test(arguments: [
    (Summarizer.Amount.sentences(2), 2...2, 5), (.sentences(99), 5...5, 5), (.ratio(1), 5...5, 5),
    (.characters(14), 1...3, 5),
    // Next to nothing is chosen of clauses.
    (.ratio(0.01), 1...1, 6),
  ])
  func asMuchIsChosenAsIsAsked(amount: Summarizer.Amount, count: ClosedRange<Int>, pieces: Int) throws {
    let files = try RandomTaskModel(seed: 5)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.amount = amount
    summarizer.extractsOnly = true
    let summary = try summarizer.summarize(Self.text)
    #expect(count.contains(summary.chosen.count))
    #expect(summary.chosen == summary.chosen.sorted())
    #expect(summary.text == summary.extract)
    #expect(summary.sentences.count == pieces)
  }

  @Test func whatIsWrittenIsToldAsItGrows() throws {
    let files = try RandomTaskModel(seed: 5)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.longest = 12
    var parts: [String] = []
    var chosen: [Int] = []
    let summary = try summarizer.summarize(Self.text, chosen: { chosen = $1 }, eachStep: { parts.append($0) })
    #expect(chosen == summary.chosen)
    #expect(parts.count > 2)
    #expect(try summarizer.summarize(Self.text) == summary)
    #expect(try summarizer.summarize("") == Summary(text: "", sentences: [], chosen: []))
  }

  @Test func whatTheTextDoesNotHaveCanBeMadeToCost() throws {
    let text = "今天很好。我去玩。天好。"
    for seed in 1...8 as ClosedRange<UInt64> {
      let files = try RandomTaskModel(seed: seed)
      let model = try TextModel(path: files.folder)
      var summarizer = Summarizer(model)
      summarizer.amount = .ratio(1)
      summarizer.inventionCost = 50
      let present = Set(model.tokenizer.encode(text))
      let written = model.tokenizer.encode(try summarizer.summarize(text).text)
      #expect(!written.isEmpty && present.isSuperset(of: written), "seed \(seed)")
    }
  }

  @Test(arguments: [0, 0.5, 1])
  func aWrittenSummaryIsNotMuchShorterThanTheChosenSentences(share: Double) throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let files = try RandomTaskModel(seed: seed)
      let model = try TextModel(path: files.folder)
      let layout = try #require(TaskLayout(model.tokenizer))
      let most = model.tokenizer.encode(Self.text).count
      let shortest = max(1, Int(Double(most) * share))
      let search = SummarySearch(
        model: model, layout: layout, beams: 4, lengthPenalty: 1, longest: most, shortest: shortest,
        inventionCost: 0)
      let found = try search.run(question: layout.question(Self.text, for: .summary, limit: 60)) { _ in }
      #expect(shortest...most ~= found.tokens.count)
    }
  }

  @Test func whatFitsBesideTheBestIsChosenToo() throws {
    let files = try RandomTaskModel(seed: 5)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.extractsOnly = true
    summarizer.amount = .characters(12)
    (summarizer.worth.judgementWeight, summarizer.worth.centralityWeight) = (0, 0)
    // By their places the first has 8 of 12; the second would go over by more than half, the third fits.
    let summary = try summarizer.summarize("今天我们去学校。我们今天去公园玩很好玩。很好。")
    #expect(summary.chosen == [0, 2])
  }

  @Test func judgementsAreThoseOfTheHead() throws {
    let files = try RandomTaskModel(seed: 7)
    let model = try TextModel(path: files.folder)
    let layout = try #require(TaskLayout(model.tokenizer))
    let sentences = Sentences.split(Self.text)
    let judged = try SentenceJudge(model).judge(sentences)
    #expect(judged.count == sentences.count)
    let tokens = layout.judgement(of: sentences, limit: model.contextLength)[0].tokens
    let session = Session(model.decoder, shape: StreamShape(prefixLength: tokens.count))
    let answers = try model.decoder.advance(
      [.init(session: session, inputs: tokens.map { TokenInput(token: Int32($0)) })], outputs: .all)[0]
    let heads = zip(tokens, answers).filter { $0.0 == layout.sentence }.map(\.1.outcome)
    for (judgement, outcome) in zip(judged, heads) {
      let odds = Double(outcome[1] - outcome[0])
      #expect(abs(judgement.probability - 1 / (1 + Natural.exp(-odds))) < 1e-9)
      #expect(abs(judgement.vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
    }
  }

  @Test func aModelWithoutTasksChoosesByItsVectors() throws {
    let files = try RandomModel(seed: 6)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.amount = .sentences(1)
    let summary = try summarizer.summarize("春夏秋冬。山水花鸟，一二三。山水春。")
    #expect(summary.chosen.count == 1)
    #expect(summary.text == summary.sentences[summary.chosen[0]])
  }

  @Test func aSentenceFarTooLongIsChosenByItsClauses() throws {
    let files = try RandomTaskModel(seed: 5)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.extractsOnly = true
    summarizer.amount = .characters(6)
    (summarizer.worth.judgementWeight, summarizer.worth.centralityWeight) = (0, 0)
    let summary = try summarizer.summarize("今天天气很好，我们去公园玩，公园很好玩。学校很好。")
    #expect(summary.sentences == ["今天天气很好，", "我们去公园玩，", "公园很好玩。", "学校很好。"])
    #expect(summary.text == "今天天气很好", "the first clause, without its comma")
    #expect(summary.extract == summary.text)
  }

  @Test func centralIsWhatOthersSayToo() {
    let central = Centrality.of(["公园很好玩。", "我们去公园玩。", "公园很大。", "今天下雨。"].map { Substring($0) })
    // 公园 is in three sentences and 园很 in two, of four, five and three pairs; the last shares nothing.
    let degrees = [3 / 8.0.squareRoot(), 2 / 9.0.squareRoot(), 3 / 7.0.squareRoot(), 0]
    for (found, degree) in zip(central, degrees) {
      #expect(abs(found - Natural.log(degree / degrees[2] + 1e-3)) < 1e-12)
    }
    #expect(Centrality.of([]).isEmpty)
    #expect(Centrality.of(["一"])[0].isFinite)
  }

  @Test func aHeadingIsNoSentence() throws {
    let files = try RandomTaskModel(seed: 5)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.extractsOnly = true
    summarizer.amount = .sentences(1)
    (summarizer.worth.judgementWeight, summarizer.worth.centralityWeight) = (0, 0)
    #expect(try summarizer.summarize("公园\n公园很好玩。\nyiwen play\n学校").text == "公园很好玩。")
    #expect(try summarizer.summarize("公园\n学校").text == "公园", "where there is nothing else")
  }

  @Test(arguments: [
    ("甲乙，丙丁：戊。", ["甲乙，", "丙丁：", "戊。"]), ("没有逗号。", ["没有逗号。"]), ("，，", ["，", "，"]),
    ("共1,000人,至10:30止", ["共1,000人,", "至10:30止"]), ("", []),
  ])
  func clausesEndAtCommas(sentence: String, clauses: [String]) {
    #expect(Sentences.clauses(of: Substring(sentence)).map(String.init) == clauses)
  }

  @Test func aLongTextIsJudgedPieceByPiece() throws {
    let files = try RandomTaskModel(seed: 5)
    var summarizer = Summarizer(try TextModel(path: files.folder))
    summarizer.amount = .sentences(3)
    summarizer.extractsOnly = true
    let summary = try summarizer.summarize(String(repeating: Self.text + "\n", count: 30))
    #expect(summary.sentences.count == 150 && summary.chosen.count == 3)
  }
}

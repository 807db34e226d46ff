import LanguageModel
import TextTasks
import Tokenizers
import Testing
import Training

@testable import Corpora

/// Texts with blanks, and tasks, as training sequences.
struct InfillingTests {
  /// A vocabulary of single characters.
  static let tokenizer = UnigramTokenizer(
    special: SpecialToken.names + TaskToken.names,
    pieces: "象棋是两个人下的，马走日田车路炮翻山。\n".map { .init(text: String($0), score: -3) })

  func names(_ tokens: some Sequence<Int32>) -> [String] { tokens.map { Self.tokenizer.name(of: Int($0)) } }

  /// The text that a sequence with blanks was made of.
  func restored(_ sequence: [String]) throws -> String {
    let fill = try #require(sequence.firstIndex(of: "<fill>"))
    let spans = sequence[(fill + 1)...].split(separator: "<end>", omittingEmptySubsequences: false).dropLast()
    var left = spans.makeIterator()
    return sequence[1..<fill].map { $0 == "<blank>" ? left.next()?.joined() ?? "?" : $0 }.joined()
  }

  @Test(arguments: [0.0, 1.0])
  func whatIsMissingStandsBehindTheText(seesAll: Double) throws {
    let infilling = try #require(Infilling(Self.tokenizer, seesAll: seesAll))
    let text = Self.tokenizer.encode(String(repeating: "象棋是两个人下的，马走日。", count: 9)).map { Int32($0) }
    for seed in 0..<200 as Range<UInt64> {
      var builder = BatchBuilder()
      infilling.add(text[...], context: 96, seed: seed, to: &builder)
      let batch = builder.batch
      #expect(batch.tokenCount < 96, "seed \(seed)")
      // The last token is a target only.
      let last = batch.targets[batch.tokenCount - 1]
      let sequence = names(batch.tokens + [last])
      let whole = try restored(sequence)
      #expect(Self.tokenizer.decode(text.map { Int($0) }).hasPrefix(whole), "seed \(seed)")
      #expect(whole.count > 60, "seed \(seed)")
      let fill = try #require(sequence.firstIndex(of: "<fill>"))
      #expect(batch.prefixLengths == [seesAll == 1 ? Int32(fill + 1) : 0])
      for (index, target) in batch.targets.enumerated() {
        if index >= fill {
          #expect(names([target]) == [sequence[index + 1]])
        } else if seesAll == 1 || ["<blank>", "<fill>"].contains(sequence[index + 1]) {
          #expect(target == -1)
        } else {
          #expect(names([target]) == [sequence[index + 1]])
        }
      }
    }
  }

  @Test func blanksKeepATokenBetweenThem() {
    for seed in 0..<300 as Range<UInt64> {
      for count in [1, 2, 3, 10, 400] {
        var generator = SeededGenerator(seed: seed)
        let spans = Infilling.spans(of: count, using: &generator)
        #expect((1...Infilling.mostBlanks).contains(spans.count))
        #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        #expect(spans.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= count })
      }
    }
  }

  @Test func aVocabularyWithoutTaskTokensHasNoBlanks() {
    #expect(Infilling(CharacterTokenizer(counts: ["a": 1], limit: 9), seesAll: 0) == nil)
    #expect(Infilling(UnigramTokenizer(special: SpecialToken.names, pieces: []), seesAll: 0) == nil)
  }

  func prepared(_ lines: [String], in place: Workplace, longest: Int = 64) throws -> PreparedTasks {
    let file = try place.write(lines.joined(separator: "\n") + "\n", to: "tasks.jsonl")
    var preparation = try TaskPreparation(vocabulary: Self.tokenizer)
    preparation.longest = longest
    let folder = try place.folder("tasks")
    _ = try preparation.run(files: [(path: file, licence: "CC0")], to: folder)
    return try PreparedTasks(folder: folder)
  }

  @Test func recordsBecomeQuestionsAndAnswers() throws {
    let place = try Workplace()
    let (first, third) = ("马走日，象走田，马走日，象走田。", "炮翻山，炮翻山，炮翻山，炮翻山。")
    let tasks = try prepared(
      [
        #"{"passage":"象棋是XXXXX下的。","answer":"两个人"}"#,
        #"{"text":"\#(first)车走路。\#(third)人下棋。","summary":"\#(first)\#(third)"}"#,
        #"{"text":"象棋是两个人下的。","title":"象棋"}"#,
        #"{"text":"象棋是两个人下的。","summary":"象棋"}"#,
      ], in: place, longest: 128)
    let sequences = zip(tasks.offsets, tasks.offsets.dropFirst()).map {
      names(tasks.tokens($0..<$1)).joined()
    }
    #expect(
      sequences == [
        "<bos>象棋是<blank>下的。<fill>两个人<end>",
        "<bos>\(first)车走路。\(third)人下棋。<sum>\(first)\(third)<end>",
        "<bos>\(first)<sent>车走路。<sent>\(third)<sent>人下棋。<sent>",
        "<bos>象棋是两个人下的。<title>象棋<end>",
        "<bos>象棋是两个人下的。<title>象棋<end>",
      ])
    #expect(tasks.prefixes == [9, 42, 45, 11, 11])
    let none = Int(TaskSequences.noOutcome)
    let judged = tasks.asked(tasks.offsets[2]..<tasks.offsets[3]).map { Int($0) }.filter { $0 != none }
    #expect(judged.map { TextOutcome(rawValue: $0) } == [.taken, .omitted, .taken, .omitted])
    let tags = tasks.asked(tasks.offsets[1]..<tasks.offsets[2]).map { Int($0) }.filter { $0 != none }
    let copy = [TextOutcome.copied] + [TextOutcome](repeating: .continued, count: 15)
    #expect(tags.map { TextOutcome(rawValue: $0) } == copy + copy + [.written])
  }

  @Test func ofATaskTheAnswerIsAskedFor() throws {
    let place = try Workplace()
    let tasks = try prepared([#"{"text":"象棋是两个人下的。","title":"象棋"}"#], in: place)
    let (batch, next) = TaskSource([tasks], context: 64, seed: 1).batch(at: 0, tokenLimit: 64)
    #expect(next == 1)
    #expect(names(batch.tokens).joined() == "<bos>象棋是两个人下的。<title>象棋")
    #expect(batch.prefixLengths == [11])
    #expect(batch.targets.prefix(10).allSatisfy { $0 == -1 })
    #expect(names(batch.targets.suffix(3)) == ["象", "棋", "<end>"])
    #expect(batch.outcomes.suffix(3) == [3, 4, 2])
    // What is too long loses its beginning.
    let short = TaskSource([tasks], context: 8, seed: 1).batch(at: 0, tokenLimit: 64).batch
    #expect(names(short.tokens).joined() == "人下的。<title>象棋")
    #expect(short.prefixLengths == [5])
  }

  @Test func aShareOfTheSequencesAreTasks() throws {
    let place = try Workplace()
    let tasks = try prepared(
      (0..<7).map { _ in #"{"text":"象棋是两个人下的。","title":"象棋"}"# }, in: place)
    var preparation = TextPreparation()
    preparation.vocabulary = Self.tokenizer
    preparation.documents = .line
    let file = try place.write(String(repeating: "马走日，象走田。\n", count: 30), to: "a.txt")
    let folder = try place.folder("text")
    _ = try preparation.run(files: [(path: file, licence: nil)], to: folder)
    var plan = DataPlan(
      layout: .text, training: [folder, tasks.folder], validation: [], facts: 0, context: 32,
      augmentation: .none, seed: 1)
    plan.taskShare = 0.3
    let source = try plan.open(vocabulary: VocabularyFile(folder: folder)).training
    var cursor = 0
    var (asked, whole) = (0, 0)
    while cursor < 300 {
      let (batch, next) = source.batch(at: cursor, tokenLimit: 100)
      #expect(batch.tokenCount <= 100)
      #expect(source.batch(at: cursor, tokenLimit: 100).batch == batch)
      asked += batch.prefixLengths.count { $0 > 0 }
      whole += batch.prefixLengths.count
      cursor = next
    }
    #expect(abs(Double(asked) / Double(whole) - 0.3) < 0.02)
  }

  @Test(arguments: [
    (
      #"{"text":"甲"}"#,
      "line 1: the record should have a passage and an answer, or a text and a summary or a title"
    ),
    ("{", "line 1: JSON: "),
  ])
  func faultyRecordsAreNamed(line: String, sentence: String) throws {
    let place = try Workplace()
    #expect {
      try prepared([line], in: place)
    } throws: { "\($0)".contains(sentence) }
  }
}

import LanguageModel
import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// Texts drawn token by token, on models whose every answer is known.
struct GenerationTests {
  static func greedy(maximum: Int = 40) -> GenerationOptions {
    var options = GenerationOptions()
    options.sampling = .greedy
    options.maximumTokens = maximum
    return options
  }

  /// a b c d e, then the end.
  static func alphabet(context: Int = 64) throws -> BigramModel {
    try BigramModel(
      "abcde", ["^": ["a": 1], "a": ["b": 1], "b": ["c": 1], "c": ["d": 1], "d": ["e": 1], "e": ["$": 1]],
      context: context)
  }

  func write(
    _ model: TextModel, after prompt: String, _ options: GenerationOptions
  ) throws -> (texts: [GeneratedText], pieces: [String]) {
    let generation = try Generation(model, prompt: try model.prompt(prompt), options: options)
    var pieces: [String] = []
    let texts = try generation.run { step in
      if step.sample == 0 { pieces.append(step.text) }
    }
    return (texts, pieces)
  }

  @Test func theModelEndsItsText() throws {
    let files = try Self.alphabet()
    let (texts, pieces) = try write(try files.model, after: "ab", Self.greedy())
    #expect(texts.map(\.text) == ["cde"])
    #expect(texts[0].end == .endToken(2))
    #expect(pieces == ["c", "d", "e", ""])
    #expect(texts[0].tokens.map(\.token) == [6, 7, 8, 2])
    #expect(texts[0].tokens.allSatisfy { $0.logProbability == nil && $0.alternatives.isEmpty })
  }

  @Test func anEmptyPromptBeginsAText() throws {
    let files = try Self.alphabet()
    #expect(try write(try files.model, after: "", Self.greedy()).texts[0].text == "abcde")
  }

  @Test func theLimitEndsAText() throws {
    let files = try Self.alphabet()
    let text = try write(try files.model, after: "", Self.greedy(maximum: 3)).texts[0]
    #expect(text.text == "abc")
    #expect(text.end == .limit)
  }

  @Test(arguments: [
    (["cd"], "ab", ["a", "b", "", ""], EndReason.stop("cd")),
    // A part of a stop string that does not come is shown late, but shown.
    (["cx", "ba"], "abcde", ["a", "", "b", "cd", "e", ""], .endToken(2)),
    (["de!"], "abcde", ["a", "b", "c", "", "", "de"], .endToken(2)),
    (["e", "bcd"], "a", ["a", "", "", ""], .stop("bcd")),
    (["a"], "", [""], .stop("a")),
  ])
  func stopStringsEndATextAndAreNeverShown(
    stops: [String], text: String, pieces: [String], end: EndReason
  ) throws {
    let files = try Self.alphabet()
    var options = Self.greedy()
    options.stops = stops
    let found = try write(try files.model, after: "", options)
    #expect(found.texts[0].text == text)
    #expect(found.texts[0].end == end)
    #expect(found.pieces == pieces)
  }

  @Test func aTextThatRunsInCirclesEnds() throws {
    let files = try BigramModel(
      "xabc", ["^": ["x": 1], "x": ["a": 1], "a": ["b": 1], "b": ["c": 1], "c": ["a": 1]])
    let model = try files.model
    var options = Self.greedy(maximum: 500)
    let text = try write(model, after: "", options).texts[0]
    #expect(text.end == .loop(period: 3))
    #expect(text.tokens.count == 1 + 32)
    options.loops = nil
    let endless = try write(model, after: "", options).texts[0]
    #expect(endless.end == .limit)
    #expect(endless.tokens.count == 500)
    // The prompt may say what it likes as often as it likes.
    options = Self.greedy(maximum: 20)
    let prompt = String(repeating: "abc", count: 12)
    #expect(try write(model, after: prompt, options).texts[0].end == .limit)
  }

  @Test func anEndedTextIsTheSameWithOthersBesideIt() throws {
    let files = try RandomModel()
    let model = try files.model
    var options = GenerationOptions()
    options.maximumTokens = 30
    options.seed = 11
    options.samples = 5
    let five = try write(model, after: "春", options).texts.map(\.text)
    #expect(Set(five).count == 5, "\(five)")
    for count in [1, 3] {
      options.samples = count
      #expect(try write(model, after: "春", options).texts.map(\.text) == Array(five.prefix(count)))
    }
    options.samples = 5
    #expect(try write(model, after: "春", options).texts.map(\.text) == five)
    options.seed = 12
    #expect(try write(model, after: "春", options).texts.map(\.text) != five)
  }

  @Test func everySampleEndsForItsOwnReason() throws {
    let files = try BigramModel(
      "abc", ["^": ["a": 0.5, "b": 0.5], "a": ["$": 1], "b": ["c": 1], "c": ["c": 1]])
    var options = GenerationOptions()
    options.samples = 12
    options.maximumTokens = 50
    let texts = try write(try files.model, after: "", options).texts
    let ends = Set(texts.map(\.end))
    #expect(ends == [.endToken(2), .loop(period: 1)], "seed 0")
    for text in texts {
      #expect(text.text == (text.end == .endToken(2) ? "a" : "b" + String(repeating: "c", count: 32)))
    }
  }

  @Test func probabilitiesAreThoseOfTheModel() throws {
    let files = try BigramModel(
      "abc", ["^": ["a": 0.7, "b": 0.2, "c": 0.1], "a": ["$": 1], "b": ["$": 1], "c": ["$": 1]])
    var options = Self.greedy()
    options.alternatives = 3
    // Neither the temperature nor what is banned changes what the model thinks.
    options.sampling.repetitionPenalty = 2
    let first = try #require(try write(try files.model, after: "", options).texts[0].tokens.first)
    #expect(first.token == 4)
    #expect(abs((first.logProbability ?? 0) - Natural.log(0.7)) < 1e-5)
    #expect(first.alternatives.map(\.token) == [4, 5, 6])
    for (alternative, expected) in zip(first.alternatives, [0.7, 0.2, 0.1]) {
      #expect(abs(Natural.exp(alternative.logProbability) - expected) < 1e-5)
    }
  }

  @Test func specialTokensAreWrittenOnlyWhenAsked() throws {
    let files = try BigramModel("ab", ["^": ["a": 1], "a": ["^": 0.9, "b": 0.1], "b": ["$": 1]])
    let model = try files.model
    var options = Self.greedy(maximum: 4)
    #expect(try write(model, after: "", options).texts[0].text == "ab")
    options.writesSpecialTokens = true
    #expect(try write(model, after: "", options).texts[0].tokens.map(\.token) == [4, 1, 4, 1])
    options = Self.greedy(maximum: 4)
    options.ignoresEnds = true
    #expect(try write(model, after: "", options).texts[0].end == .limit)
  }

  @Test func aFullContextSlidesOrEnds() throws {
    let next: [Character: Character] = ["a": "b", "b": "c", "c": "d", "d": "e", "e": "a"]
    let files = try BigramModel("abcde", next.mapValues { [$0: 1] }, context: 16)
    let model = try files.model
    var options = Self.greedy(maximum: 100)
    options.loops = nil
    let generation = try Generation(model, prompt: try model.prompt("abc"), options: options)
    let text = try generation.run()[0]
    #expect(text.text == String((0..<100).map { Array("deabc")[$0 % 5] }))
    // Four tokens stay, and of twelve others six: 103 tokens but the last are read, each slide makes room for six.
    #expect(generation.slides == 15)
    options.fullContext = .end
    let ended = try write(model, after: "abc", options).texts[0]
    #expect(ended.end == .contextFull)
    #expect(ended.tokens.count == 16 - 4 + 1)
  }

  @Test func afterASlideTheTextGoesOnAsFromTheWindowAlone() throws {
    let files = try RandomModel(context: 24)
    let model = try files.model
    var options = Self.greedy(maximum: 60)
    options.loops = nil
    options.sampling.repetitionPenalty = 1.3
    options.sampling.repetitionWindow = 8
    let prompt = try model.prompt("春夏秋冬")
    let found = try Generation(model, prompt: prompt, options: options).run()[0].tokens.map(\.token)
    // Slowly: every token from a new stream of the window.
    let chain = try options.sampling.chain(banning: model.silentTokens)
    let window = ContextWindow(capacity: 24, prompt: prompt.count, keeping: nil)
    #expect(window.kept == 5)
    var read = prompt
    var history = prompt
    for token in found {
      let answer = try Reading(model: model).advance([(session: model.stream(), tokens: read)])[0]
      #expect(token == chain.mostLikely(answer.logits, history: history))
      history.append(token)
      if read.count == 24 { read = read.prefix(5) + window.sliding(read) }
      read.append(token)
    }
  }

  @Test func aPromptThatIsTooLongLosesItsMiddle() throws {
    let files = try Self.alphabet(context: 16)
    let model = try files.model
    let prompt = try model.prompt(String(repeating: "a", count: 30) + "bc")
    var options = Self.greedy(maximum: 2)
    let generation = try Generation(model, prompt: prompt, options: options)
    #expect(generation.droppedPromptTokens == 33 - 14)
    #expect(try generation.run()[0].text == "de")
    options.fullContext = .end
    #expect(throws: GenerationError.promptTooLong(tokens: 33, context: 16)) {
      try Generation(model, prompt: prompt, options: options)
    }
  }

  @Test func aStepCanStopTheRest() throws {
    let files = try Self.alphabet()
    let model = try files.model
    let generation = try Generation(model, prompt: try model.prompt(""), options: Self.greedy())
    #expect(throws: CancellationError.self) {
      try generation.run { step in if step.text == "c" { throw CancellationError() } }
    }
    #expect(generation.results.map(\.text) == ["abc"])
  }

  @Test func optionsOutOfRangeAreNamed() throws {
    let files = try Self.alphabet()
    let model = try files.model
    func sentence(_ change: (inout GenerationOptions) -> Void) -> String {
      var options = GenerationOptions()
      change(&options)
      do {
        _ = try Generation(model, prompt: [1], options: options)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(sentence { $0.maximumTokens = 0 } == "max-tokens: 0 is out of range, it should be 1 or more")
    #expect(sentence { $0.samples = 0 } == "n: 0 is out of range, it should be 1 to 256")
    #expect(sentence { $0.alternatives = -1 } == "logprobs: -1 is out of range, it should be 0 or more")
    #expect(sentence { $0.stops = ["x", ""] } == "stop: an empty text is out of range, it should be a text")
    #expect(sentence { $0.loops?.repeats = 1 } == "loop repeats: 1 is out of range, it should be 2 or more")
    #expect(
      sentence { $0.sampling.topP = 2 }
        == "top-p: 2.0 is out of range, it should be above 0 and at most 1 (off)")
    #expect(throws: GenerationError.emptyPrompt) {
      try Generation(model, prompt: [], options: GenerationOptions())
    }
  }

  @Test func theChainTellsWhatIsOn() throws {
    var options = SamplingOptions()
    #expect(try options.chain().description == "top-k 40, top-p 0.95, min-p 0.05, temperature 0.8")
    options.typicalP = 0.9
    options.repetitionPenalty = 1.1
    options.frequencyPenalty = 0.5
    options.noRepeatNGram = 3
    #expect(
      try options.chain(banning: [1]).description
        == "banned-tokens (1), repetition-penalty 1.1 over 64, frequency-penalty 0.5, presence-penalty 0.0 over 64, "
        + "no-repeat-ngram 3, top-k 40, typical-p 0.9, top-p 0.95, min-p 0.05, temperature 0.8")
    #expect(try SamplingOptions.greedy.chain().description == "temperature 0.0")
  }
}

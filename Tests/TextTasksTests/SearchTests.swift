import LanguageModel
import Testing
import TextTestSupport

@testable import TextTasks

/// Searches that look further than one token.
struct SearchTests {
  /// The likeliest first token leads to a less likely text.
  static let garden: [Character: [Character: Double]] = [
    "^": ["a": 0.6, "b": 0.4], "a": ["c": 0.5, "d": 0.5], "b": ["e": 1], "c": ["$": 1], "d": ["$": 1],
    "e": ["$": 1],
  ]

  static func options(samples: Int = 1, maximum: Int = 20) -> GenerationOptions {
    var options = GenerationOptions()
    options.samples = samples
    options.maximumTokens = maximum
    return options
  }

  @Test func beamsFindTheTextThatGreedMisses() throws {
    let files = try BigramModel("abcde", Self.garden)
    let model = try files.model
    let prompt = try model.prompt("")
    let greedy = try Generation(model, prompt: prompt, options: GenerationTests.greedy()).run()[0]
    #expect(greedy.text == "ac")
    let one = try BeamSearch(model, beams: 1, lengthPenalty: 0, options: Self.options()).run(prompt: prompt)
    #expect(one.map(\.text) == ["ac"])
    let texts = try BeamSearch(model, beams: 3, lengthPenalty: 0, options: Self.options(samples: 3))
      .run(prompt: prompt)
    #expect(texts.map(\.text) == ["be", "ac", "ad"])
    for (text, expected) in zip(texts, [0.4, 0.3, 0.3]) {
      #expect(abs(Natural.exp(text.score ?? 0) - expected) < 1e-4)
      #expect(text.end == .endToken(2))
    }
  }

  @Test func theLengthPenaltyFavoursLongerTexts() throws {
    // "a" ends at once with 0.5; "bcd" has 0.5 · 0.8.
    let files = try BigramModel(
      "abcd",
      ["^": ["a": 0.5, "b": 0.5], "a": ["$": 1], "b": ["c": 0.8, "$": 0.2], "c": ["d": 1], "d": ["$": 1]])
    let model = try files.model
    func best(_ penalty: Double) throws -> GeneratedText {
      try BeamSearch(model, beams: 4, lengthPenalty: penalty, options: Self.options())
        .run(prompt: try model.prompt(""))[0]
    }
    #expect(try best(0).text == "a")
    #expect(try best(2).text == "bcd")
    // ln 0.4 / (9 / 6)^2: four tokens with the end.
    #expect(abs((try best(2).score ?? 0) - Natural.log(0.4) / 2.25) < 1e-4)
  }

  /// All texts of a random model up to four tokens, one by one: enough beams find the best of them.
  @Test func enoughBeamsFindTheBestTextThereIs() throws {
    let files = try RandomModel(seed: 8)
    let model = try files.model
    let prompt = try model.prompt("山")
    var options = Self.options(maximum: 2)
    options.loops = nil
    let found = try BeamSearch(model, beams: 64, lengthPenalty: 0, options: options).run(prompt: prompt)[0]
    let reading = Reading(model: model)
    let chain = try options.sampling.corrections(banning: model.silentTokens)
    func ranked(_ tokens: [Int]) throws -> [(token: Int, logProbability: Double)] {
      let answer = try reading.advance([(session: model.stream(), tokens: tokens)])[0]
      return RankedCandidates(chain.candidates(of: answer.logits), limit: 100).entries
    }
    var best = -Double.infinity
    for first in try ranked(prompt) {
      if first.token == 2 { best = max(best, first.logProbability); continue }
      best = max(best, first.logProbability + (try ranked(prompt + [first.token])[0].logProbability))
    }
    #expect(abs((found.score ?? 0) - best) < 1e-4)
  }

  @Test func beamsEndAtStopsLimitsLoopsAndTheContext() throws {
    let files = try BigramModel(
      "abc", ["^": ["a": 1], "a": ["b": 1], "b": ["c": 1], "c": ["a": 1]], context: 40)
    let model = try files.model
    func text(_ change: (inout GenerationOptions) -> Void) throws -> GeneratedText {
      var options = Self.options(maximum: 1000)
      change(&options)
      return try BeamSearch(model, beams: 1, options: options).run(prompt: try model.prompt(""))[0]
    }
    #expect(try text { $0.stops = ["ca"] }.text == "ab")
    #expect(try text { $0.maximumTokens = 5 }.text == "abcab")
    #expect(try text { _ in }.end == .loop(period: 3))
    #expect(try text { $0.loops = nil }.end == .contextFull)
    #expect(throws: GenerationError.promptTooLong(tokens: 41, context: 40)) {
      let prompt = try model.prompt(String(repeating: "a", count: 40))
      return try BeamSearch(model, beams: 2, options: Self.options()).run(prompt: prompt)
    }
  }

  @Test func searchOptionsOutOfRangeAreNamed() throws {
    let files = try BigramModel("a", [:])
    let model = try files.model
    func sentence(_ make: () throws -> Void) -> String {
      do {
        try make()
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      sentence { _ = try BeamSearch(model, beams: 0, options: Self.options()) }
        == "beams: 0 is out of range, it should be 1 to 256")
    #expect(
      sentence { _ = try BeamSearch(model, beams: 2, options: Self.options(samples: 3)) }
        == "n: 3 is out of range, it should be at most the number of beams, 2")
    #expect(
      sentence { _ = try BeamSearch(model, beams: 2, lengthPenalty: -1, options: Self.options()) }
        == "length-penalty: -1.0 is out of range, it should be from 0 to 10")
    #expect(
      sentence { _ = try ContrastiveSearch(model, candidates: 0, options: Self.options()) }
        == "top-k: 0 is out of range, it should be 1 to 256")
    #expect(
      sentence { _ = try ContrastiveSearch(model, penalty: 1.5, options: Self.options()) }
        == "contrastive: 1.5 is out of range, it should be from 0 (off) to 1")
  }

  /// Here the states of two tokens are the same or at right angles, so the scores can be worked out by hand.
  @Test func contrastiveSearchLeavesWhatWasSaid() throws {
    let files = try BigramModel(
      "abc", ["^": ["a": 1], "a": ["a": 0.6, "b": 0.4], "b": ["a": 0.7, "c": 0.3], "c": ["$": 1]])
    let model = try files.model
    func text(_ penalty: Double) throws -> GeneratedText {
      var pieces = ""
      let text = try ContrastiveSearch(
        model, candidates: 2, penalty: penalty, options: Self.options(maximum: 10)
      ).run(prompt: try model.prompt("")) { pieces += $0.text }
      #expect(pieces == text.text)
      return text
    }
    #expect(try text(0).text == "aaaaaaaaaa")
    // (1 - 0.6) · 0.6 - 0.6 < (1 - 0.6) · 0.4, and so on.
    #expect(try text(0.6).text == "abc")
    #expect(try text(0.6).end == .endToken(2))
    // 0.9 · 0.6 - 0.1 > 0.9 · 0.4: what was said is worth repeating.
    #expect(try text(0.1).text == "aaaaaaaaaa")
  }

  @Test func theStateIsWhatTheHeadReads() throws {
    let files = try RandomModel()
    let model = try files.model
    let inputs = try model.prompt("春水").map { TokenInput(token: Int32($0)) }
    let plain = try model.decoder.advance([.init(session: model.stream(), inputs: inputs)], outputs: .all)[0]
    let told = try model.decoder.advance(
      [.init(session: model.stream(), inputs: inputs)], outputs: .all, states: true)[0]
    #expect(plain.map(\.logits) == told.map(\.logits))
    #expect(plain.allSatisfy { $0.state.isEmpty })
    #expect(told.allSatisfy { $0.state.count == model.decoder.config.width })
  }
}

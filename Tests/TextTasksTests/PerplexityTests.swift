import LanguageModel
import Testing
import TextTestSupport

@testable import TextTasks

/// How well a model knows a text, whatever windows and pieces it comes in.
struct PerplexityTests {
  static let text = "abbabaabbbabaababbabaabab"

  static func files() throws -> BigramModel {
    try BigramModel(
      "ab", ["^": ["a": 0.5, "b": 0.5], "a": ["a": 0.25, "b": 0.75], "b": ["a": 0.6, "b": 0.4]])
  }

  /// The surprise of the text, added up by hand.
  static var nats: Double {
    var sum = -Natural.log(0.5)
    for (previous, next) in zip(text, text.dropFirst()) {
      let row = previous == "a" ? ["a": 0.25, "b": 0.75] : ["a": 0.6, "b": 0.4]
      sum -= Natural.log(row[String(next)] ?? 0)
    }
    return sum
  }

  func measure(_ model: TextModel, context: Int?, stride: Int?, piece: Int = 7) throws -> Perplexity.Measure {
    var perplexity = try Perplexity(model, context: context, stride: stride)
    var rest = Self.text[...]
    while !rest.isEmpty {
      try perplexity.add(String(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
    }
    return try perplexity.finish()
  }

  /// A model that looks at one token only sees it in every window.
  @Test(arguments: [3, 4, 5, 9, 24, 26, 64])
  func everyTokenIsMeasuredOnce(context: Int) throws {
    let files = try Self.files()
    let model = try files.model
    for stride in 1...context - 2 {
      for piece in [1, 7, 100] {
        let found = try measure(model, context: context, stride: stride, piece: piece)
        #expect(found.tokens == Self.text.count, "stride \(stride), pieces of \(piece)")
        #expect(abs(found.nats - Self.nats) < 1e-4, "stride \(stride), pieces of \(piece)")
      }
    }
  }

  @Test func theMeasuresFollowFromTheSurprise() throws {
    let files = try Self.files()
    let found = try measure(try files.model, context: nil, stride: nil)
    #expect(abs(found.natsPerToken - Self.nats / 25) < 1e-6)
    #expect(abs(found.perplexity - Natural.exp(Self.nats / 25)) < 1e-5)
    #expect(abs(found.bitsPerCharacter - Self.nats / Natural.log(2) / 25) < 1e-6)
    #expect(found.bitsPerByte == found.bitsPerCharacter)
    #expect(Perplexity.Measure().perplexity == 1)
  }

  @Test func bytesAndUnknownCharactersAreCounted() throws {
    let files = try RandomModel()
    var perplexity = try Perplexity(try files.model)
    try perplexity.add("春水🂡")
    let found = try perplexity.finish()
    #expect(found.tokens == 3)
    #expect(found.characters == 3)
    #expect(found.bytes == 10)
    #expect(found.unknownTokens == 1)
  }

  /// One window is one run of the model; more context never costs a token of it.
  @Test func aWindowIsARunOfTheModel() throws {
    let files = try RandomModel()
    let model = try files.model
    let text = "春夏秋冬山水花鸟一二三四五六七八九十，。"
    var perplexity = try Perplexity(model)
    try perplexity.add(text)
    let found = try perplexity.finish()
    let tokens = try model.prompt(text)
    var nats = 0.0
    try Reading(model: model).read(Array(tokens.dropLast()), into: model.stream()) { index, answer in
      nats -= LogProbabilities(answer.logits)[tokens[index + 1]]
    }
    #expect(abs(found.nats - nats) < 1e-6)
  }

  @Test func windowsOutOfRangeAreNamed() throws {
    let files = try Self.files()
    let model = try files.model
    #expect(throws: GenerationError.option("context", value: "65", expected: "3 to 64")) {
      try Perplexity(model, context: 65)
    }
    #expect(throws: GenerationError.option("stride", value: "8", expected: "1 to 6")) {
      try Perplexity(model, context: 8, stride: 8)
    }
  }
}

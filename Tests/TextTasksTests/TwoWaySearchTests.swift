import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// The characters of ``RandomModel``, the first three of which are the signs of blanks.
struct InfillingTokenizer: TextTokenizer {
  let characters: any TextTokenizer
  let signs = ["<blank>": 4, "<fill>": 5, "<end>": 6]
  var count: Int { characters.count }
  var specialTokens: [String: Int] { characters.specialTokens.merging(signs) { $1 } }
  var beginning: Int? { characters.beginning }
  var ends: Set<Int> { characters.ends }
  func encode(_ text: String) -> [Int] { characters.encode(text) }
  func bytes(of token: Int, after previous: Int?) -> [UInt8] {
    (4...6).contains(token) ? [] : characters.bytes(of: token, after: previous)
  }
  func name(of token: Int) -> String { signs.first { $0.value == token }?.key ?? characters.name(of: token) }
}

/// A middle whose halves agree.
struct TwoWaySearchTests {
  static func options() -> GenerationOptions {
    var options = GenerationOptions()
    options.maximumTokens = 8
    return options
  }

  static func search(_ files: RandomModel) throws -> (TextModel, TwoWaySearch) {
    let plain = try files.model
    let model = try TextModel(
      decoder: plain.decoder, tokenizer: InfillingTokenizer(characters: plain.tokenizer))
    var search = try TwoWaySearch(model, options: options())
    search.rounds = 20
    return (model, search)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theHalvesAgreeInTheEnd(seed: UInt64) throws {
    let files = try RandomModel(context: 64, seed: seed)
    let (model, search) = try Self.search(files)
    let found = try search.run(before: "春", after: "山水。")
    #expect(found.agrees, "seed \(seed)")
    #expect(found.score >= found.draftScore, "seed \(seed)")
    #expect(try search.run(before: "春", after: "山水。") == found)

    // The score is that of some cut of the text, reckoned anew.
    let tokens = model.tokenizer.encode(found.text)
    let infilling = try Infilling(model)
    let (before, after) = (model.tokenizer.encode("春"), model.tokenizer.encode("山水。"))
    let scores = try (0...tokens.count).map { cut in
      let (left, right) = (Array(tokens[..<cut]), Array(tokens[cut...]))
      let forth = try infilling.logProbability(of: left, before: before, after: right + after)
      let back = try infilling.logProbability(of: right, before: before + left, after: after)
      return (forth + back) / Double(tokens.count + 2)
    }
    #expect(scores.contains { abs($0 - found.score) < 1e-6 }, "seed \(seed): \(scores), \(found)")
  }

  @Test func lookingBothWaysFindsWhatOneWayMisses() throws {
    let better = try (1...6 as ClosedRange<UInt64>).filter { seed in
      let files = try RandomModel(context: 64, seed: seed)
      let found = try Self.search(files).1.run(before: "春", after: "山水。")
      return found.score > found.draftScore + 1e-9
    }
    #expect(!better.isEmpty, "of seeds 1 to 6 none")
  }

  @Test func aModelWithoutBlanksIsRefused() throws {
    let files = try RandomModel()
    let model = try files.model
    #expect(throws: GenerationError.noInfilling(missing: "<blank>")) {
      try TwoWaySearch(model, options: Self.options())
    }
    let (_, search) = try Self.search(try RandomModel(context: 16))
    #expect(throws: GenerationError.promptTooLong(tokens: 23, context: 16)) {
      try search.run(before: String(repeating: "山", count: 20), after: "")
    }
  }
}

import LanguageModel
import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// Texts of a given form.
struct ConstrainedSearchTests {
  func find(
    _ model: TextModel, _ form: TextForm, seed: UInt64 = 1, steps: Int = 150
  ) throws -> ConstrainedSearch.Result {
    var search = try ConstrainedSearch(model, form: form)
    search.seed = seed
    search.steps = steps
    return try search.run(prompt: try model.prompt("春。"))
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func anAcrosticHasItsHeadsLengthsAndWords(seed: UInt64) throws {
    let files = try RandomModel(context: 96)
    let model = try files.model
    let form = try TextForm.acrostic("春夏秋冬", length: 5, words: ["花鸟", "山水"])
    let found = try find(model, form, seed: seed)
    let lines = found.text.split(separator: "\n").map(String.init)
    #expect(lines.map { $0.first } == ["春", "夏", "秋", "冬"], "seed \(seed)")
    #expect(lines.map(\.count) == [6, 6, 6, 6], "\(found.text), seed \(seed)")
    #expect(lines.map { $0.last } == ["，", "。", "，", "。"])
    #expect(found.text.contains("花鸟") && found.text.contains("山水"))
    #expect(found.tried == 150 && found.accepted > 0)
    for line in lines {
      let free = line.dropFirst().dropLast()
      #expect(Set(free).count == free.count, "\(line) repeats a character, seed \(seed)")
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aSentenceHasItsLengthAndItsWordsInOrder(seed: UInt64) throws {
    let files = try RandomModel(context: 96)
    let model = try files.model
    for lengths in [9...9, 5...14, 1...30] {
      let found = try find(model, try .sentence(lengths: lengths, words: ["山", "水花"]), seed: seed)
      let text = found.text
      #expect(text.last == "。" && lengths.contains(text.count - 1), "\(text), seed \(seed)")
      let mountain = try #require(text.firstRange(of: "山"))
      #expect(text[mountain.upperBound...].contains("水花"), "\(text), seed \(seed)")
      #expect(!text.dropLast().contains("。"))
    }
  }

  @Test func theSameSeedFindsTheSameText() throws {
    let files = try RandomModel(context: 96)
    let model = try files.model
    let form = try TextForm.sentence(lengths: 6...20, words: ["山"])
    #expect(try find(model, form, seed: 5) == find(model, form, seed: 5))
    #expect(try find(model, form, seed: 5).text != find(model, form, seed: 6).text)
  }

  @Test func theScoreIsTheModelsAndGrows() throws {
    let files = try RandomModel(context: 96)
    let model = try files.model
    let form = try TextForm.sentence(lengths: 8...8, words: ["山"])
    let first = try find(model, form, steps: 0)
    let found = try find(model, form, steps: 300)
    #expect(found.logProbability > first.logProbability)
    let prompt = try model.prompt("春。")
    let tokens = prompt + model.tokenizer.encode(found.text)
    var sum = 0.0
    try Reading(model: model).read(Array(tokens.dropLast()), into: model.stream()) { index, answer in
      if index + 1 >= prompt.count { sum += LogProbabilities(answer.logits)[tokens[index + 1]] }
    }
    #expect(abs(found.logProbability - sum) < 1e-3)
  }

  /// Of the texts x y 。 the likeliest is known, and hardly ever drawn at first.
  @Test func coolingFindsTheLikeliestText() throws {
    let files = try BigramModel(
      "abcd。",
      [
        "^": ["a": 0.9, "b": 0.1], "a": ["a": 0.5, "b": 0.5], "b": ["c": 0.9, "d": 0.1],
        "c": ["d": 0.2, "a": 0.8], "d": ["。": 1],
      ])
    let model = try files.model
    // abcd。 has 0.9 · 0.5 · 0.9 · 0.2; four characters that end otherwise are next to impossible.
    for seed in 1...5 as ClosedRange<UInt64> {
      var search = try ConstrainedSearch(model, form: .sentence(lengths: 4...4))
      search.seed = seed
      search.steps = 300
      let found = try search.run(prompt: try model.prompt(""))
      #expect(found.text == "abcd。", "seed \(seed)")
      #expect(abs(Natural.exp(found.logProbability) - 0.081) < 1e-4)
    }
  }

  /// At temperature 1 texts come as often as the model has them: the balance of proposals is right.
  @Test func atTemperatureOneTextsComeAsOftenAsTheModelHasThem() throws {
    let files = try BigramModel(
      "ab。",
      [
        "^": ["a": 0.5, "b": 0.5], "a": ["a": 0.2, "b": 0.5, "。": 0.3], "b": ["a": 0.3, "b": 0.1, "。": 0.6],
      ])
    let model = try files.model
    // The probabilities of all texts of one or two letters, by hand.
    var expected = ["a": 0.5 * 0.3, "b": 0.5 * 0.6]
    expected["aa"] = 0.5 * 0.2 * 0.3
    expected["ab"] = 0.5 * 0.5 * 0.6
    expected["ba"] = 0.5 * 0.3 * 0.3
    expected["bb"] = 0.5 * 0.1 * 0.6
    let total = expected.values.reduce(0, +)
    var search = try ConstrainedSearch(model, form: .sentence(lengths: 1...2))
    search.seed = 7
    search.startTemperature = 1
    search.endTemperature = 1
    search.steps = 30_000
    var counts: [String: Int] = [:]
    _ = try search.run(prompt: try model.prompt(""), eachStep: { _, _ in }) { text in
      counts[String(text.dropLast()), default: 0] += 1
    }
    for (text, probability) in expected {
      let share = Double(counts[text] ?? 0) / 30_000
      #expect(abs(share - probability / total) < 0.03, "\(text): \(counts), seed 7")
    }
  }

  @Test func whatCannotBeIsSaid() throws {
    let files = try RandomModel(context: 20)
    let model = try files.model
    func sentence(_ make: () throws -> Void) -> String {
      do {
        try make()
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      sentence { _ = try TextForm.acrostic("", length: 5) }
        == "acrostic: 0 characters is out of range, it should be 1 to 100 characters")
    #expect(
      sentence { _ = try TextForm.acrostic("春 ", length: 5) }
        == "acrostic: a blank is out of range, it should be the first characters of the lines")
    #expect(
      sentence { _ = try TextForm.acrostic("春", length: 1) }
        == "length: 1 is out of range, it should be 2 to 1000")
    #expect(
      sentence { _ = try TextForm.acrostic("春夏", length: 3, words: ["山水花"]) }
        == "'山水花' has no room in 2 lines of 3 characters; ask for longer ones")
    #expect(
      sentence { _ = try TextForm.sentence(lengths: 2...2, words: ["山水", "花"]) }
        == "the required words have 3 characters, more than the 2 allowed")
    #expect(
      sentence { _ = try TextForm.sentence(lengths: 2...2, words: [""]) }
        == "require: an empty text is out of range, it should be a word")
    #expect(
      sentence { _ = try ConstrainedSearch(model, form: .sentence(lengths: 2...2, words: ["龍"])) }
        == "the model has no token for '龍', which the text should have")
    #expect(
      sentence {
        _ = try ConstrainedSearch(model, form: .sentence(lengths: 18...18)).run(prompt: [1, 4])
      } == "the prompt has 2 tokens, the model reads 1 at once; shorten it")
  }
}

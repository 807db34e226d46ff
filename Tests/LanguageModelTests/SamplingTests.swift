import Testing

@testable import LanguageModel

/// Each step by a table of probabilities before and after, worked out by hand.
struct SamplingTests {
  /// A step, the tokens before, the probabilities after it.
  struct Case: CustomTestStringConvertible, Sendable {
    let step: any LogitsStep
    var history: [Int] = []
    let after: [Double]
    var testDescription: String { "\(step) after \(history)" }
  }

  /// What the model says: logits that are logarithms of these, in the order of ids.
  static let before = [0.1, 0.4, 0.2, 0.3]

  static let cases: [Case] = {
    do {
      return [
        Case(step: try Temperature(1), after: before),
        Case(step: try Temperature(0.5), after: [0.01 / 0.3, 0.16 / 0.3, 0.04 / 0.3, 0.09 / 0.3]),
        Case(step: try Temperature(0), after: [0, 1, 0, 0]),
        Case(step: try TopK(0), after: before),
        Case(step: try TopK(2), after: [0, 4.0 / 7, 0, 3.0 / 7]),
        Case(step: try TopK(9), after: before),
        Case(step: try TopP(1), after: before),
        Case(step: try TopP(0.65), after: [0, 4.0 / 7, 0, 3.0 / 7]),
        Case(step: try TopP(0.75), after: [0, 4.0 / 9, 2.0 / 9, 3.0 / 9]),
        Case(step: try TopP(0.01), after: [0, 1, 0, 0]),
        Case(step: try MinP(0), after: before),
        Case(step: try MinP(0.45), after: [0, 4.0 / 9, 2.0 / 9, 3.0 / 9]),
        Case(step: try MinP(1), after: [0, 1, 0, 0]),
        Case(step: try RepetitionPenalty(1), history: [1, 2], after: before),
        // Logits are negative here: the penalty 2 squares the probability of the tokens that occurred.
        Case(
          step: try RepetitionPenalty(2), history: [1, 1, 3],
          after: [0.1 / 0.55, 0.16 / 0.55, 0.2 / 0.55, 0.09 / 0.55]),
        Case(
          step: try RepetitionPenalty(2, window: 1), history: [1, 1, 3],
          after: [0.1 / 0.79, 0.4 / 0.79, 0.2 / 0.79, 0.09 / 0.79]),
        Case(step: try TypicalP(1), after: before),
        // The entropy is 1.2799: the surprises 2.3026, 0.9163, 1.6094, 1.2040 are 1.0227, 0.3636, 0.3295, 0.0759 off.
        Case(step: try TypicalP(0.25), after: [0, 0, 0, 1]),
        Case(step: try TypicalP(0.45), after: [0, 0, 0.4, 0.6]),
        Case(step: try TypicalP(0.85), after: [0, 4.0 / 9, 2.0 / 9, 3.0 / 9]),
        Case(step: try OccurrencePenalty(), history: [1, 2], after: before),
        // ln 2 a time: twice for token 1, once for token 3.
        Case(
          step: try OccurrencePenalty(frequency: 0.6931472), history: [1, 1, 3],
          after: [0.1 / 0.55, 0.1 / 0.55, 0.2 / 0.55, 0.15 / 0.55]),
        Case(
          step: try OccurrencePenalty(presence: 0.6931472), history: [1, 1, 3],
          after: [0.1 / 0.65, 0.2 / 0.65, 0.2 / 0.65, 0.15 / 0.65]),
        Case(
          step: try OccurrencePenalty(frequency: 0.6931472, presence: 0.6931472, window: 1),
          history: [1, 1, 3], after: [0.1 / 0.775, 0.4 / 0.775, 0.2 / 0.775, 0.075 / 0.775]),
        Case(step: try NoRepeatedNGram(0), history: [1, 1, 1], after: before),
        Case(step: try NoRepeatedNGram(1), history: [1, 3], after: [1.0 / 3, 0, 2.0 / 3, 0]),
        // 2 1 was followed by 3, then by 0.
        Case(
          step: try NoRepeatedNGram(3), history: [2, 1, 3, 2, 1, 0, 2, 1],
          after: [0, 4.0 / 6, 2.0 / 6, 0]),
        Case(step: try NoRepeatedNGram(3), history: [2, 1], after: before),
        Case(step: try NoRepeatedNGram(1), history: [0, 1, 2, 3], after: before),
        Case(step: BannedTokens([1, 3, 99]), after: [1.0 / 3, 0, 2.0 / 3, 0]),
        Case(step: BannedTokens([0, 1, 2, 3]), after: before),
        Case(step: try AllowedTokens([0, 2, 99]), after: [1.0 / 3, 0, 2.0 / 3, 0]),
      ]
    } catch {
      Issue.record("a case has a faulty parameter: \(error)")
      return []
    }
  }()

  /// ln of `before`, to f32.
  static let logits: [Float] = [-2.302585, -0.916291, -1.609438, -1.203973]

  @Test(arguments: cases)
  func probabilitiesAreAsWorkedOutByHand(step: Case) {
    let found = SamplerChain([step.step]).probabilities(of: Self.logits, history: step.history)
    #expect(found.count == step.after.count)
    for (found, expected) in zip(found, step.after) { #expect(abs(found - expected) < 1e-5) }
  }

  @Test func thePenaltyDividesPositiveLogits() throws {
    var candidates = Candidates(logits: [3, -3, 3], history: [0, 1])
    try RepetitionPenalty(1.5).apply(&candidates)
    #expect(candidates.entries.map(\.logit) == [2, -4.5, 3])
  }

  @Test func stepsApplyInTheirOrder() throws {
    let chain = SamplerChain([try AllowedTokens([0, 2, 3]), try TopK(2), try Temperature(0.5)])
    let found = chain.probabilities(of: Self.logits)
    for (found, expected) in zip(found, [0, 0, 4.0 / 13, 9.0 / 13]) { #expect(abs(found - expected) < 1e-5) }
    #expect(chain.description == "allowed-tokens (3), top-k 2, temperature 0.5")
    #expect(SamplerChain().description == "as the model has it")
    #expect(SamplerChain.greedy.description == "temperature 0.0")
  }

  @Test func equalsGoToTheLowestId() throws {
    let logits: [Float] = [1, 5, 2, 5, 5]
    var generator = SeededGenerator(seed: 1)
    #expect(SamplerChain.greedy.sample(logits, using: &generator) == 1)
    #expect(SamplerChain().mostLikely(logits) == 1)
    let two = SamplerChain([try TopK(2)]).probabilities(of: logits)
    #expect(two == [0, 0.5, 0, 0.5, 0])
  }

  /// A few are kept in one pass, many by sorting: both as if all were sorted.
  @Test(arguments: [0, 1, 5, 256, 257, 400, 999])
  func theFirstOfManyAreKept(count: Int) {
    var generator = SeededGenerator(seed: 4)
    let logits = (0..<400).map { _ in Float(Int.random(in: 0..<50, using: &generator)) }
    var sorted = Candidates(logits: logits)
    sorted.sort()
    var kept = Candidates(logits: logits)
    kept.keepFirst(count)
    #expect(kept.entries == Array(sorted.entries.prefix(count)), "seed 4")
  }

  @Test func parametersOutOfRangeAreNamed() {
    func sentence(_ make: () throws -> any LogitsStep) -> String {
      do { return "accepted \(try make())" } catch { return "\(error)" }
    }
    #expect(
      sentence { try Temperature(-1) }
        == "temperature: -1.0 is out of range, it should be 0 or from 0.001 to 1000")
    #expect(
      sentence { try Temperature(.nan) }
        == "temperature: nan is out of range, it should be 0 or from 0.001 to 1000")
    #expect(sentence { try TopK(-1) } == "top-k: -1 is out of range, it should be 0 (off) or more")
    #expect(
      sentence { try TopP(0) } == "top-p: 0.0 is out of range, it should be above 0 and at most 1 (off)")
    #expect(sentence { try MinP(1.5) } == "min-p: 1.5 is out of range, it should be from 0 (off) to 1")
    #expect(
      sentence { try RepetitionPenalty(0) }
        == "repetition-penalty: 0.0 is out of range, it should be from 0.01 to 100, 1 is off")
    #expect(
      sentence { try RepetitionPenalty(1, window: -1) }
        == "repetition-window: -1 is out of range, it should be 0 or more")
    #expect(
      sentence { try TypicalP(0) }
        == "typical-p: 0.0 is out of range, it should be above 0 and at most 1 (off)")
    #expect(
      sentence { try OccurrencePenalty(frequency: 101) }
        == "frequency-penalty: 101.0 is out of range, it should be from -100 to 100, 0 is off")
    #expect(
      sentence { try OccurrencePenalty(presence: .nan) }
        == "presence-penalty: nan is out of range, it should be from -100 to 100, 0 is off")
    #expect(
      sentence { try NoRepeatedNGram(-1) }
        == "no-repeat-ngram: -1 is out of range, it should be 0 (off) or more")
    #expect(
      sentence { try AllowedTokens([]) } == "allowed tokens: none is out of range, it should be at least one")
  }

  @Test func drawsFollowTheProbabilities() {
    var generator = SeededGenerator(seed: 2026)
    var counts = [0, 0, 0, 0]
    for _ in 0..<20_000 { counts[SamplerChain().sample(Self.logits, using: &generator)] += 1 }
    for (count, probability) in zip(counts, Self.before) {
      #expect(abs(Double(count) / 20_000 - probability) < 0.015, "\(counts), seed 2026")
    }
  }

  @Test func theSameSeedDrawsTheSameTokens() {
    func draws(_ seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return (0..<50).map { _ in SamplerChain().sample(Self.logits, using: &generator) }
    }
    #expect(draws(7) == draws(7))
    #expect(draws(7) != draws(8))
  }
}

internal import LanguageModel
internal import Tokenizers

/// The text between two ends, its two halves found to agree: each is what the model expects beside the other.
///
/// Decoding from both ends at once (Su Jianlin 2019, "seq2seq之双向解码"; Zhou et al. 2019, "Synchronous Bidirectional Neural
/// Machine Translation") lets a hypothesis that grows rightwards see one that grows leftwards, and prefers texts on which both
/// agree; Liu et al. 2016, "Agreement on Target-bidirectional Neural Machine Translation", ranks texts by both probabilities.
/// Those models are trained in both directions. Ours is one model that fills blanks, so agreement is defined with that:
/// for a middle of a left half L and a right half R, between `before` and `after`,
///
///     score = (ln p(L | before ▁ R after) + ln p(R | before L ▁ after)) / (length of L + length of R + 2)
///
/// where ▁ is the blank that is filled and each half has its end token: the pseudo-likelihood of two blocks (Besag 1975;
/// for language models Salazar et al. 2020, "Masked Language Model Scoring").
///
/// 1. The ``beams`` likeliest middles are found from left to right by ``BeamSearch``; each is cut in its middle, and the one
///    with the best score is kept.
/// 2. The left half is sought again, now that the right one is known: of the ``beams`` likeliest, and the old one, that with
///    the best score is kept. Then the right half in the same way.
/// 3. When neither half changes they agree; at most ``rounds`` times.
///
/// The score never falls. There is no chance in it.
public struct TwoWaySearch: Sendable {
  /// How many fillings are compared.
  public var beams = 4
  /// How often both halves are sought again at most.
  public var rounds = 4
  private let model: TextModel
  private let infilling: Infilling
  private let options: GenerationOptions

  /// What was found.
  public struct Result: Sendable, Hashable {
    /// The text between the ends.
    public let text: String
    /// Its score.
    public let score: Double
    /// The text before its halves were sought again.
    public let draft: String
    /// The score of that.
    public let draftScore: Double
    /// How often both halves were sought again.
    public let rounds: Int
    /// Whether the halves agree; `false` where the rounds were over before.
    public let agrees: Bool
  }

  /// A search by a model that fills blanks: one with the tokens `<blank>`, `<fill>` and `<end>`.
  ///
  /// - Throws: ``GenerationError/noInfilling(missing:)`` if it does not.
  public init(_ model: TextModel, options: GenerationOptions) throws(GenerationError) {
    try options.check()
    self.model = model
    self.options = options
    infilling = try Infilling(model)
  }

  /// A middle in two halves.
  private struct Middle {
    var left: [Int]
    var right: [Int]
    var score: Double
    var tokens: [Int] { left + right }
  }

  /// Searches for what stands between two texts.
  ///
  /// - Parameters:
  ///   - before: The text before.
  ///   - after: The text behind.
  ///   - eachStep: Is told the best text so far, and may throw to stop.
  /// - Returns: The text, whose halves agree if there were rounds enough.
  /// - Throws: ``GenerationError``, and what `eachStep` throws.
  public func run(
    before: String, after: String, eachStep: (String) throws -> Void = { _ in }
  ) throws -> Result {
    let (before, after) = (model.tokenizer.encode(before), model.tokenizer.encode(after))
    var middle: Middle?
    for draft in try fillings(before: before, after: after, check: { try eachStep("") }) {
      let cut = (draft.count + 1) / 2
      let halves = try scored(Array(draft[..<cut]), Array(draft[cut...]), before, after)
      if halves.score > middle?.score ?? -.infinity { middle = halves }
    }
    guard var middle else {
      throw GenerationError.impossible("the model found nothing to put between the ends")
    }
    let first = (text: text(middle, before), score: middle.score)
    var done = 0
    var agrees = false
    while !agrees, done < rounds {
      let old = middle.tokens
      let check = { try eachStep(text(middle, before)) }
      for left in try fillings(before: before, after: middle.right + after, check: check) {
        let other = try scored(left, middle.right, before, after)
        if other.score > middle.score { middle = other }
      }
      for right in try fillings(before: before + middle.left, after: after, check: check) {
        let other = try scored(middle.left, right, before, after)
        if other.score > middle.score { middle = other }
      }
      done += 1
      agrees = middle.tokens == old
    }
    return Result(
      text: text(middle, before), score: middle.score, draft: first.text, draftScore: first.score,
      rounds: done,
      agrees: agrees)
  }

  private func text(_ middle: Middle, _ before: [Int]) -> String {
    var text = TokenText(model.tokenizer, after: before.last)
    return middle.tokens.reduce(into: "") { $0 += text.append($1) } + text.finish()
  }

  private func scored(
    _ left: [Int], _ right: [Int], _ before: [Int], _ after: [Int]
  ) throws(GenerationError) -> Middle {
    let forth = try infilling.logProbability(of: left, before: before, after: right + after)
    let back = try infilling.logProbability(of: right, before: before + left, after: after)
    return Middle(left: left, right: right, score: (forth + back) / Double(left.count + right.count + 2))
  }

  /// The likeliest texts for a blank, best first, without their end tokens.
  private func fillings(
    before: [Int], after: [Int], check: () throws -> Void
  ) throws -> [[Int]] {
    var options = options
    options.samples = beams
    options.alternatives = nil
    let search = try BeamSearch(
      model, beams: beams, lengthPenalty: 1, options: options, ends: [infilling.end])
    let prefix = infilling.prefix(before: before, after: after)
    let texts = try search.run(
      prompt: prefix, on: infilling.stream(prefix: prefix.count), eachStep: { _ in try check() })
    return texts.map { text in text.tokens.map(\.token).filter { $0 != infilling.end } }
  }
}

internal import LanguageModel
internal import Tokenizers

/// The likeliest text, looked for along several ways at once.
///
/// Each step follows the ``beams`` likeliest texts on by every token and keeps the likeliest of what comes out; one
/// that ends among the first ``beams`` is set aside as finished. Texts are compared by
///
///     score = log p(text) / ((5 + length) / 6)^lengthPenalty
///
/// (Wu et al. 2016, "Google's Neural Machine Translation System", section 7, equation 14, without the coverage penalty), the
/// length in tokens with the one that ends the text. The search ends when ``beams`` texts are finished and no text that
/// still grows can have a higher score: its probability can only fall, and its length reach the limit. A text that runs in
/// circles counts only where no other finished.
///
/// The steps of sampling that correct take part (banned tokens, penalties, n-grams), those that choose do not.
public struct BeamSearch: Sendable {
  /// How many texts are followed.
  public let beams: Int
  /// The exponent of the length; 0 compares probabilities, above 0 longer texts gain.
  public let lengthPenalty: Double
  private let model: TextModel
  private let options: GenerationOptions
  private let chain: SamplerChain
  private let ends: Set<Int>

  /// The most texts that are followed.
  public static let beamLimit = 256

  /// A search; the best ``GenerationOptions/samples`` texts are answered, at most as many as there are beams.
  public init(
    _ model: TextModel, beams: Int, lengthPenalty: Double = 1, options: GenerationOptions
  ) throws(GenerationError) {
    try self.init(model, beams: beams, lengthPenalty: lengthPenalty, options: options, ends: nil)
  }

  /// A search for texts that end by the tokens `ends`, which are not those of the vocabulary.
  init(
    _ model: TextModel, beams: Int, lengthPenalty: Double, options: GenerationOptions, ends: Set<Int>?
  ) throws(GenerationError) {
    try options.check()
    guard (1...Self.beamLimit).contains(beams) else {
      throw .option("beams", value: "\(beams)", expected: "1 to \(Self.beamLimit)")
    }
    guard options.samples <= beams else {
      throw .option("n", value: "\(options.samples)", expected: "at most the number of beams, \(beams)")
    }
    guard (0...10).contains(lengthPenalty) else {
      throw .option("length-penalty", value: "\(lengthPenalty)", expected: "from 0 to 10")
    }
    self.model = model
    self.beams = beams
    self.lengthPenalty = lengthPenalty
    self.options = options
    self.ends = ends ?? model.tokenizer.ends
    let banned = ends.map { model.silentTokens.union(model.tokenizer.ends).subtracting($0) }
    do { chain = try options.sampling.corrections(banning: banned ?? options.banned(in: model)) } catch {
      throw .sampling(error)
    }
  }

  /// A text that grows.
  private struct Hypothesis {
    var continuation: Continuation
    var logProbability: Double
    /// Which of the step before it goes on from.
    var parent: Int
  }

  /// Searches on from a prompt that the model's context holds.
  ///
  /// - Parameters:
  ///   - prompt: The tokens to go on after; see ``TextModel/prompt(_:)``.
  ///   - eachStep: Is told the length of the texts after each step, and may throw to stop.
  /// - Returns: The best texts, best first.
  /// - Throws: ``GenerationError``, and what `eachStep` throws.
  public func run(
    prompt: [Int], eachStep: (Int) throws -> Void = { _ in }
  ) throws -> [GeneratedText] {
    try run(prompt: prompt, on: model.stream(), eachStep: eachStep)
  }

  /// Searches on a stream that is empty.
  func run(
    prompt: [Int], on session: Session, eachStep: (Int) throws -> Void
  ) throws -> [GeneratedText] {
    let reading = Reading(model: model)
    try reading.check(prompt)
    var live = [
      Hypothesis(
        continuation: Continuation(after: prompt, model: model, options: options, ends: ends),
        logProbability: 0,
        parent: 0)
    ]
    var sessions = [session]
    var answers = try reading.advance([(session: sessions[0], tokens: prompt)])
    var finished = Finished(limit: beams)
    while true {
      let grown = grow(live, answers: answers.map(\.logits), finished: &finished)
      try eachStep(grown.first?.continuation.choices.count ?? options.maximumTokens)
      live = grown
      let best = live.map { score($0.logProbability, length: options.maximumTokens) }.max()
      guard let best, !finished.isSettled(against: best) else { break }
      guard sessions[0].count < sessions[0].capacity else {
        for var hypothesis in live {
          _ = hypothesis.continuation.finish(.contextFull)
          finished.insert(result(hypothesis))
        }
        break
      }
      sessions = Reading.follow(live.map(\.parent), sessions)
      answers = try reading.advance(
        zip(live, sessions).map { (session: $1, tokens: $0.continuation.history.suffix(1)) })
    }
    return Array(finished.texts.prefix(options.samples))
  }

  /// The likeliest texts that are a token longer; those that end go to `finished`.
  private func grow(
    _ live: [Hypothesis], answers: [[Float]], finished: inout Finished
  ) -> [Hypothesis] {
    var options: [(parent: Int, token: Int, total: Double)] = []
    for (parent, (hypothesis, logits)) in zip(live, answers).enumerated() {
      let candidates = chain.candidates(of: logits, history: hypothesis.continuation.history)
      // Each end takes a place among the first, so that as many again may be needed.
      for entry in RankedCandidates(candidates, limit: beams + max(beams, ends.count)).entries {
        options.append((parent, entry.token, hypothesis.logProbability + entry.logProbability))
      }
    }
    options.sort { ($1.total, $0.parent, $0.token) < ($0.total, $1.parent, $1.token) }
    var grown: [Hypothesis] = []
    for (rank, option) in options.enumerated() where grown.count < beams {
      var next = live[option.parent]
      next.parent = option.parent
      next.logProbability = option.total
      let choice = TokenChoice(
        option.token, logits: answers[option.parent], alternatives: self.options.alternatives)
      _ = next.continuation.take(choice)
      if next.continuation.end == nil {
        grown.append(next)
      } else if rank < beams {
        finished.insert(result(next))
      }
    }
    return grown
  }

  private func result(_ hypothesis: Hypothesis) -> GeneratedText {
    hypothesis.continuation.result(
      score: score(hypothesis.logProbability, length: hypothesis.continuation.choices.count))
  }

  private func score(_ logProbability: Double, length: Int) -> Double {
    logProbability / Natural.power(Double(5 + length) / 6, lengthPenalty)
  }

  /// The best texts that have ended.
  private struct Finished {
    let limit: Int
    /// Best first.
    private(set) var texts: [GeneratedText] = []

    mutating func insert(_ text: GeneratedText) {
      let place = texts.firstIndex { Self.rank($0) < Self.rank(text) } ?? texts.count
      texts.insert(text, at: place)
      if texts.count > limit { texts.removeLast() }
    }

    /// Whether no text with at most this score can still come among the best.
    func isSettled(against score: Double) -> Bool {
      guard texts.count == limit, let worst = texts.last else { return false }
      return Self.rank(worst) >= (1, score)
    }

    private static func rank(_ text: GeneratedText) -> (Int, Double) {
      if case .loop = text.end { return (0, text.score ?? 0) }
      return (1, text.score ?? 0)
    }
  }
}

/// How the next token is chosen: steps applied in order, then a draw from what is left.
public struct SamplerChain: Sendable, CustomStringConvertible {
  /// The steps, first to last.
  public var steps: [any LogitsStep]

  /// A chain of `steps`; without any, tokens are drawn as the model has them.
  public init(_ steps: [any LogitsStep] = []) {
    self.steps = steps
  }

  /// The most likely token always; of equals the one with the lowest id.
  public static let greedy = SamplerChain([Temperature.zero])

  /// Draws a token; `history` are the tokens before, oldest first.
  ///
  /// Takes one number from the generator, however many candidates there are. The steps must leave at least
  /// one: the only one that could drop all is ``AllowedTokens``, by naming none of the vocabulary.
  public func sample(
    _ logits: [Float], history: [Int] = [], using generator: inout some RandomNumberGenerator
  ) -> Int {
    let candidates = candidates(of: logits, history: history)
    precondition(!candidates.entries.isEmpty, "the sampler \(self) leaves no token")
    var rest = Double(generator.next() >> 11) * 0x1p-53
    var chosen = 0
    for (index, probability) in candidates.probabilities().enumerated() where probability > 0 {
      chosen = index
      if rest < probability { break }
      rest -= probability
    }
    return candidates.entries[chosen].token
  }

  /// The most likely token after the steps; of equals the one with the lowest id.
  public func mostLikely(_ logits: [Float], history: [Int] = []) -> Int {
    var candidates = candidates(of: logits, history: history)
    precondition(!candidates.entries.isEmpty, "the sampler \(self) leaves no token")
    candidates.keepBest()
    return candidates.entries[0].token
  }

  /// The probability with which each token would be drawn, by id; they sum to 1.
  public func probabilities(of logits: [Float], history: [Int] = []) -> [Double] {
    let candidates = candidates(of: logits, history: history)
    var result = [Double](repeating: 0, count: logits.count)
    for (entry, probability) in zip(candidates.entries, candidates.probabilities()) {
      result[entry.token] = probability
    }
    return result
  }

  /// The candidates the steps leave.
  public func candidates(of logits: [Float], history: [Int] = []) -> Candidates {
    var candidates = Candidates(logits: logits, history: history)
    for step in steps { step.apply(&candidates) }
    return candidates
  }

  /// The steps in order, for reports: `top-k 40, temperature 0.8`.
  public var description: String {
    steps.isEmpty ? "as the model has it" : steps.map(\.description).joined(separator: ", ")
  }
}

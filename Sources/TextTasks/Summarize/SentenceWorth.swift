/// What the sentences of a text are worth for a summary: what counting says of them, and where there is one, a model.
public struct SentenceWorth: Sendable, Hashable {
  /// How much the model's judgement of a sentence counts.
  public var judgementWeight = 0.5
  /// How much the place in the text counts.
  public var leadWeight = 1.0
  /// How much counts what a sentence has in common with the others.
  public var centralityWeight = 1.0
  /// How much less a heading or a line of code is worth, which does not end as a sentence does.
  public var openPenalty = 2.0

  /// The usual weights.
  public init() {}

  /// The worth of each sentence.
  ///
  /// - Parameters:
  ///   - sentences: Sentences or clauses in the order of their text.
  ///   - kind: What kind of text it is.
  ///   - probabilities: The model's, that each belongs to a summary; none where no model is asked.
  /// - Returns: For each sentence a logarithm of odds, up to a constant.
  public func scores(
    of sentences: [Substring], in kind: TextKind, judged probabilities: [Double] = []
  ) -> [Double] {
    let central = Centrality.of(sentences)
    return sentences.indices.map { index in
      var score = leadWeight * Self.place(index, in: kind) + centralityWeight * central[index]
      if !probabilities.isEmpty {
        let probability = probabilities[index]
        score += judgementWeight * Natural.log(max(probability, 1e-9) / max(1 - probability, 1e-9))
      }
      return Sentences.isClosed(sentences[index]) ? score : score - openPenalty
    }
  }

  /// What the place of the sentence `index` says: of news nearly everything, of talks and judgments nothing.
  private static func place(_ index: Int, in kind: TextKind) -> Double {
    switch kind {
    case .report: -4 * Natural.log(Double(index + 1))
    case .other: 1 / Double(index + 1)
    case .talk, .record: 0
    }
  }
}

internal import Tokenizers

/// A summary and the sentences it was made of.
public struct Summary: Sendable, Hashable {
  /// The summary.
  public let text: String
  /// The sentences of the source in their order.
  public let sentences: [String]
  /// The numbers of those that were chosen, ascending.
  public let chosen: [Int]
  /// The chosen sentences together, without a comma at the end where the last is a clause.
  public var extract: String {
    let text = chosen.map { sentences[$0] }.joined()
    return text.last.map { "，：,:".contains($0) } ?? false ? String(text.dropLast()) : text
  }
}

/// Summarizes texts: chooses sentences, then writes a summary of these (extract, then generate, as "SPACES" does, Su Jianlin
/// 2021), so that a text may be far longer than what the model reads at once.
public struct Summarizer: Sendable {
  /// How much is chosen.
  public enum Amount: Sendable, Hashable {
    /// So many sentences.
    case sentences(Int)
    /// As many sentences as have this share of the characters, at least one.
    case ratio(Double)
    /// As many sentences as have about so many characters, at least one.
    case characters(Int)
  }

  /// How much is chosen.
  public var amount = Amount.characters(150)
  /// Whether the chosen sentences are the summary.
  public var extractsOnly = false
  /// How many summaries are followed at once.
  public var beams = 4
  /// The exponent of the length by which they are compared.
  public var lengthPenalty = 1.0
  /// The longest summary that is written, in tokens.
  public var longest = 160
  /// The share of the most tokens that a written summary has at least.
  public var leastShare = 0.7
  /// What a written token costs that the text does not have, in nats.
  public var inventionCost = 1.0
  /// What sentences are worth.
  public var worth = SentenceWorth()

  private let model: TextModel

  /// A summarizer by a model.
  public init(_ model: TextModel) {
    self.model = model
  }

  /// Summarizes a text.
  ///
  /// - Parameters:
  ///   - text: The text; without a sentence the summary is empty.
  ///   - chosen: Is told the sentences that were chosen before the summary is written.
  ///   - eachStep: Is told the summary as it grows, and may throw to stop.
  /// - Returns: The summary with the sentences of the text.
  /// - Throws: ``GenerationError``, or what `eachStep` throws.
  public func summarize(
    _ text: String, chosen: ([String], [Int]) -> Void = { _, _ in },
    eachStep: (String) throws -> Void = { _ in }
  ) throws -> Summary {
    let sentences = pieces(of: text)
    guard !sentences.isEmpty else { return Summary(text: "", sentences: [], chosen: []) }
    let judged = try SentenceJudge(model).judge(sentences) { try eachStep("") }
    let scores = worth.scores(of: sentences, in: TextKind(of: text), judged: judged.map(\.probability))
    let places = choose(sentences, scores: scores, vectors: judged.map(\.vector))
    let whole = sentences.map(String.init)
    chosen(whole, places)
    let extract = Summary(text: "", sentences: whole, chosen: places).extract
    guard !extractsOnly, let layout = TaskLayout(model.tokenizer), !extract.isEmpty else {
      return Summary(text: extract, sentences: whole, chosen: places)
    }
    // A summary is not longer than the chosen sentences are.
    let most = min(longest, model.contextLength / 2, model.tokenizer.encode(extract).count)
    let limit = model.contextLength - most
    let source = SummarySource.text(
      text, sentences: sentences, scores: scores, limit: limit - 2, tokenizer: model.tokenizer)
    let question = layout.question(
      source, for: TaskLayout.Answer(length: Rouge.units(extract).count), limit: limit)
    let search = SummarySearch(
      model: model, layout: layout, beams: beams, lengthPenalty: lengthPenalty, longest: most,
      shortest: max(1, Int(Double(most) * leastShare)),
      inventionCost: inventionCost)
    let answer = try search.run(question: question) { try eachStep(model.tokenizer.decodeWhole($0)) }
    let summary = model.tokenizer.decodeWhole(answer.tokens)
    return Summary(
      text: answer.isEnded ? summary : Sentences.whole(of: summary), sentences: whole, chosen: places)
  }

  /// The sentences of a text; those that are far too long for the summary, by their clauses.
  private func pieces(of text: String) -> [Substring] {
    let sentences = Sentences.split(text)
    if case .sentences = amount { return sentences }
    let lengths = sentences.map { Rouge.units(String($0)).count }
    let longest = 2 * room(lengths)
    return zip(sentences, lengths).flatMap { $1 > longest ? Sentences.clauses(of: $0) : [$0] }
  }

  /// The numbers of the sentences to choose by their worth and the model's states behind them, ascending.
  private func choose(_ sentences: [Substring], scores: [Double], vectors: [[Float]]) -> [Int] {
    let lengths = sentences.map { Rouge.units(String($0)).count }
    let room = room(lengths)
    var scores = scores
    var chosen: [Int] = []
    var taken = 0
    while let next = scores.indices.max(by: { scores[$0] < scores[$1] }), scores[next] > -.infinity {
      chosen.append(next)
      taken += lengths[next]
      scores[next] = -.infinity
      for other in scores.indices where scores[other] > -.infinity {
        let fits =
          switch amount {
          case .sentences: chosen.count < room
          // A sentence that goes over by more than half of itself is too much.
          case .ratio, .characters: taken + lengths[other] / 2 <= room
          }
        guard fits else {
          scores[other] = -.infinity
          continue
        }
        // What was said is not said again.
        let likeness = zip(vectors[next], vectors[other]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        scores[other] -= Double(max(0, likeness - 0.8)) * 2
      }
    }
    return chosen.sorted()
  }

  private func room(_ lengths: [Int]) -> Int {
    switch amount {
    case .sentences(let count): count
    case .ratio(let share): Int((Double(lengths.reduce(0, +)) * share).rounded())
    case .characters(let count): count
    }
  }
}

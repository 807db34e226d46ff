internal import LanguageModel
internal import Tokenizers

/// What a model thinks of the sentences of a text.
public struct SentenceJudgement: Sendable, Hashable {
  /// The probability that the sentence belongs to a summary, by the model's own head; 0.5 without one.
  public let probability: Double
  /// The model's state behind the sentence, of length 1.
  public let vector: [Float]
}

/// Judges sentences with a model's own vectors (Su Jianlin 2021, "SPACES"; Liu and Lapata 2019, "BERTSUM").
public struct SentenceJudge: Sendable {
  private let model: TextModel
  private let layout: TaskLayout?

  /// A judge by a model.
  ///
  /// One that has not learned to judge sentences gives vectors only.
  public init(_ model: TextModel) {
    self.model = model
    let layout = TaskLayout(model.tokenizer)
    self.layout = model.decoder.config.outcomes == TextOutcome.allCases.count ? layout : nil
  }

  /// The judgements of sentences in the order of their text.
  public func judge(_ sentences: [Substring], check: () throws -> Void = {}) throws -> [SentenceJudgement] {
    var found: [(probability: Double, vector: [Float])] = []
    let limit = min(model.contextLength, 1024)
    if let layout {
      for part in layout.judgement(of: sentences, limit: limit) {
        try check()
        let isWhole = model.decoder.config.mask == .prefix
        let session = Session(
          model.decoder, shape: StreamShape(prefixLength: isWhole ? part.tokens.count : 0))
        let inputs = part.tokens.map { TokenInput(token: Int32($0)) }
        let answers: [DecoderOutput]
        do {
          answers = try model.decoder.advance(
            [.init(session: session, inputs: inputs)], outputs: .all, states: true)[0]
        } catch { throw GenerationError.decoder(error) }
        for (token, answer) in zip(part.tokens, answers) where token == layout.sentence {
          found.append((Self.probability(answer.outcome), Self.unit(answer.state)))
        }
      }
    } else {
      for sentence in sentences {
        try check()
        found.append((0.5, try meanState(of: sentence, limit: limit)))
      }
    }
    return found.map { SentenceJudgement(probability: $0.probability, vector: $0.vector) }
  }

  private func meanState(of sentence: Substring, limit: Int) throws -> [Float] {
    var sum = [Float](repeating: 0, count: model.decoder.config.width)
    let tokens = Array(try model.prompt(String(sentence)).prefix(limit))
    try Reading(model: model).read(tokens, into: model.stream(), states: true) { _, answer in
      for (index, value) in answer.state.enumerated() { sum[index] += value }
    }
    return Self.unit(sum)
  }

  /// The share of "taken" against "omitted".
  private static func probability(_ outcome: [Float]) -> Double {
    let difference = Double(outcome[TextOutcome.omitted.rawValue] - outcome[TextOutcome.taken.rawValue])
    return 1 / (1 + Natural.exp(difference))
  }

  private static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}

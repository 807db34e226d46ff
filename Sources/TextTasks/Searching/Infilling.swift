internal import LanguageModel
internal import Tokenizers

/// How a model is asked for what is missing in a text: `<bos> before <blank> after <fill>`, answered by the missing text and
/// `<end>`.
///
/// All up to `<fill>` is the prefix, seen whole by a model with the prefix mask.
struct Infilling {
  let model: TextModel
  let blank: Int
  let fill: Int
  let end: Int

  init(_ model: TextModel) throws(GenerationError) {
    func token(_ name: String) throws(GenerationError) -> Int {
      guard let token = model.tokenizer.specialTokens[name] else { throw .noInfilling(missing: name) }
      return token
    }
    self.model = model
    blank = try token(TaskToken.blank)
    fill = try token(TaskToken.fill)
    end = try token(TaskToken.end)
  }

  /// The question.
  func prefix(before: [Int], after: [Int]) -> [Int] {
    (model.tokenizer.beginning.map { [$0] } ?? []) + before + [blank] + after + [fill]
  }

  /// An empty stream for a question of so many tokens.
  func stream(prefix: Int) -> Session {
    let isWhole = model.decoder.config.mask == .prefix
    return Session(model.decoder, shape: StreamShape(prefixLength: isWhole ? prefix : 0))
  }

  /// The logarithm of the probability that `middle` is what is missing.
  func logProbability(of middle: [Int], before: [Int], after: [Int]) throws(GenerationError) -> Double {
    let prefix = prefix(before: before, after: after)
    let reading = Reading(model: model)
    guard prefix.count + middle.count <= model.contextLength else {
      throw .promptTooLong(tokens: prefix.count, context: model.contextLength - middle.count)
    }
    let session = stream(prefix: prefix.count)
    let asked = middle + [end]
    let first = try reading.advance([(session: session, tokens: prefix)])[0]
    var sum = LogProbabilities(first.logits)[asked[0]]
    try reading.read(middle, into: session) { index, answer in
      sum += LogProbabilities(answer.logits)[asked[index + 1]]
    }
    return sum
  }
}

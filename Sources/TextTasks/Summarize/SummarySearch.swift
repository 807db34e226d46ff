internal import LanguageModel
internal import Tokenizers

/// Looks for the best summary of a source, with the choice to copy (Su Jianlin 2021, "SPACES").
///
/// Behind each token the outcome head says how probable it is that the next one is written freely, begins a copy, or goes
/// on with one. So its probability is
///
///     p(token) = written · p_model(token) + copied · p_model(token | in the source)
///              + continued · p_model(token | follows in the source what was just copied)
///
/// A trigram that is in the summary already does not come again, unless the source repeats it.
struct SummarySearch {
  let model: TextModel
  let layout: TaskLayout
  let beams: Int
  let lengthPenalty: Double
  let longest: Int
  /// How many tokens an answer has at least.
  let shortest: Int
  /// What a token costs, in nats, that the source does not have: so names and numbers come from it.
  let inventionCost: Double

  /// A summary that grows.
  private struct Way {
    var tokens: [Int] = []
    var logProbability = 0.0
    /// Where in the source what comes next would go on with what was copied.
    var places: [Int] = []
    var parent = 0
  }

  /// Where tokens are in a source.
  private struct Source {
    let tokens: [Int]
    let places: [Int: [Int]]

    init(_ tokens: [Int]) {
      self.tokens = tokens
      places = Dictionary(grouping: tokens.indices) { tokens[$0] }
    }

    /// The places behind `token` where it follows one of `places`, or else all behind it.
    func places(after token: Int, from places: [Int]) -> [Int] {
      let continued = places.filter { $0 < tokens.count && tokens[$0] == token }
      return (continued.isEmpty ? self.places[token] ?? [] : continued).map { $0 + 1 }
    }
  }

  /// The best answer to a question whose prefix is the source, and whether the model ended it; `eachStep` is told the best text
  /// so far.
  func run(question: [Int], eachStep: ([Int]) throws -> Void) throws -> (tokens: [Int], isEnded: Bool) {
    let source = Source(question)
    let isWhole = model.decoder.config.mask == .prefix
    let reading = Reading(model: model)
    var sessions = [
      Session(model.decoder, shape: StreamShape(prefixLength: isWhole ? question.count : 0))
    ]
    var answers = try reading.advance([(session: sessions[0], tokens: question)])
    var live = [Way()]
    var best: (tokens: [Int], score: Double)?
    let most = min(longest, model.contextLength - question.count)
    for _ in 0..<most {
      var grown: [(way: Way, last: Int)] = []
      for (parent, (way, answer)) in zip(live, answers).enumerated() {
        for (token, probability) in steps(way, answer, source: source) {
          var next = way
          next.parent = parent
          next.logProbability += Natural.log(probability)
          if token != layout.end {
            next.tokens.append(token)
            next.places = source.places(after: token, from: way.places)
          }
          grown.append((next, token))
        }
      }
      grown.sort {
        ($1.way.logProbability, $0.way.parent, $0.last) < ($0.way.logProbability, $1.way.parent, $1.last)
      }
      var kept: [Way] = []
      for (way, last) in grown where kept.count < beams {
        if last == layout.end {
          let score = score(way)
          if score > best?.score ?? -.infinity { best = (way.tokens, score) }
        } else {
          kept.append(way)
        }
      }
      guard let first = kept.first else { break }
      try eachStep(first.tokens)
      live = kept
      // No way can gain more than its length allows.
      if let best, best.score >= first.logProbability / Natural.power(Double(5 + most) / 6, lengthPenalty) {
        break
      }
      sessions = Reading.follow(live.map(\.parent), sessions)
      answers = try reading.advance(zip(live, sessions).map { (session: $1, tokens: $0.tokens.suffix(1)) })
    }
    return best.map { ($0.tokens, true) } ?? (live.first?.tokens ?? [], false)
  }

  private func score(_ way: Way) -> Double {
    way.logProbability / Natural.power(Double(6 + way.tokens.count) / 6, lengthPenalty)
  }

  /// The likeliest next tokens with their probabilities.
  private func steps(
    _ way: Way, _ answer: DecoderOutput, source: Source
  ) -> [(token: Int, probability: Double)] {
    let logs = LogProbabilities(answer.logits)
    var probabilities = answer.logits.indices.map { Natural.exp(logs[$0]) }
    for token in model.silentTokens.union(model.tokenizer.ends) where token != layout.end {
      if token < probabilities.count { probabilities[token] = 0 }
    }
    if way.tokens.count < shortest { probabilities[layout.end] = 0 }
    mixCopies(into: &probabilities, outcome: answer.outcome, way: way, source: source)
    for token in repeats(way, source: source) { probabilities[token] = 0 }
    var best: [(token: Int, probability: Double)] = []
    for (token, probability) in probabilities.enumerated() where probability > 0 {
      if best.count == beams + 1, let last = best.last {
        guard probability > last.probability else { continue }
        best.removeLast()
      }
      best.insert(
        (token, probability), at: best.lastIndex { $0.probability >= probability }.map { $0 + 1 } ?? 0)
    }
    return best
  }

  private func mixCopies(
    into probabilities: inout [Double], outcome: [Float], way: Way, source: Source
  ) {
    guard outcome.count == TextOutcome.allCases.count else { return }
    let tags = [TextOutcome.written, .copied, .continued].map { Natural.exp(Double(outcome[$0.rawValue])) }
    let sum = tags.reduce(0, +)
    let followers = Set(way.places.filter { $0 < source.tokens.count }.map { source.tokens[$0] })
    let present = Set(source.places.keys)
    var mixed = probabilities.map { $0 * tags[0] / sum }
    for (weight, tokens) in [(tags[1], present), (tags[2], followers)] {
      let mass = tokens.reduce(0) { $0 + probabilities[$1] }
      guard mass > 0 else {
        // Nothing can be copied: all that is left is to write.
        for token in mixed.indices { mixed[token] += probabilities[token] * weight / sum }
        continue
      }
      for token in tokens { mixed[token] += weight / sum * probabilities[token] / mass }
    }
    let kept = Natural.exp(-inventionCost)
    for token in mixed.indices where token != layout.end && !present.contains(token) { mixed[token] *= kept }
    probabilities = mixed
  }

  /// The tokens that would write a trigram again that the source has only once.
  private func repeats(_ way: Way, source: Source) -> Set<Int> {
    let tokens = way.tokens
    guard tokens.count > 2 else { return [] }
    var found: Set<Int> = []
    for start in 0..<tokens.count - 2
    where tokens[start] == tokens[tokens.count - 2] && tokens[start + 1] == tokens[tokens.count - 1] {
      let third = tokens[start + 2]
      let times = (source.places[tokens[start]] ?? []).count { place in
        place + 2 < source.tokens.count && source.tokens[place + 1] == tokens[start + 1]
          && source.tokens[place + 2] == third
      }
      if times < 2 { found.insert(third) }
    }
    return found
  }
}

internal import LanguageModel

/// A text that is likely and does not come back to what it said: contrastive search.
///
/// Su et al. 2022, "A Contrastive Framework for Neural Text Generation", equation 5. Of the ``candidates`` likeliest tokens
/// that one is chosen for which
///
///     (1 - penalty) · p(token) - penalty · max over all tokens before of cos(state of token, state of that one)
///
/// is highest, where a state is what the model's head reads. There is no chance in it. Each token costs the model a batch of
/// ``candidates`` streams.
public struct ContrastiveSearch: Sendable {
  /// How many of the likeliest tokens are compared; the authors use 4 to 10.
  public let candidates: Int
  /// What likeness costs: 0 takes the likeliest token; the authors use 0.6.
  public let penalty: Double
  private let model: TextModel
  private let options: GenerationOptions
  private let chain: SamplerChain

  /// The most candidates.
  public static let candidateLimit = 256

  /// A search for one text; of the steps of sampling only those that correct take part.
  public init(
    _ model: TextModel, candidates: Int = 4, penalty: Double = 0.6, options: GenerationOptions
  ) throws(GenerationError) {
    try options.check()
    guard (1...Self.candidateLimit).contains(candidates) else {
      throw .option("top-k", value: "\(candidates)", expected: "1 to \(Self.candidateLimit)")
    }
    guard (0...1).contains(penalty) else {
      throw .option("contrastive", value: "\(penalty)", expected: "from 0 (off) to 1")
    }
    self.model = model
    self.candidates = candidates
    self.penalty = penalty
    self.options = options
    do { chain = try options.sampling.corrections(banning: options.banned(in: model)) } catch {
      throw .sampling(error)
    }
  }

  /// Writes on from a prompt that the model's context holds.
  ///
  /// - Parameters:
  ///   - prompt: The tokens to go on after; see ``TextModel/prompt(_:)``.
  ///   - each: Is shown every step, and may throw to stop.
  /// - Returns: The text.
  /// - Throws: ``GenerationError``, and what `each` throws.
  public func run(
    prompt: [Int], each: (Generation.Step) throws -> Void = { _ in }
  ) throws -> GeneratedText {
    let reading = Reading(model: model)
    try reading.check(prompt)
    var continuation = Continuation(after: prompt, model: model, options: options)
    var session = model.stream()
    var said = States()
    var logits: [Float] = []
    try reading.read(prompt, into: session, states: true) { _, answer in
      said.append(answer.state)
      logits = answer.logits
    }
    while true {
      guard session.count < session.capacity else {
        let rest = continuation.finish(.contextFull)
        try each(.init(sample: 0, text: rest, token: nil, end: continuation.end))
        return continuation.result()
      }
      let left = chain.candidates(of: logits, history: continuation.history)
      let ranked = RankedCandidates(left, limit: candidates).entries
      let forks = ranked.indices.map { $0 == 0 ? session : session.fork() }
      let answers = try reading.advance(
        zip(forks, ranked).map { (session: $0, tokens: [$1.token]) }, states: true)
      let scores = zip(ranked, answers).map { candidate, answer in
        (1 - penalty) * Natural.exp(candidate.logProbability) - penalty * said.likeness(to: answer.state)
      }
      let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
      let choice = TokenChoice(
        ranked[best].token, logits: logits, alternatives: options.alternatives)
      let text = continuation.take(choice)
      try each(.init(sample: 0, text: text, token: choice, end: continuation.end))
      guard continuation.end == nil else { return continuation.result() }
      session = forks[best]
      logits = answers[best].logits
      said.append(answers[best].state)
    }
  }

  /// The states of the tokens so far, each of length 1.
  private struct States {
    private var directions: [[Float]] = []

    mutating func append(_ state: [Float]) { directions.append(Self.direction(state)) }

    /// The highest cosine of a state and one of these.
    func likeness(to state: [Float]) -> Double {
      let direction = Self.direction(state)
      var highest = -Float.infinity
      for other in directions {
        var sum: Float = 0
        for index in direction.indices { sum += direction[index] * other[index] }
        highest = max(highest, sum)
      }
      return Double(highest)
    }

    private static func direction(_ state: [Float]) -> [Float] {
      let length = state.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? state.map { $0 / length } : state
    }
  }
}

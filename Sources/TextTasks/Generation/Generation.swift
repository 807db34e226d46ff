internal import LanguageModel
internal import Tokenizers

/// Texts being written, a token at a time: all samples advance in one call of the decoder.
///
///     let generation = try Generation(model, prompt: model.prompt("春眠不觉晓，"), options: options)
///     while let steps = try generation.next() { for step in steps { show(step.text) } }
///
/// The caller decides between the calls of ``next()`` whether to go on. Every text ends: by the model's token, a stop
/// string, its limit, or because it ran in circles.
///
/// Sample `i` of a seed is the same text whatever the number of samples: each draws from numbers of its own.
public final class Generation {
  /// What a call of ``Generation/next()`` did for a sample.
  public struct Step: Sendable, Hashable {
    /// The sample, from 0.
    public let sample: Int
    /// What can be shown now: whole characters, no part of a stop string; often empty.
    public let text: String
    /// The token that was chosen; `nil` where the sample ended without one.
    public let token: TokenChoice?
    /// Why the sample ended with this step; `nil` if it goes on.
    public let end: EndReason?
  }

  private struct Sample {
    let session: Session
    /// The tokens the session has, or has once `pending` is read.
    var window: [Int]
    var pending: [Int]
    var continuation: Continuation
    var generator: SeededGenerator
  }

  private let model: TextModel
  private let options: GenerationOptions
  private let chain: SamplerChain
  private let window: ContextWindow
  private var prompt: [Int]
  private var samples: [Sample] = []
  /// How many tokens of the prompt are left out, since the model's context does not hold them.
  public let droppedPromptTokens: Int
  /// How many times a sample's window slid.
  public private(set) var slides = 0

  /// Begins texts that go on after `prompt`, at least a token; see ``TextModel/prompt(_:)``.
  public init(_ model: TextModel, prompt: [Int], options: GenerationOptions) throws(GenerationError) {
    try options.check()
    guard !prompt.isEmpty else { throw .emptyPrompt }
    self.model = model
    self.options = options
    do { chain = try options.sampling.chain(banning: options.banned(in: model)) } catch {
      throw .sampling(error)
    }
    var kept: Int?
    if case .slide(let keeping) = options.fullContext { kept = keeping }
    window = ContextWindow(capacity: model.contextLength, prompt: prompt.count, keeping: kept)
    if options.fullContext == .end, prompt.count > model.contextLength {
      throw .promptTooLong(tokens: prompt.count, context: model.contextLength)
    }
    self.prompt = window.fitting(prompt, room: options.maximumTokens)
    droppedPromptTokens = prompt.count - self.prompt.count
  }

  /// How tokens are drawn, for reports.
  public var samplerDescription: String { chain.description }

  /// Chooses the next token of every sample that has not ended; `nil` when all have.
  public func next() throws(GenerationError) -> [Step]? {
    if samples.isEmpty { return try begin() }
    var steps: [Step] = []
    var going: [Int] = []
    for index in samples.indices where samples[index].continuation.end == nil {
      if samples[index].window.count + 1 > window.capacity, options.fullContext == .end {
        let rest = samples[index].continuation.finish(.contextFull)
        steps.append(
          Step(sample: index, text: rest, token: nil, end: samples[index].continuation.end))
      } else {
        slideIfFull(index)
        going.append(index)
      }
    }
    guard !going.isEmpty else { return steps.isEmpty ? nil : steps }
    let answers = try advance(
      going.map { (session: samples[$0].session, tokens: samples[$0].pending) })
    for (index, answer) in zip(going, answers) { steps.append(choose(index, from: answer)) }
    return steps
  }

  /// Writes all texts to their ends.
  ///
  /// - Parameter each: Is shown every step, and may throw to stop.
  /// - Returns: The texts, sample by sample.
  /// - Throws: ``GenerationError``, and what `each` throws.
  public func run(each: (Step) throws -> Void = { _ in }) throws -> [GeneratedText] {
    while let steps = try next() { for step in steps { try each(step) } }
    return results
  }

  /// The texts as they are.
  public var results: [GeneratedText] { samples.map { $0.continuation.result() } }

  /// Reads the prompt once, and makes the samples forks of it.
  private func begin() throws(GenerationError) -> [Step] {
    let session = model.stream()
    let answer = try advance([(session: session, tokens: prompt)])[0]
    let start = Continuation(after: prompt, model: model, options: options)
    samples = (0..<options.samples).map { index in
      Sample(
        session: index == 0 ? session : session.fork(), window: prompt, pending: [], continuation: start,
        generator: SeededGenerator(seed: Self.seed(options.seed, sample: index)))
    }
    return samples.indices.map { choose($0, from: answer) }
  }

  private func choose(_ index: Int, from logits: [Float]) -> Step {
    let token = chain.sample(
      logits, history: samples[index].continuation.history, using: &samples[index].generator)
    let choice = TokenChoice(token, logits: logits, alternatives: options.alternatives)
    let text = samples[index].continuation.take(choice)
    samples[index].pending = [token]
    return Step(sample: index, text: text, token: choice, end: samples[index].continuation.end)
  }

  /// Makes room for a sample's next token, and counts it in.
  private func slideIfFull(_ index: Int) {
    if samples[index].window.count + 1 > window.capacity {
      let rest = window.sliding(samples[index].window)
      samples[index].session.truncate(to: window.kept)
      samples[index].window = samples[index].window.prefix(window.kept) + rest
      samples[index].pending = rest + samples[index].pending
      slides += 1
    }
    samples[index].window += samples[index].pending.suffix(1)
  }

  private func advance(
    _ runs: [(session: Session, tokens: [Int])]
  ) throws(GenerationError) -> [[Float]] {
    do {
      return try model.decoder.advance(
        runs.map { .init(session: $0.session, inputs: $0.tokens.map { TokenInput(token: Int32($0)) }) }
      ).map { $0[0].logits }
    } catch { throw .decoder(error) }
  }

  /// A sample's own seed; the first has the seed itself.
  private static func seed(_ seed: UInt64, sample: Int) -> UInt64 {
    seed &+ UInt64(sample) &* 0x9E37_79B9_7F4A_7C15
  }
}

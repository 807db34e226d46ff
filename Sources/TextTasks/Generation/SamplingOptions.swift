public import LanguageModel

/// How tokens are drawn: the parameters by the names that users of other programs know.
///
/// The defaults are those of llama.cpp.
public struct SamplingOptions: Sendable, Hashable {
  /// Below 1 the likely become likelier; 0 takes the most likely.
  public var temperature = 0.8
  /// Only the most likely so many tokens; 0 is off.
  public var topK = 40
  /// Only the likeliest that have this probability together; 1 is off.
  public var topP = 0.95
  /// Only those at least this many times as likely as the first; 0 is off.
  public var minP = 0.05
  /// Only the most typical that have this probability together; 1 is off.
  public var typicalP = 1.0
  /// Divides the logits of tokens that occurred; 1 is off.
  public var repetitionPenalty = 1.0
  /// What each occurrence takes from a logit; 0 is off.
  public var frequencyPenalty = 0.0
  /// What having occurred takes from a logit; 0 is off.
  public var presencePenalty = 0.0
  /// How many of the latest tokens the three penalties look at, those of the prompt included.
  public var repetitionWindow = 64
  /// No sequence of so many tokens comes twice, one of the prompt included; 0 is off.
  public var noRepeatNGram = 0

  /// The defaults.
  public init() {}

  /// The most likely token always.
  public static var greedy: SamplingOptions {
    var options = SamplingOptions()
    options.temperature = 0
    return options
  }

  /// The steps that do not choose but correct: banned tokens, repetition.
  func corrections(banning banned: Set<Int>) throws(SamplingError) -> SamplerChain {
    var steps: [any LogitsStep] = []
    if !banned.isEmpty { steps.append(BannedTokens(banned)) }
    let repetition = try RepetitionPenalty(repetitionPenalty, window: repetitionWindow)
    if repetitionPenalty != 1 { steps.append(repetition) }
    let occurrence = try OccurrencePenalty(
      frequency: frequencyPenalty, presence: presencePenalty, window: repetitionWindow)
    if frequencyPenalty != 0 || presencePenalty != 0 { steps.append(occurrence) }
    let ngram = try NoRepeatedNGram(noRepeatNGram)
    if noRepeatNGram != 0 { steps.append(ngram) }
    return SamplerChain(steps)
  }

  /// All steps, in the order of llama.cpp: corrections, top-k, typical-p, top-p, min-p, temperature.
  public func chain(banning banned: Set<Int> = []) throws(SamplingError) -> SamplerChain {
    var chain = try corrections(banning: banned)
    let choice: [(isOn: Bool, step: any LogitsStep)] = [
      (topK != 0, try TopK(topK)), (typicalP != 1, try TypicalP(typicalP)), (topP != 1, try TopP(topP)),
      (minP != 0, try MinP(minP)), (temperature != 1, try Temperature(temperature)),
    ]
    // The most likely token is in what each of the others leaves, except typical-p, so they need not be asked.
    let steps = temperature == 0 && typicalP == 1 ? choice.suffix(1) : choice[...]
    chain.steps += steps.filter(\.isOn).map(\.step)
    return chain
  }
}

internal import Tokenizers

/// What is to be written, and when it ends.
public struct GenerationOptions: Sendable, Hashable {
  /// What happens when the model's context is full.
  public enum FullContext: Sendable, Hashable {
    /// The text ends.
    case end
    /// The window slides: the first tokens stay, and of the others the later half, which is read anew.
    ///
    /// `keeping` says how many stay; `nil` for the prompt, but at most a quarter of the context. That the first
    /// tokens stay is what keeps a model steady: Xiao et al. 2024, "Efficient Streaming Language Models with Attention
    /// Sinks", section 3.
    case slide(keeping: Int?)
  }

  /// How tokens are drawn.
  public var sampling = SamplingOptions()
  /// The most tokens of a text.
  public var maximumTokens = 256
  /// A text ends before the first of these.
  public var stops: [String] = []
  /// How many texts are written side by side.
  public var samples = 1
  /// The seed of all draws.
  public var seed: UInt64 = 0
  /// How many alternatives are told beside each token; `nil` leaves out the token's probability too.
  public var alternatives: Int?
  /// What counts as running in circles; `nil` for a text that may.
  public var loops: LoopRule? = LoopRule()
  /// What happens when the context is full.
  public var fullContext = FullContext.slide(keeping: nil)
  /// Whether the tokens that end a text are never chosen.
  public var ignoresEnds = false
  /// Whether special tokens that end nothing may be chosen; they write no text.
  public var writesSpecialTokens = false

  /// The defaults: one text of up to 256 tokens.
  public init() {}

  /// The most texts at a time.
  static let sampleLimit = 256

  func check() throws(GenerationError) {
    func check(_ holds: Bool, _ option: String, _ value: Int, _ expected: String) throws(GenerationError) {
      if !holds { throw .option(option, value: "\(value)", expected: expected) }
    }
    try check(maximumTokens >= 1, "max-tokens", maximumTokens, "1 or more")
    try check(
      (1...Self.sampleLimit).contains(samples), "n", samples, "1 to \(Self.sampleLimit)")
    try check((alternatives ?? 0) >= 0, "logprobs", alternatives ?? 0, "0 or more")
    if stops.contains("") { throw .option("stop", value: "an empty text", expected: "a text") }
    if case .slide(.some(let kept)) = fullContext { try check(kept >= 0, "keep", kept, "0 or more") }
    if let loops { try loops.check() }
  }

  /// The tokens that may not be chosen.
  func banned(in model: TextModel) -> Set<Int> {
    (writesSpecialTokens ? [] : model.silentTokens).union(ignoresEnds ? model.tokenizer.ends : [])
  }
}

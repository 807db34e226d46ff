internal import LanguageModel
internal import Tokenizers

/// How well a model knows a text, which comes in pieces of any number: only a window of it is kept.
///
/// Every token is predicted from those before it in a window of the model's context. A window holds the token that texts
/// begin with (where the model has one), tokens that were measured before, and ``stride`` new ones, so that each token but the
/// first of the text sees at least `context - stride - 1` before it. A smaller stride takes longer and knows a little better.
/// Where no token begins texts, the first token of the text is not measured.
///
/// The pieces are turned into tokens one by one, so they should end where words do: behind a line.
public struct Perplexity {
  /// What was measured so far.
  public struct Measure: Sendable, Hashable {
    /// The tokens that were predicted.
    public var tokens = 0
    /// Those of them that stand for characters the vocabulary does not have.
    public var unknownTokens = 0
    /// The Unicode scalars of the text.
    public var characters = 0
    /// The bytes of the text as UTF-8.
    public var bytes = 0
    /// The surprise of all tokens together, in nats: the sum of -ln p.
    public var nats = 0.0

    /// The surprise of a token, in nats; 0 without one.
    public var natsPerToken: Double { tokens > 0 ? nats / Double(tokens) : 0 }
    /// e to the nats per token: among how many equally likely tokens the model would be as unsure.
    public var perplexity: Double { Natural.exp(natsPerToken) }
    /// The surprise of a character, in bits.
    public var bitsPerCharacter: Double { characters > 0 ? nats / Natural.log(2) / Double(characters) : 0 }
    /// The surprise of a byte, in bits.
    public var bitsPerByte: Double { bytes > 0 ? nats / Natural.log(2) / Double(bytes) : 0 }

    /// Nothing.
    public init() {}
  }

  private let model: TextModel
  private let reading: Reading
  /// The most tokens of a window.
  public let context: Int
  /// How many tokens of a window are new.
  public let stride: Int
  /// What was measured; complete after ``finish()``.
  public private(set) var measure = Measure()
  /// Tokens that were measured, as many as a window takes, and behind them those that were not.
  private var tokens: [Int] = []
  private var measured = 0
  private let special: Set<Int>

  /// Begins a measurement.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - context: The most tokens of a window, 3 to what the model reads at once, which is the default.
  ///   - stride: How many of them are new, at most all but two; half of it by default.
  /// - Throws: ``GenerationError/option(_:value:expected:)``.
  public init(_ model: TextModel, context: Int? = nil, stride: Int? = nil) throws(GenerationError) {
    let context = context ?? model.contextLength
    guard context >= 3, context <= model.contextLength else {
      throw .option("context", value: "\(context)", expected: "3 to \(model.contextLength)")
    }
    let stride = stride ?? max(1, context / 2)
    guard (1...context - 2).contains(stride) else {
      throw .option("stride", value: "\(stride)", expected: "1 to \(context - 2)")
    }
    self.model = model
    self.context = context
    self.stride = stride
    reading = Reading(model: model)
    special = Set(model.tokenizer.specialTokens.values)
  }

  /// The next piece of the text.
  ///
  /// - Parameters:
  ///   - text: The piece.
  ///   - eachWindow: Is called after each window, and may throw to stop.
  /// - Throws: ``GenerationError``, and what `eachWindow` throws.
  public mutating func add(_ text: String, eachWindow: () throws -> Void = {}) throws {
    measure.characters += text.unicodeScalars.count
    measure.bytes += text.utf8.count
    tokens += model.tokenizer.encode(text)
    // The first window is all new.
    while tokens.count - measured >= (measured == 0 ? context : stride) {
      try measureWindow()
      try eachWindow()
    }
  }

  /// Measures what is left; answers the measure of the whole text.
  public mutating func finish() throws -> Measure {
    while measured < tokens.count { try measureWindow() }
    return measure
  }

  private mutating func measureWindow() throws(GenerationError) {
    let beginning = model.tokenizer.beginning.map { [$0] } ?? []
    let before = measured == 0 ? 0 : min(measured, context - stride - beginning.count)
    let count = min(tokens.count - measured, context - beginning.count - before)
    let window = beginning + tokens[measured - before..<measured + count]
    let firstNew = beginning.count + before
    let session = model.stream()
    var nats = 0.0
    // What comes before the first new token but one is only read.
    let silent = max(0, firstNew - 1)
    if silent > 0 {
      _ = try reading.advance([(session: session, tokens: Array(window[..<silent]))])
    }
    var predicted = 0
    try reading.read(Array(window[silent..<window.count - 1]), into: session) { index, answer in
      nats -= LogProbabilities(answer.logits)[window[silent + index + 1]]
      predicted += 1
    }
    measure.nats += nats
    measure.tokens += predicted
    measure.unknownTokens += window[(window.count - predicted)...].count { special.contains($0) }
    measured += count
    let kept = max(0, context - stride)
    if measured > kept {
      tokens.removeFirst(measured - kept)
      measured = kept
    }
  }
}

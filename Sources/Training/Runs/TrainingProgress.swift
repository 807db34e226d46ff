/// Where a run stands, for people to look at.
public struct TrainingProgress: Sendable, Hashable {
  /// The steps done.
  public let step: Int
  /// The steps planned.
  public let steps: Int
  /// The last step's cross-entropy of tokens, in nats.
  public let loss: Double
  /// The last step's cross-entropy of the outcome head, `nil` where nothing was asked.
  public let outcomeLoss: Double?
  /// The rate factor of the last step.
  public let rateFactor: Double
  /// The length of the last gradient, before it was clipped.
  public let gradientNorm: Double
  /// Tokens a second, a running mean of this sitting.
  public let tokensPerSecond: Double
  /// The seconds left at that speed.
  public let secondsLeft: Double
  /// The last validation.
  public let validation: Validation?

  /// The result of one validation.
  public struct Validation: Sendable, Hashable, Codable {
    /// After how many steps.
    public let step: Int
    /// The cross-entropy of tokens, in nats.
    public let loss: Double
    /// The cross-entropy of the outcome head, `nil` where nothing was asked.
    public let outcomeLoss: Double?
    /// Whether no earlier one was lower.
    public let isBest: Bool
  }
}

/// A line of `log.jsonl`.
///
/// A step's row has `loss`, `rate`, `gradientNorm`, `tokens` and `tokensPerSecond`; a validation's row has
/// `validationLoss`. Outcome losses stand where outcomes were asked.
public struct TrainingLogRow: Sendable, Hashable, Codable {
  /// The steps done.
  public var step: Int
  /// The cross-entropy of tokens, in nats.
  public var loss: Double?
  /// The cross-entropy of the outcome head, in nats.
  public var outcomeLoss: Double?
  /// The rate factor.
  public var rate: Double?
  /// The length of the gradient before clipping.
  public var gradientNorm: Double?
  /// The tokens since the beginning of the run.
  public var tokens: Int?
  /// The tokens a second of this step.
  public var tokensPerSecond: Double?
  /// The cross-entropy of tokens on the validation source.
  public var validationLoss: Double?
  /// The cross-entropy of the outcome head on the validation source.
  public var validationOutcomeLoss: Double?
  /// The cross-entropy of tokens without the scores of candidates on the validation source, where there are candidates.
  public var validationPlainLoss: Double?
}

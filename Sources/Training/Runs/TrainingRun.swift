public import LanguageModel

/// A training run: a folder with its options, log, checkpoint and models.
///
///     config.json              the options
///     log.jsonl                a ``TrainingLogRow`` per line
///     checkpoint.safetensors   everything needed to go on exactly
///     last/, best/             model folders: the weights at the last checkpoint, and those best on validation
public final class TrainingRun {
  /// Where the weights of a new run come from.
  public enum Start: Sendable, Hashable {
    /// Random numbers that follow from the options' seed.
    case random
    /// The model in a folder, of the same configuration.
    ///
    /// With `extendingFacts` it may have fewer rows in its state embedding; the new ones begin at zero.
    case model(folder: String, extendingFacts: Bool)
  }

  /// How a call of ``train(on:validation:stop:progress:)`` ended.
  public enum Ending: Sendable, Hashable {
    /// All steps are done.
    case finished
    /// `stop` said so; the state is saved.
    case stopped
  }

  /// The folder of the run.
  public let folder: String
  /// The options.
  public let options: TrainingOptions

  /// Begins a run in `folder`, which must not hold one.
  ///
  /// - Parameter threads: The threads of the arithmetic, by default one a core.
  public init(
    creating folder: String, model: ModelDescription, options: TrainingOptions, start: Start,
    threads: Int? = nil
  ) throws(TrainingError) {
    preconditionFailure("being built")
  }

  /// Goes on with the run in `folder` from its checkpoint.
  public init(resuming folder: String, threads: Int? = nil) throws(TrainingError) {
    preconditionFailure("being built")
  }

  /// The steps done.
  public var step: Int { 0 }
  /// The number of trained weights.
  public var parameterCount: Int { 0 }

  /// Trains until the planned steps are done or `stop` says so.
  ///
  /// - Parameters:
  ///   - source: The training sequences.
  ///   - validation: The sequences of the validations, whose first batches are looked at.
  ///   - stop: Asked before every step; true saves the state and ends.
  ///   - progress: Told after every step.
  public func train(
    on source: any TrainingSource, validation: (any TrainingSource)?, stop: () -> Bool,
    progress: (TrainingProgress) -> Void
  ) throws(TrainingError) -> Ending {
    preconditionFailure("being built")
  }
}

/// The speed of training steps on random tokens, for `yiwen bench train`.
public struct TrainingThroughput: Sendable, Hashable {
  /// The tokens of a step.
  public let tokensPerStep: Int
  /// The number of weights.
  public let parameterCount: Int
  /// The seconds of each measured step.
  public let seconds: [Double]

  /// Trains a random model of `config` for `warmUp` + `steps` steps on one batch of random sequences.
  ///
  /// - Parameters:
  ///   - options: Of them only the optimizer, the dropout and the techniques matter.
  ///   - sequences: The number of sequences.
  ///   - length: The tokens of each.
  ///   - factsPerToken: The rows of the state embedding added to each token.
  public static func measure(
    config: DecoderConfig, options: TrainingOptions, sequences: Int, length: Int, factsPerToken: Int = 0,
    warmUp: Int = 1, steps: Int = 3, threads: Int? = nil
  ) throws(TrainingError) -> TrainingThroughput {
    preconditionFailure("being built")
  }
}

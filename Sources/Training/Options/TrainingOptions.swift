public import Kernels

/// Everything a training run can be told, as `config.json` of its folder keeps it.
///
/// The same options, model, data and machine-independent arithmetic give the same run, bit for bit.
public struct TrainingOptions: Sendable, Hashable, Codable {
  /// The optimizer's steps of the whole run; the schedule is planned over them.
  public var steps: Int
  /// The most tokens of one pass forward and backward.
  public var tokensPerBatch = 4096
  /// The batches whose gradients are added up for a step.
  public var batchesPerStep = 1
  /// How exactly matrix products take their operands.
  public var products = ProductPrecision.float32
  /// What all randomness of the run follows from: initial weights, dropout, replaced inputs.
  public var seed: UInt64 = 1
  /// The share of elements dropped from what a block adds to the residual stream.
  ///
  /// After Srivastava et al. 2014, "Dropout".
  public var dropout: Float = 0
  /// How much the outcome head's cross-entropy counts beside the tokens'.
  public var outcomeWeight: Float = 1
  /// How much the cross-entropy of the logits without the scores of candidates counts beside that with them, where there
  /// are candidates: it keeps the model good without what is known of them.
  public var plainWeight: Float = 0.25
  /// How gradients become steps.
  public var optimizer = OptimizerOptions()
  /// How the rates go over the run.
  public var schedule = Schedule.warmUpStableDecay(warmUp: 0.02, decay: 0.4)
  /// Training that differs from plain descent, each part off unless asked for.
  public var techniques = TechniqueOptions()
  /// When a run is saved, checked and stopped.
  public var keeping = KeepingOptions()

  /// The defaults for a run of `steps` steps.
  public init(steps: Int) {
    self.steps = steps
  }
}

/// When a run is saved, validated and stopped.
public struct KeepingOptions: Sendable, Hashable, Codable {
  /// The minutes between two checkpoints.
  public var minutesPerCheckpoint = 5.0
  /// The steps between two validations, 0 for one at the end only.
  public var stepsPerValidation = 200
  /// The batches of the validation source that are looked at each time, always the first ones.
  public var validationBatches = 16
  /// The steps between two rows of the log.
  public var stepsPerLogRow = 1
  /// How far, in nats, the loss may be above its running mean before the run is stopped; 0 never stops it.
  public var spikeLimit = 3.0
  /// Whether model folders are written in bfloat16 rather than single precision.
  public var savesBfloat16 = true

  /// The defaults.
  public init() {}
}

import ArgumentParser
import Corpora
import Kernels
import Training

/// Which data a run is trained on.
struct TrainDataOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Folders that `yiwen prepare` made.", valueName: "folder"))
  var data: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Folders to validate on: best is the model with the least loss there.", valueName: "folder"))
  var valid: [String] = []

  @Option(help: "The probability that a label of a game (result, player) is left open.")
  var openLabels: Double?

  @Option(help: "The probability that a game is read in a mirror.")
  var mirror: Double = 0.5

  @Option(
    help: """
      How far apart two moves of a label are, in hundredths of a soldier, when one is to be e times as probable as the \
      other.
      """)
  var labelTemperature: Double = 50

  @Option(help: "The share of tasks among the sequences, where the data are text and tasks.")
  var taskShare: Double = 0.5

  @Option(help: "The share of text that is read with blanks and what is missing behind it.")
  var infill: Double = 0

  @Option(help: "The share of text with blanks that is seen whole (prefix mask) and not asked for.")
  var seenWhole: Double = 0

  func validate() throws {
    try Self.checkShare(taskShare, option: "--task-share")
    try Self.checkShare(infill, option: "--infill")
    try Self.checkShare(seenWhole, option: "--seen-whole")
    try Self.checkShare(openLabels ?? 0, option: "--open-labels")
    try Self.checkShare(mirror, option: "--mirror")
    guard labelTemperature >= 1, labelTemperature <= 10_000 else {
      throw ValidationError("--label-temperature \(labelTemperature) is out of range; use 1 to 10000")
    }
  }

  static func checkShare(_ value: Double, option: String) throws {
    guard (0...1).contains(value) else {
      throw ValidationError("\(option) \(value) is out of range; use 0 to 1")
    }
  }
}

/// How long a run is.
struct TrainLengthOptions: ParsableArguments {
  @Option(help: "How many steps.")
  var steps: Int?

  @Option(help: "How many minutes; the speed is measured at the start, and the steps planned by it.")
  var minutes: Double?

  @Option(help: "The most tokens of a pass forward and backward.")
  var tokens: Int = 4096

  @Option(help: "The passes of a step.")
  var accumulate: Int = 1

  @Option(help: "The seed of all chance.")
  var seed: UInt64 = 1

  func validate() throws {
    if let steps { try (1...1_000_000_000).check(steps, option: "--steps") }
    if let minutes, !(minutes > 0 && minutes <= 1_000_000) {
      throw ValidationError("--minutes \(minutes) is out of range; use more than 0, up to 1000000")
    }
    try (16...1 << 20).check(tokens, option: "--tokens")
    try (1...1 << 16).check(accumulate, option: "--accumulate")
  }
}

/// The options of the optimizer.
struct TrainOptimizerOptions: ParsableArguments {
  enum Plan: String, ExpressibleByArgument, CaseIterable {
    case wsd, cosine, constant
  }

  @Option(help: "adamw, or muon for the matrices inside the layers and AdamW for the rest.")
  var optimizer: OptimizerOptions.Kind = OptimizerOptions().kind

  @Option(help: "The rate of AdamW.")
  var rate: Float = OptimizerOptions().rate

  @Option(help: "The rate of Muon.")
  var muonRate: Float = OptimizerOptions().muonRate

  @Option(help: "How matrix products take their operands: f32, or bf16: faster with AVX-512 BF16.")
  var products: ProductPrecision = .float32

  @Option(help: "AdamW's decay of the mean gradient.")
  var beta1: Float = OptimizerOptions().beta1

  @Option(help: "AdamW's decay of the mean squared gradient.")
  var beta2: Float = OptimizerOptions().beta2

  @Option(help: "AdamW's weight decay.")
  var weightDecay: Float = OptimizerOptions().weightDecay

  @Option(help: "Muon's weight decay.")
  var muonWeightDecay: Float = OptimizerOptions().muonWeightDecay

  @Option(help: "The longest gradient that is taken as it is; 0 is off.")
  var clip: Float = OptimizerOptions().clip

  @Option(help: "How the rates go: up, level and down (wsd), along a cosine, or constant.")
  var schedule: Plan = .wsd

  @Option(help: "The share of the run in which the rates rise.")
  var warmUp: Double = 0.02

  @Option(help: "The share of the run in which the rates of wsd fall.")
  var decay: Double = 0.4

  @Option(help: "Where the rates of the cosine end, as a share of their height.")
  var floor: Double = 0.1

  func validate() throws {
    try TrainDataOptions.checkShare(warmUp, option: "--warm-up")
    try TrainDataOptions.checkShare(decay, option: "--decay")
    try TrainDataOptions.checkShare(floor, option: "--floor")
  }

  /// The options as the trainer takes them.
  var options: OptimizerOptions {
    var options = OptimizerOptions()
    options.kind = optimizer
    options.rate = rate
    options.muonRate = muonRate
    options.beta1 = beta1
    options.beta2 = beta2
    options.weightDecay = weightDecay
    options.muonWeightDecay = muonWeightDecay
    options.clip = clip
    return options
  }

  var planned: Schedule {
    switch schedule {
    case .wsd: .warmUpStableDecay(warmUp: warmUp, decay: decay)
    case .cosine: .cosine(warmUp: warmUp, floor: floor)
    case .constant: .constant(warmUp: warmUp)
    }
  }
}

/// Training that differs from plain descent.
struct TrainTechniqueOptions: ParsableArguments {
  @Option(help: "How much the outcome's loss counts beside the tokens'.")
  var outcomeWeight: Float = 1

  @Option(help: "Dropout (Srivastava et al. 2014), as a share.")
  var dropout: Float = 0

  @Option(help: "The decay of the averaged weights that are validated and saved (Polyak and Juditsky 1992).")
  var averageDecay: Float = 0

  @Option(help: "The steps between two pulls of Lookahead (Zhang et al. 2019).")
  var lookahead: Int = 0

  @Option(help: "How far Lookahead's slow weights go at a pull.")
  var lookaheadShare: Float = 0.5

  @Flag(help: "Leave the rows of embeddings alone that a step did not use (LazyAdam).")
  var lazyEmbeddings = false

  @Option(help: "The loss below which a step climbs (flooding, Ishida et al. 2020).")
  var flood: Float = 0

  @Option(help: "How far embeddings are pushed uphill for a second pass (FGM, Miyato et al. 2017).")
  var adversarial: Float = 0

  @Option(help: "The share of inputs replaced at random, against exposure bias (Zhang et al. 2019).")
  var replaceInputs: Float = 0

  @Option(help: "The softmax of the loss keeps only so many tokens beside the target (Sun et al. 2021).")
  var sparseSoftmax: Int = 0

  @Flag(help: "Begin with orthogonal matrices (Saxe et al. 2014).")
  var orthogonal = false

  var options: TechniqueOptions {
    var options = TechniqueOptions()
    options.averageDecay = averageDecay
    options.lookaheadSteps = lookahead
    options.lookaheadShare = lookaheadShare
    options.lazyEmbeddings = lazyEmbeddings
    options.floodLevel = flood
    options.adversarialRadius = adversarial
    options.replacementRate = replaceInputs
    options.sparseSoftmax = sparseSoftmax
    options.orthogonalInitialisation = orthogonal
    return options
  }
}

/// When a run is saved, validated and stopped.
struct TrainKeepingOptions: ParsableArguments {
  @Option(help: "The minutes between two checkpoints.")
  var saveMinutes: Double = KeepingOptions().minutesPerCheckpoint

  @Option(help: "The steps between two validations; 0 for one at the end only.")
  var validEvery: Int = KeepingOptions().stepsPerValidation

  @Option(help: "The batches of a validation.")
  var validBatches: Int = KeepingOptions().validationBatches

  @Option(help: "The steps between two rows of the log.")
  var logEvery: Int = KeepingOptions().stepsPerLogRow

  @Option(help: "Stop when the loss is so many nats above its mean; 0 never stops.")
  var spikeLimit: Double = KeepingOptions().spikeLimit

  @Flag(help: "Write models in single precision instead of bfloat16.")
  var singlePrecision = false

  func validate() throws {
    guard saveMinutes > 0 else {
      throw ValidationError("--save-minutes \(saveMinutes) is out of range; use more than 0")
    }
    try (0...1_000_000_000).check(validEvery, option: "--valid-every")
    try (1...1_000_000).check(validBatches, option: "--valid-batches")
    try (1...1_000_000).check(logEvery, option: "--log-every")
  }

  var options: KeepingOptions {
    var options = KeepingOptions()
    options.minutesPerCheckpoint = saveMinutes
    options.stepsPerValidation = validEvery
    options.validationBatches = validBatches
    options.stepsPerLogRow = logEvery
    options.spikeLimit = spikeLimit
    options.savesBfloat16 = !singlePrecision
    return options
  }
}

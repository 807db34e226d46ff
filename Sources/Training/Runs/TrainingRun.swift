internal import FoundationEssentials
internal import Kernels
internal import LanguageModel
internal import ModelFiles

/// A training run: a folder with its options, log, checkpoint and models.
///
///     config.json              the options
///     log.jsonl                a ``TrainingLogRow`` per line
///     checkpoint.safetensors   everything needed to go on exactly
///     last/, best/             model folders: the weights at the last checkpoint, and those best on validation
///
/// A run belongs to one task at a time.
public final class TrainingRun {
  /// Where the weights of a new run come from.
  public enum Start: Sendable, Hashable {
    /// Random numbers that follow from the options' seed.
    case random
    /// The model in a folder, of the same configuration.
    ///
    /// With `extendingFacts` it may have fewer rows in its state embedding, the new ones beginning at zero, and no
    /// candidate head, which then begins as that of a new model.
    ///
    /// With `tokenRows` the model's tokens are others than the new one's: for each new token the row of the file's token
    /// embedding and output matrix that it begins with.
    case model(folder: String, extendingFacts: Bool, tokenRows: [Int]? = nil)
  }

  /// How a call of ``train(on:validation:clock:stop:progress:)`` ended.
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
  /// The model that is trained.
  public let description: ModelDescription
  let trainer: Trainer
  let log: RunLog
  var counters = RunCounters()
  /// The last validation of this sitting.
  var validation: TrainingProgress.Validation?

  /// The file the state is kept in.
  public static let checkpointName = "checkpoint.safetensors"

  /// Begins a run in `folder`, which must not hold one.
  ///
  /// The state before the first step is saved at once. The threads of the arithmetic are one a core unless
  /// given; the run is the same with any number of them.
  public init(
    creating folder: String, model: ModelDescription, options: TrainingOptions, start: Start,
    threads: Int? = nil
  ) throws(TrainingError) {
    try options.check()
    guard !FileManager.default.fileExists(atPath: folder + "/config.json") else {
      throw .folderInUse(folder)
    }
    self.folder = folder
    self.options = options
    description = model
    let config = model.config
    trainer = try Trainer(
      config: config, options: options, compute: .training(threads: threads, products: options.products)
    ) {
      (parameters, layout) throws(TrainingError) in
      Initialisation.fill(
        parameters, layout: layout, config: config, seed: options.seed,
        orthogonal: options.techniques.orthogonalInitialisation)
      switch start {
      case .random: break
      case .model(let source, let extendingFacts, let tokenRows):
        try ModelWeightsFile.load(
          source, into: parameters, layout: layout, config: config, extendingFacts: extendingFacts,
          tokenRows: tokenRows)
      }
    }
    log = RunLog(path: folder + "/log.jsonl")
    for name in ["", "/last", "/best"] { try Self.makeFolder(folder + name) }
    try log.begin()
    try save()
    // Last, since its presence says that the folder holds a run.
    try options.save(to: folder + "/config.json")
  }

  /// Goes on with the run in `folder` from its checkpoint.
  ///
  /// What was logged after the checkpoint is taken out of the log: it will happen again, the same.
  public init(resuming folder: String, threads: Int? = nil) throws(TrainingError) {
    self.folder = folder
    options = try TrainingOptions(path: folder + "/config.json")
    do {
      description = try ModelDescription(folder: folder + "/last")
    } catch {
      throw .model(error)
    }
    trainer = try Trainer(
      config: description.config, options: options,
      compute: .training(threads: threads, products: options.products), fill: { _, _ in })
    log = RunLog(path: folder + "/log.jsonl")
    counters = try Checkpoint.load(folder + "/" + Self.checkpointName, into: trainer)
    try log.truncate(after: counters.step)
  }

  /// The steps done.
  public var step: Int { counters.step }
  /// The number of trained weights.
  public var parameterCount: Int { trainer.layout.parameterCount }

  /// The rows of the log of the run in `folder`.
  public static func logRows(folder: String) throws(TrainingError) -> [TrainingLogRow] {
    try RunLog(path: folder + "/log.jsonl").rows()
  }

  /// Writes the checkpoint and the model of this moment.
  func save() throws(TrainingError) {
    try Checkpoint.save(trainer, counters, to: folder + "/" + Self.checkpointName)
    try saveModel(to: folder + "/last")
  }

  /// Writes the finest weights as a model folder.
  func saveModel(to folder: String) throws(TrainingError) {
    do {
      try ModelWeightsFile.save(
        trainer.finestParameters, layout: trainer.layout, description: description,
        type: options.keeping.savesBfloat16 ? .bfloat16 : .float32, folder: folder)
    } catch {
      throw .model(error)
    }
  }

  private static func makeFolder(_ path: String) throws(TrainingError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(file: path, reason: "\(error)")
    }
  }
}

extension Compute {
  /// The best instructions here on some threads, by default one a core.
  static func training(threads: Int?, products: ProductPrecision) -> Compute {
    Compute(
      instructionSet: best.instructionSet,
      threads: threads.map { min(max(1, $0), threadLimit) } ?? best.threads,
      products: products)
  }
}

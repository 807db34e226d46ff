import Corpora
import FoundationEssentials
import LanguageModel
import ModelFiles
import Players
import TextTasks
import Tokenizers
import Training

/// All that a new run is begun with.
struct TrainingPlan {
  let data: DataPlan
  let model: ModelDescription
  let start: TrainingRun.Start
  /// The options; the number of steps is still to be measured where `minutes` is given.
  var options: TrainingOptions
  let minutes: Double?
  let threads: Int?
  /// The words of the command line.
  let command: [String]

  init(_ run: TrainRun, command: [String]) throws {
    let first = run.data.data[0]
    let kind = try PreparedManifest(folder: first).kind
    let facts: Int
    let sequence: SequenceLayout
    switch run.shape.from {
    case let from?:
      var description = try ModelDescription(folder: from)
      facts = run.shape.facts?.count ?? description.config.stateFacts
      sequence = kind == .games ? try SequenceLayout(description.config) : .game
      if facts != description.config.stateFacts {
        description.config.stateFacts = facts
        description.config.stateTensor = "model.embed_state.weight"
      }
      run.shape.addCandidateHead(to: &description.config)
      let tokenRows = try run.shape.addPlayers(to: &description, sequence: sequence)
      model = description
      start = .model(folder: from, extendingFacts: facts > 0, tokenRows: tokenRows)
    case nil:
      facts = run.shape.facts?.count ?? (kind == .games ? TrainModelOptions.Facts.moves.count : 0)
      sequence = kind == .games ? run.shape.sequence : .game
      model = try Self.newModel(run.shape, kind: kind, folder: first, facts: facts)
      start = .random
    }
    var data = Self.data(
      run, kind: kind, sequence: sequence, context: model.config.maximumLength, facts: facts)
    data.tellsOfMoves = kind == .games && model.config.candidateFeatures > 0
    self.data = data
    var options = TrainingOptions(steps: run.length.steps ?? 1)
    options.tokensPerBatch = run.length.tokens
    options.batchesPerStep = run.length.accumulate
    options.seed = run.length.seed
    options.dropout = run.techniques.dropout
    options.outcomeWeight = run.techniques.outcomeWeight
    options.optimizer = run.optimizer.options
    options.products = run.optimizer.products
    options.schedule = run.optimizer.planned
    options.techniques = run.techniques.options
    options.keeping = run.keeping.options
    self.options = options
    minutes = run.length.minutes
    threads = run.threads
    self.command = command
  }

  private static func data(
    _ run: TrainRun, kind: PreparedManifest.Kind, sequence: SequenceLayout, context: Int, facts: Int
  ) -> DataPlan {
    var augmentation = sequence == .game ? Augmentation.games : .keyframes
    augmentation.mirrored = run.data.mirror
    augmentation.labelTemperature = run.data.labelTemperature
    augmentation.openLabels = run.data.openLabels ?? augmentation.openLabels
    var plan = DataPlan(
      layout: kind == .games ? .game : .text, training: run.data.data.map(absolute),
      validation: run.data.valid.map(absolute), facts: facts, context: context, augmentation: augmentation,
      seed: run.length.seed)
    plan.taskShare = run.data.taskShare
    plan.infilling = run.data.infill
    plan.infillingSeenWhole = run.data.seenWhole
    if case .keyframe(let pieces, let history) = sequence {
      plan.layout = .keyframe
      plan.pieces = pieces
      plan.history = history
    }
    return plan
  }

  private static func newModel(
    _ shape: TrainModelOptions, kind: PreparedManifest.Kind, folder: String, facts: Int
  ) throws -> ModelDescription {
    switch kind {
    case .games:
      let players = try PreparedManifest(folder: folder).players
      let names = XiangqiVocabulary.tokens(players: players, layout: shape.sequence)
      return ModelDescription(
        config: shape.config(
          vocabularySize: names.count, facts: facts, outcomes: 3, sequence: shape.sequence),
        details: [("pad_token_id", .integer(0)), ("task", .string("xiangqi"))],
        companions: ["tokens.txt": Array((names.joined(separator: "\n") + "\n").utf8)])
    case .text, .tasks:
      guard facts == 0 else {
        throw Failure("\(folder) holds text, of which there are no facts; use --facts none")
      }
      let vocabulary = try VocabularyFile(folder: folder)
      let tokens = try vocabulary.texts(path: "\(folder)/\(vocabulary.name)")
      var config = shape.config(vocabularySize: tokens.count, facts: 0, outcomes: 0)
      if tokens is UnigramTokenizer {
        // What stands before a task's answer is seen whole, and a head judges sentences and copies.
        config.mask = .prefix
        config.outcomes = TextOutcome.allCases.count
      }
      return ModelDescription(
        config: config,
        details: [
          ("bos_token_id", .integer(1)), ("eos_token_id", .integer(2)), ("pad_token_id", .integer(0)),
          ("task", .string("text")),
        ], companions: [vocabulary.name: vocabulary.content])
    }
  }

  /// The path from the root, so that a run can be gone on with from anywhere.
  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  /// The plan with as many steps as fit into the minutes, by the speed of a few steps on this machine.
  func measured() throws -> TrainingPlan {
    guard let minutes else { return self }
    let config = model.config
    let length = min(config.maximumLength, data.layout == .game ? 96 : config.maximumLength)
    let sequences = max(1, options.tokensPerBatch / length)
    // A position has some thirty pieces and, where they are told, some hundred possible moves.
    let facts = data.facts == 0 ? 0 : data.facts > StateFeatures.board.rowCount ? 110 : 30
    let speed = try TrainingThroughput.measure(
      config: config, options: options, sequences: sequences, length: length, factsPerToken: facts,
      threads: threads)
    let seconds = speed.seconds.sorted()[speed.seconds.count / 2] * Double(options.batchesPerStep)
    var plan = self
    // Of the time some goes to validation and saving.
    plan.options.steps = max(1, Int(minutes * 60 * 0.95 / seconds))
    return plan
  }
}

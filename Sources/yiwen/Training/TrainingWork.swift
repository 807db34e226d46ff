import Corpora
import FoundationEssentials
import ModelFiles
import Training

/// A run with its data: trains it, shows how it goes, and writes the model at the end.
struct TrainingWork {
  private let run: TrainingRun
  private let note: RunNote
  private let sources: DataPlan.Sources

  /// Begins a run.
  init(beginning folder: String, plan: TrainingPlan) throws {
    guard !FileManager.default.fileExists(atPath: folder + "/config.json") else {
      throw Failure("\(folder) holds a run already; go on with it by --resume, or name another folder")
    }
    // The data are opened first: what is wrong with them should not leave a run behind.
    sources = try plan.data.open(vocabulary: Self.vocabulary(of: plan.model))
    let plan = try plan.measured()
    run = try TrainingRun(
      creating: folder, model: plan.model, options: plan.options, start: plan.start, threads: plan.threads)
    note = RunNote(data: plan.data, command: plan.command)
    try note.write(toFolder: folder)
  }

  /// Goes on with a run.
  init(resuming folder: String, threads: Int?) throws {
    guard FileManager.default.fileExists(atPath: folder + "/config.json") else {
      throw Failure("\(folder) holds no run; begin one with --data")
    }
    note = try RunNote(folder: folder)
    run = try TrainingRun(resuming: folder, threads: threads)
    sources = try note.data.open(vocabulary: Self.vocabulary(of: run.description))
  }

  private static func vocabulary(of model: ModelDescription) throws -> VocabularyFile {
    guard let file = VocabularyFile(companions: model.companions) else {
      throw Failure("the model has no tokenizer.json or tokens.txt, which should number its tokens")
    }
    return file
  }

  /// Trains to the end and writes `model`; false when the task was cancelled before.
  func train() throws -> Bool {
    printError(
      "\(run.parameterCount) parameters, \(sources.training.epochLength) sequences, "
        + "steps \(run.step) to \(run.options.steps) of at most \(run.options.tokensPerBatch * run.options.batchesPerStep) tokens"
    )
    var display = TrainingDisplay(visible: standardErrorIsTerminal)
    let ending = try run.train(
      on: sources.training, validation: sources.validation, stop: { Task.isCancelled },
      progress: { display.show($0) })
    display.finish()
    guard ending == .finished else { return false }
    let rows = try TrainingRun.logRows(folder: run.folder)
    let model = try FinishedModel(run: run, note: note, rows: rows).write()
    print(model)
    return true
  }
}

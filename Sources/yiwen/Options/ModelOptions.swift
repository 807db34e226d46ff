import ArgumentParser
import Kernels
import LanguageModel
import ModelFiles
import Players

/// Which model to load.
///
/// Shared by every command that needs one.
struct ModelOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The model's folder (default: the bundled model).", valueName: "folder"))
  var model: String?

  /// The folder to load: the one asked for, or the bundled model.
  func folder() throws -> String {
    if let model { return model }
    return try Bundled.folder(named: "models/xiangqi", for: "--model FOLDER")
  }

  /// Loads the model, for work that runs in so many jobs at a time.
  func load(jobs: Int = 1) throws -> XiangqiModel {
    try Self.load(folder(), jobs: jobs)
  }

  /// Loads a model whose products share the cores with those of the other jobs.
  static func load(_ folder: String, jobs: Int) throws -> XiangqiModel {
    try load(folder, threads: max(1, Compute.best.threads / jobs))
  }

  /// Loads a model whose products so many threads share.
  static func load(_ folder: String, threads: Int) throws -> XiangqiModel {
    let compute = Compute(instructionSet: Compute.best.instructionSet, threads: threads)
    do {
      return try XiangqiModel(folder: folder, decoder: Decoder(folder: folder, compute: compute))
    } catch let error as ModelError {
      throw XiangqiModelError.files(error)
    }
  }
}

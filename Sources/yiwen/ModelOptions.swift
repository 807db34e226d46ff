import ArgumentParser
import FoundationEssentials
import Players

/// Which model to load. Shared by every command that needs one.
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

  /// Loads the model.
  func load() throws -> XiangqiModel {
    try XiangqiModel(folder: folder())
  }
}

import ArgumentParser
import TextTasks

/// Which text model to load.
///
/// Shared by every command that reads or writes text.
struct TextModelOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The text model (default: the bundled one).", valueName: "path"))
  var model: String?

  @Option(help: "How many threads compute (default: one a core).")
  var threads: Int?

  func validate() throws {
    if let threads { try (1...256).check(threads, option: "--threads") }
  }

  /// The model to load: the one asked for, or the bundled one.
  func path() throws -> String {
    if let model { return model }
    return try Bundled.folder(named: "models/text", for: "--model PATH")
  }

  func load() throws -> TextModel { try TextModel(path: path(), threads: threads) }
}

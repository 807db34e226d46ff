import ArgumentParser

/// Opens the menu of all screens.
struct Home: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open the menu: play, fill in, summarize, write.",
    discussion: "Every screen returns to the menu. The game uses its bundled model; --model is for texts.")

  @Option(
    help: ArgumentHelp("The seed of exercises and texts (default: another each time).", valueName: "number"))
  var seed: UInt64?

  @OptionGroup var language: LanguageOptions
  @OptionGroup var model: TextModelOptions

  @MainActor
  func run() async throws {
    guard TextScreens.hasTerminal else {
      throw Failure("the menu needs a terminal; `yiwen --help` lists the commands that do not")
    }
    try TextScreens.home(model: model, lang: language.lang, seed: seed)
  }
}

import Catalog
import FoundationEssentials
import GameFiles
import TerminalDriver
import TerminalUI
import TextTasks

/// Opens the screens for texts, one call each.
///
/// `lang` is the language asked for; without one the settings decide, then the locale.
@MainActor
enum TextScreens {
  /// Whether there is a terminal to show a screen in.
  nonisolated static var hasTerminal: Bool { UserTerminal.isThere }

  /// Exercises: the bundled ones, or those of `file`, a table of exercises or any text.
  static func cloze(
    model: TextModelOptions, lang: Language? = nil, file: String? = nil, seed: UInt64? = nil
  ) throws {
    let host = try ScreenHost(model: model, lang: lang)
    var terminal = try host.openTerminal()
    _ = try host.cloze(on: &terminal, file: file, seed: seed)
  }

  /// A text and its summary; without a path the screen asks for one.
  static func summary(
    model: TextModelOptions, lang: Language? = nil, path: String? = nil, ratio: Double? = nil,
    extractsOnly: Bool = false
  ) throws {
    let host = try ScreenHost(model: model, lang: lang)
    var terminal = try host.openTerminal()
    _ = host.summary(on: &terminal, path: path, ratio: ratio, extractsOnly: extractsOnly)
  }

  /// Writing with the model.
  static func writing(model: TextModelOptions, options: GenerationOptions, lang: Language? = nil) throws {
    let host = try ScreenHost(model: model, lang: lang)
    var terminal = try host.openTerminal()
    _ = host.writing(on: &terminal, options: options)
  }

  /// The menu of all screens; each returns to it.
  static func home(model: TextModelOptions, lang: Language? = nil, seed: UInt64? = nil) throws {
    var host = try ScreenHost(model: model, lang: lang)
    host.isFromMenu = true
    var terminal = try host.openTerminal()
    var last = HomeScreen.Choice.game
    while true {
      let menu = HomeScreen(look: host.look(on: terminal), at: last)
      let left = ProgramLoop.run(menu, on: &terminal) { _, _ in }
      guard let choice = left.choice else { return }
      last = choice
      let endsProgram =
        switch choice {
        case .game: try host.game(on: &terminal)
        case .cloze: try host.cloze(on: &terminal, file: nil, seed: seed)
        case .summary: host.summary(on: &terminal, path: nil, ratio: nil, extractsOnly: false)
        case .writing: host.writing(on: &terminal, options: writingOptions(seed: seed))
        }
      if endsProgram { return }
    }
  }

  private static func writingOptions(seed: UInt64?) -> GenerationOptions {
    var options = WritingScreen.usualOptions
    options.seed = seed ?? UInt64.random(in: 0...UInt64.max)
    return options
  }
}

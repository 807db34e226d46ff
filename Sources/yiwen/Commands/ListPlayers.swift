import ArgumentParser
import Catalog
import Players

/// Lists the levels and the personas.
struct ListPlayers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "players",
    abstract: "List the levels, and the players whose manner the model can take.")

  @OptionGroup var language: LanguageOptions
  @OptionGroup var model: ModelOptions

  func run() throws {
    let names = try model.load().playerNames
    let say = Catalog(language.language)
    print(say(LineText.levels))
    for level in Level.allCases { print("  \(level.identifier): \(say.description(of: level))") }
    print(say(LineText.personas, String(names.count)))
    for name in names { print("  \(name)") }
  }
}

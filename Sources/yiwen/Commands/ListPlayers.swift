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
    let model = try model.load()
    let names = model.playerNames
    let speed = try SearchSpeed.measured(with: model)
    let say = Catalog(language.language)
    print(say(LineText.levels))
    for level in Level.allCases {
      print("  \(level.identifier) (\(say.strength(of: level, at: speed))): \(say.description(of: level))")
    }
    let timed = Level.timed(milliseconds: 5000)
    print("  \(timed.identifier) (\(say.strength(of: timed, at: speed))): \(say.description(of: timed))")
    print(say(LineText.personas, String(names.count)))
    for name in names { print("  \(name)") }
  }
}

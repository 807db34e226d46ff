import ArgumentParser
import Players

/// Lists the personas.
struct ListPlayers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "players",
    abstract: "List the levels and the players whose manner the model can take.")

  @OptionGroup var model: ModelOptions

  func run() throws {
    for name in try model.load().playerNames { print(name) }
  }
}

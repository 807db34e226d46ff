import ArgumentParser

/// The program: one subcommand a file.
///
/// Without one it opens the game.
@main
struct Yiwen: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yiwen",
    abstract: "弈文: a language model that plays xiangqi (Chinese chess) on your own machine.",
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(name: "Play", subcommands: [Play.self, Show.self, ListPlayers.self]),
      CommandGroup(name: "Games", subcommands: [SelfPlayCommand.self, Convert.self, Check.self]),
      CommandGroup(name: "Measure", subcommands: [Eval.self, PerftCommand.self, Bench.self]),
    ],
    defaultSubcommand: Play.self)
}

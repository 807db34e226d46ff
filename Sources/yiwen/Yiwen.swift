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
      CommandGroup(name: "Play", subcommands: [Play.self, Home.self, Show.self, ListPlayers.self]),
      CommandGroup(
        name: "Write", subcommands: [ClozeCommand.self, SummarizeCommand.self, GenerateCommand.self]),
      CommandGroup(name: "Engines", subcommands: [UCICommand.self, UCCICommand.self]),
      CommandGroup(
        name: "Games",
        subcommands: [AnalyzeCommand.self, SelfPlayCommand.self, Convert.self, Check.self]),
      CommandGroup(
        name: "Train", subcommands: [Vocab.self, LabelCommand.self, Prepare.self, Train.self, Quantize.self]),
      CommandGroup(
        name: "Measure",
        subcommands: [
          MatchCommand.self, LadderCommand.self, BookCommand.self, Eval.self, PerplexityCommand.self,
          PerftCommand.self, Bench.self,
        ]),
    ],
    defaultSubcommand: Play.self)

  static func main() async {
    if let complaint = Self.complaint(about: CommandLine.arguments.dropFirst().first) {
      exit(withError: complaint)
    }
    await main(nil)
  }

  /// A mistyped command would be taken for an argument of the default one, whose complaint says nothing of commands.
  private static func complaint(about word: String?) -> ValidationError? {
    guard let word, !word.hasPrefix("-") else { return nil }
    let groups = configuration.groupedSubcommands.flatMap(\.subcommands)
    let names = groups.map { $0.configuration.commandName ?? "\($0)".lowercased() } + ["help"]
    guard !names.contains(word) else { return nil }
    let near = names.map { (name: $0, distance: distance($0, word)) }.min { $0.distance < $1.distance }
    let hint = near.flatMap { $0.distance <= 2 ? " Did you mean '\($0.name)'?" : nil } ?? ""
    return ValidationError("There is no command '\(word)'.\(hint)")
  }

  /// The Levenshtein distance: how many characters to insert, remove or replace.
  private static func distance(_ first: String, _ second: String) -> Int {
    var row = Array(0...second.count)
    for (index, character) in first.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in second.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[second.count]
  }
}

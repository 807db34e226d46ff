import ArgumentParser
import FoundationEssentials
import GameFiles
import Kernels
import Matches
import Xiangqi

/// Plays a ladder and writes the ratings.
struct LadderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ladder",
    abstract: "Rate many players by matches between them.",
    discussion: """
      The plan is a text file: a line `player NAME PLAYER` for each, from the weakest to the strongest, with PLAYER as in \
      `yiwen match`; `anchor NAME RATING`; `games N`, of every two of the players behind it who meet; `meets N`, with how many of \
      the next players each one does. Every match is a PGN file of the folder --games-in. A ladder that was stopped goes on where it was; players \
      and games may be added to the plan. Ratings and errors go to OUTPUT.json and OUTPUT.md.
      """)

  @Argument(help: ArgumentHelp("The plan of the ladder.", valueName: "file"))
  var file: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The results, without .json and .md.", valueName: "file"))
  var output: String = "Benchmarks/results/ladder"

  @Option(help: ArgumentHelp("Where the games are kept.", valueName: "folder"))
  var gamesIn: String = "ladder-games"

  @Option(help: "The seed of all games.")
  var seed: UInt64 = 0

  @OptionGroup var threads: JobsOptions
  @OptionGroup var referee: RefereeOptions

  @Flag(help: "Play all games anew.")
  var overwrite = false

  @OptionGroup var model: ModelOptions
  @OptionGroup var format: FormatOptions

  /// The results with how they were made.
  struct Results: Encodable {
    let command: String
    let seed: UInt64
    let games: [String]
    let compute: String
    let jobs: Int
    let ladder: LadderReport
  }

  func run() async throws {
    let bytes = try FileIO.read(file, limit: 1 << 20)
    let plan: LadderPlan
    do { plan = try LadderPlan(contentsOf: bytes) } catch { throw Failure("\(file): \(error)") }
    let players = MatchPlayers(model: model, referee: referee, jobs: threads.count)
    let entrants = try plan.players.map { player in
      do { return try players.entrant(player.specification, name: player.name) } catch {
        throw Failure("\(file): player \(player.name): \(error)")
      }
    }
    try FileManager.default.createDirectory(atPath: gamesIn, withIntermediateDirectories: true)
    let book = try referee.book()
    var tallies: [MatchTally] = []
    for (place, pairing) in plan.pairings.enumerated() {
      let (first, second) = (plan.players[pairing.first], plan.players[pairing.second])
      var settings = Match.Settings(
        games: pairing.games, seed: seed, first: entrants[pairing.first], second: entrants[pairing.second])
      settings.book = book
      settings.rules = referee.refereeRules
      settings.workers = threads.count
      settings.event = ([first.specification, "-", second.specification] + referee.event).joined(
        separator: " ")
      var keeping = KeepOptions()
      (keeping.resume, keeping.overwrite) = (!overwrite, overwrite)
      var run = MatchRun(
        settings: settings, path: "\(gamesIn)/\(first.name)--\(second.name).pgn", notation: .chinese,
        keeping: keeping)
      run.title = "[\(place + 1)/\(plan.pairings.count)] \(first.name) - \(second.name)  "
      tallies.append(try await run.play())
    }
    let results = Results(
      command: "yiwen ladder \(file)", seed: seed, games: referee.event, compute: "\(Compute.best)",
      jobs: threads.count, ladder: LadderReport(plan: plan, tallies: tallies))
    try write(results)
    try format.show(results) { LadderTable.text($0.ladder) }
  }

  private func write(_ results: Results) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try FileIO.write(Array(try encoder.encode(results)) + [0x0A], to: output + ".json", creatingFolders: true)
    try FileIO.write(Array(LadderTable.markdown(results).utf8), to: output + ".md", creatingFolders: true)
  }
}

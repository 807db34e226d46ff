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

  @Flag(
    help: "Play nothing: write the results of the games that are there, also while they are being played.")
  var report = false

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

  func validate() throws {
    if overwrite && report { throw ValidationError("--overwrite and --report exclude each other") }
  }

  func run() async throws {
    let bytes = try FileIO.read(file, limit: 1 << 20)
    let plan: LadderPlan
    do { plan = try LadderPlan(contentsOf: bytes) } catch { throw Failure("\(file): \(error)") }
    let tallies =
      report ? try plan.pairings.map { try kept(of: $0, in: plan) } : try await play(plan)
    let results = Results(
      command: "yiwen ladder \(file)", seed: seed, games: referee.event,
      compute: "\(Compute.best.instructionSet)",
      jobs: threads.count, ladder: LadderReport(plan: plan, tallies: tallies))
    try write(results)
    try format.show(results) { LadderTable.text($0.ladder) }
  }

  /// Plays what is missing of every match.
  private func play(_ plan: LadderPlan) async throws -> [MatchTally] {
    let players = MatchPlayers(model: model, referee: referee, jobs: threads.count)
    let entrants = try plan.players.map { player in
      do { return try players.entrant(player.specification, name: player.name) } catch {
        throw Failure("\(file): player \(player.name): \(error)")
      }
    }
    try FileManager.default.createDirectory(atPath: gamesIn, withIntermediateDirectories: true)
    let book = try referee.book()
    var keeping = KeepOptions()
    (keeping.resume, keeping.overwrite) = (!overwrite, overwrite)
    var tallies: [MatchTally] = []
    for (place, pairing) in plan.pairings.enumerated() {
      var settings = Match.Settings(
        games: pairing.games, seed: seed, first: entrants[pairing.first], second: entrants[pairing.second])
      settings.book = book
      settings.rules = referee.refereeRules
      settings.workers = threads.count
      settings.event = event(of: pairing, in: plan)
      var run = MatchRun(
        settings: settings, path: path(of: pairing, in: plan), notation: .chinese, keeping: keeping)
      run.title = "[\(place + 1)/\(plan.pairings.count)] \(settings.first.name) - \(settings.second.name)  "
      tallies.append(try await run.play())
    }
    return tallies
  }

  /// What has been played of a match; the file may be growing while it is read.
  private func kept(of pairing: LadderPlan.Pairing, in plan: LadderPlan) throws -> MatchTally {
    var tally = MatchTally()
    let path = path(of: pairing, in: plan)
    guard FileManager.default.fileExists(atPath: path) else { return tally }
    let run = RunFile.Run(event: event(of: pairing, in: plan), seed: seed)
    let bytes = try FileIO.read(path)
    // The last line may end in the middle of a character.
    var reader = try PGNReader(Array(bytes.prefix((bytes.lastIndex(of: 0x0A) ?? -1) + 1)))
    while let record = try Self.wholeGame(&reader) {
      guard run.owns(record) else { throw RunFile.stranger(record, in: path) }
      if let round = record["Round"].flatMap({ Int($0) }), round <= pairing.games { tally.add(record) }
    }
    return tally
  }

  /// The next game; `nil` at the end and at a game whose end is still to be written.
  private static func wholeGame(_ reader: inout PGNReader) throws -> GameRecord? {
    do {
      let record = try reader.next()
      return reader.lastGameIsComplete ? record : nil
    } catch GameFileError.malformed, GameFileError.move {
      return nil
    }
  }

  private func path(of pairing: LadderPlan.Pairing, in plan: LadderPlan) -> String {
    "\(gamesIn)/\(plan.players[pairing.first].name)--\(plan.players[pairing.second].name).pgn"
  }

  private func event(of pairing: LadderPlan.Pairing, in plan: LadderPlan) -> String {
    let players = [pairing.first, pairing.second].map { plan.players[$0].specification }
    return ([players[0], "-", players[1]] + referee.event).joined(separator: " ")
  }

  private func write(_ results: Results) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try FileIO.write(Array(try encoder.encode(results)) + [0x0A], to: output + ".json", creatingFolders: true)
    try FileIO.write(Array(LadderTable.markdown(results).utf8), to: output + ".md", creatingFolders: true)
  }
}

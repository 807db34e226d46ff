import ArgumentParser
import Matches
import Players
import Synchronization
import Xiangqi

/// Plays a match between two players and says how much stronger one is.
struct MatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Play a match: who is stronger, by how much, and how sure that is.",
    discussion: """
      Each opening is played twice, the second time with the colours exchanged. Our rules decide what is legal and when a \
      game is over; an engine that crashes, hangs, plays an illegal move or oversteps its time loses the game and is started \
      anew. A match that is stopped keeps all finished games; the same command with --resume completes it.

      A player is random, greedy, or the model: a level or search, a player's name, model=FOLDER, or several of these with \
      commas between. An engine is engine:PATH, with option.NAME=VALUE, args=, protocol=uci or ucci behind it. To each may be added \
      nodes=, depth=, time=, clock= and name=; to search also \(SearchSettings.names.joined(separator: "=, "))=: engine:/usr/games/fairy-stockfish,option.Skill Level=5,nodes=1000,name=fairy.
      """)

  @Argument(help: "The first player, for whom the result is given.")
  var first: String

  @Argument(help: "The second player.")
  var second: String

  @Option(help: "How many games at most.")
  var games: Int = 100

  @Option(name: .shortAndLong, help: ArgumentHelp("The PGN file to write.", valueName: "file"))
  var output: String

  @Option(help: "The seed of all games.")
  var seed: UInt64 = 0

  @OptionGroup var threads: JobsOptions
  @OptionGroup var referee: RefereeOptions
  @OptionGroup var sprt: SPRTOptions

  @Option(help: "How moves are written.")
  var notation: FileNotation = .chinese

  @OptionGroup var keeping: KeepOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    try (1...100_000_000).check(games, option: "--games")
    for player in [first, second] { _ = try ContestantSpecification(player) }
  }

  func run() async throws {
    let players = MatchPlayers(model: model, referee: referee, jobs: threads.count)
    var settings = Match.Settings(
      games: games, seed: seed, first: try players.entrant(first), second: try players.entrant(second))
    settings.book = try referee.book()
    settings.rules = referee.refereeRules
    settings.test = try sprt.test()
    settings.workers = threads.count
    settings.event = ([first, "-", second] + referee.event).joined(separator: " ")
    let run = MatchRun(settings: settings, path: output, notation: notation.notation, keeping: keeping)
    let tally = try await run.play()
    try format.show(
      MatchReport(first: settings.first.name, second: settings.second.name, tally: tally),
      text: MatchTable.text)
  }
}

/// Makes entrants of what the command line says of them; the common model is loaded where one needs it.
final class MatchPlayers {
  private let model: ModelOptions
  private let referee: RefereeOptions
  private let jobs: Int
  private var loaded: XiangqiModel?

  init(model: ModelOptions, referee: RefereeOptions, jobs: Int) {
    self.model = model
    self.referee = referee
    self.jobs = jobs
  }

  func entrant(_ text: String, name: String? = nil) throws -> Entrant {
    var specification = try ContestantSpecification(text)
    if let name { specification.name = name }
    return try specification.entrant(
      common: common, limits: referee.limits, resignation: referee.resign ? Resignation() : nil,
      patience: referee.patience.duration, jobs: jobs)
  }

  private func common() throws -> XiangqiModel {
    if let loaded { return loaded }
    let model = try model.load(jobs: jobs)
    loaded = model
    return model
  }
}

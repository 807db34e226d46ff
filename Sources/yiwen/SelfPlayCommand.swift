import ArgumentParser
import FoundationEssentials
import GameFiles
import Players
import Synchronization
import Xiangqi

/// Plays games without a board in sight.
struct SelfPlayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selfplay",
    abstract: "Play games of the model against itself, or of two models, into a PGN file.",
    discussion: """
      Same seed, same games, whatever --jobs and --batch. A run that is stopped at any moment loses at most the \
      games in flight; the same command with --resume completes the file.

      A player is a level, a player's name, a model's folder, or several of these with commas between: \
      --red expert,胡荣华 --black model=runs/new. Without a level the sampling options decide.
      """)

  @Option(help: "How many games.")
  var games: Int

  @Option(name: .shortAndLong, help: ArgumentHelp("The PGN file to write.", valueName: "file"))
  var output: String

  @Option(help: "The seed of all games.")
  var seed: UInt64 = 0

  @OptionGroup var threads: JobsOptions

  @Option(help: "How many games a thread plays side by side.")
  var batch: Int = 32

  @Option(help: "Above 1 moves are drawn more evenly, below 1 the likely ones more often; 0 takes the first.")
  var temperature: Double = 1

  @Option(help: "Draw only from the most probable moves that together have this probability; 1 is off.")
  var topP: Double = 1

  @Option(help: "Draw only from moves at least this many times as probable as the first; 0 is off.")
  var minP: Double = 0

  @Option(help: ArgumentHelp("Who plays Red.", valueName: "player"))
  var red: PlayerSpecification?

  @Option(help: ArgumentHelp("Who plays Black.", valueName: "player"))
  var black: PlayerSpecification?

  @Flag(help: "Change sides after every game.")
  var swapColours = false

  @Option(help: "A game that has this many plies ends as a draw.")
  var maxPlies: Int = 400

  @Option(help: "The rules that judge repetition: \(Ruleset.all.map(\.name).joined(separator: ", ")).")
  var rules: String = Ruleset.standard.name

  @Flag(help: "Let a side resign when its WDL head has given the game up.")
  var resign = false

  @Option(help: "How moves are written.")
  var notation: FileNotation = .chinese

  @Flag(help: "Go on with the file.")
  var resume = false

  @Flag(help: "Write the file anew where it exists.")
  var overwrite = false

  @OptionGroup var model: ModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    func check(_ holds: Bool, _ message: String) throws { if !holds { throw ValidationError(message) } }
    try check((1...100_000_000).contains(games), "--games \(games) is out of range; use 1 to 100000000")
    try check((1...1024).contains(batch), "--batch \(batch) is out of range; use 1 to 1024")
    try check(temperature.isFinite && temperature >= 0, "--temperature \(temperature) is out of range; use 0 or more")
    try check(topP > 0 && topP <= 1, "--top-p \(topP) is out of range; use more than 0, up to 1")
    try check(minP >= 0 && minP < 1, "--min-p \(minP) is out of range; use 0 up to, not including, 1")
    try check((1...10_000).contains(maxPlies), "--max-plies \(maxPlies) is out of range; use 1 to 10000")
    try check(!(resume && overwrite), "--resume and --overwrite exclude each other")
    try check(
      Ruleset(named: rules) != nil,
      "--rules '\(rules)' is not known; use \(Ruleset.all.map(\.name).joined(separator: " or "))")
  }

  func run() async throws {
    let settings = try settings()
    let tally = Mutex(SelfPlayStatistics())
    var done: Set<Int> = []
    var problem: Failure?
    let file: SelfPlayFile
    if resume {
      file = try SelfPlayFile(resuming: output, notation: notation.notation) { record in
        guard record["Seed"] == String(seed), let number = record["Round"].flatMap({ Int($0) }),
          number >= 1, done.insert(number).inserted
        else {
          problem = problem ?? Failure(
            "\(output): holds games that are not of this run (seed \(record["Seed"] ?? "none"), "
              + "round \(record["Round"] ?? "none")); resume with the settings it was begun with")
          return
        }
        if number <= games { tally.withLock { $0.add(record) } }
      }
    } else {
      guard overwrite || !FileManager.default.fileExists(atPath: output) else {
        throw Failure("\(output) exists; go on with it by --resume, or write it anew by --overwrite")
      }
      file = try SelfPlayFile(creating: output, notation: notation.notation)
    }
    if let problem { throw problem }
    let before = done.filter { $0 <= games }.count
    let progress = Mutex(Progress(total: games - before, unit: "games"))
    let run = Task {
      try await SelfPlay(settings).run(skipping: done) { record in
        try file.append(record)
        let count = tally.withLock { $0.add(record); return $0.games }
        progress.withLock { $0.update(count - before) }
      }
    }
    let interrupted = try await Interruption.cancelling(run)
    progress.withLock { $0.finish() }
    if interrupted {
      printError("Stopped; \(output) holds \(tally.withLock { $0.games }) whole games. Go on with --resume.")
      throw ExitCode(1)
    }
    try file.sortByRound()
    try format.show(SelfPlaySummary(tally.withLock { $0 })) { $0.text }
  }

  private func settings() throws -> SelfPlay.Settings {
    let bundled = try model.load(jobs: threads.count)
    let style = try PlayStyle(temperature: temperature, topP: topP, minP: minP)
    let anybody = SelfPlay.Player(name: "yiwen", model: bundled, style: style)
    var settings = SelfPlay.Settings(
      games: games, seed: seed,
      red: try red.map { try $0.player(bundled: bundled, style: style, jobs: threads.count) } ?? anybody,
      black: try black.map { try $0.player(bundled: bundled, style: style, jobs: threads.count) } ?? anybody)
    settings.swapsColours = swapColours
    settings.maxPlies = maxPlies
    settings.ruleset = Ruleset(named: rules) ?? .standard
    settings.resignation = resign ? Resignation() : nil
    settings.workers = threads.count
    settings.batch = batch
    return settings
  }
}

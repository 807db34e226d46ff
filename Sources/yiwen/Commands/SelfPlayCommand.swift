import ArgumentParser
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

  @OptionGroup var keeping: KeepOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    func check(_ holds: Bool, _ message: String) throws { if !holds { throw ValidationError(message) } }
    try (1...100_000_000).check(games, option: "--games")
    try (1...1024).check(batch, option: "--batch")
    try check(
      temperature.isFinite && temperature >= 0, "--temperature \(temperature) is out of range; use 0 or more")
    try check(topP > 0 && topP <= 1, "--top-p \(topP) is out of range; use more than 0, up to 1")
    try check(minP >= 0 && minP < 1, "--min-p \(minP) is out of range; use 0 up to, not including, 1")
    try (1...10_000).check(maxPlies, option: "--max-plies")
    try check(
      Ruleset(named: rules) != nil,
      "--rules '\(rules)' is not known; use \(Ruleset.all.map(\.name).joined(separator: " or "))")
  }

  func run() async throws {
    let settings = try settings()
    let tally = Mutex(SelfPlayStatistics())
    let run = NumberedRun(
      path: output, notation: notation.notation, run: RunFile.Run(event: settings.event, seed: seed),
      keeping: keeping, count: games, unit: "games")
    try await run.complete(kept: { record in tally.withLock { $0.add(record) } }) { done, emit in
      try await SelfPlay(settings).run(skipping: done) { record in
        try emit(record, "")
        tally.withLock { $0.add(record) }
      }
    }
    try format.show(SelfPlaySummary(tally.withLock { $0 })) { $0.text }
  }

  /// The `Event` tag: all that decides the games beside the seed, so that a file tells how it was made and is gone
  /// on with by the same settings only.
  private var event: String {
    var words = [red?.text ?? "yiwen", "-", black?.text ?? "yiwen"]
    words += ["temperature", "\(temperature)", "top-p", "\(topP)", "min-p", "\(minP)"]
    words += ["max-plies", "\(maxPlies)", "rules", rules]
    if swapColours { words.append("swap-colours") }
    if resign { words.append("resign") }
    return words.joined(separator: " ")
  }

  private func settings() throws -> SelfPlay.Settings {
    // Loaded only where a side has no model of its own.
    var loaded: XiangqiModel?
    func common() throws -> XiangqiModel {
      if let loaded { return loaded }
      let model = try model.load(jobs: threads.count)
      loaded = model
      return model
    }
    let style = try PlayStyle(temperature: temperature, topP: topP, minP: minP)
    func player(_ side: PlayerSpecification?) throws -> SelfPlay.Player {
      try side?.player(common: common, style: style, jobs: threads.count)
        ?? SelfPlay.Player(name: "yiwen", model: common(), style: style)
    }
    var settings = SelfPlay.Settings(games: games, seed: seed, red: try player(red), black: try player(black))
    settings.swapsColours = swapColours
    settings.maxPlies = maxPlies
    settings.ruleset = Ruleset(named: rules) ?? .standard
    settings.resignation = resign ? Resignation() : nil
    settings.event = event
    settings.workers = threads.count
    settings.batch = batch
    return settings
  }
}

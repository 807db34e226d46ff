import ArgumentParser
import EngineProtocol
import GameFiles
import Matches
import Players
import Synchronization
import Xiangqi

/// Lets an engine label positions to train on.
struct LabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Let an engine label positions: soft targets and values to train on.",
    discussion: """
      Positions come in lines of a few plies: stretches of the games given, perturbed ones, in which the engine plays on and \
      weak moves are put in, and random lopsided endgames. Each move of the PGN file has a comment: the score that the side \
      to move expects, and the engine's best moves with their scores in hundredths of a soldier (`#3` is mate in three).

      Same seed and nodes, same lines, whatever --jobs. A run that is stopped at any moment loses at most the lines in \
      flight; the same command with --resume completes the file.

      yiwen label games.pgn -o labels.pgn --engine /usr/games/fairy-stockfish --lines 1000
      yiwen prepare labels.pgn -o labels --labels --evaluations 1 --tactics --least-plies 1
      """)

  @Argument(
    help: ArgumentHelp("Files of games to take positions from; none with --endgames 1.", valueName: "file"))
  var inputs: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("The PGN file to write.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "The engine (UCI or UCCI): its path, then option.NAME=VALUE and the like, as in `yiwen match`.",
      valueName: "engine"))
  var engine: String

  @Option(help: "How many lines.")
  var lines: Int

  @Option(help: "The most plies of a line.")
  var plies: Int = 24

  @Option(help: "How many nodes the engine searches for a label.")
  var nodes: Int = 5000

  @Option(name: .customLong("multipv"), help: "How many moves a label holds.")
  var moves: Int = 4

  @Option(help: "The share of perturbed lines among those from games, 0 to 1.")
  var perturbed: Double = 0.5

  @Option(
    help: ArgumentHelp(
      "Who makes the weak moves of perturbed lines: random, a level, or another player as in `yiwen match`.",
      valueName: "player"))
  var slips: String = "random"

  @Option(
    help: ArgumentHelp(
      """
      Keep only labels of positions in which this player, as in `yiwen match`, makes a worse move than the engine: where to \
      learn most.
      """, valueName: "player"))
  var student: String?

  @Option(help: "How much worse the student's move is there, in hundredths of a soldier.")
  var margin: Int = 50

  @Option(help: "The share of lines that begin with a random lopsided endgame, 0 to 1.")
  var endgames: Double = 0.1

  @Option(help: "The seed of all lines.")
  var seed: UInt64 = 0

  @OptionGroup var threads: JobsOptions
  @OptionGroup var keeping: KeepOptions
  @OptionGroup var model: ModelOptions

  func validate() throws {
    try (1...100_000_000).check(lines, option: "--lines")
    try (1...1000).check(plies, option: "--plies")
    try (1...1_000_000_000).check(nodes, option: "--nodes")
    try (1...64).check(moves, option: "--multipv")
    try TrainDataOptions.checkShare(perturbed, option: "--perturbed")
    try TrainDataOptions.checkShare(endgames, option: "--endgames")
    guard !inputs.isEmpty || endgames == 1 else {
      throw ValidationError("name files of games to take positions from, or use --endgames 1")
    }
    try (1...100_000).check(margin, option: "--margin")
    _ = try labeller()
    if let student {
      let specification = try ContestantSpecification(student)
      guard !specification.needsLimit || specification.limits != SearchLimits() else {
        throw ValidationError(
          "--student \(student) thinks for as long as it may; give it nodes=, such as search,nodes=100")
      }
    }
    guard try !ContestantSpecification(slips).needsLimit else {
      throw ValidationError(
        "--slips \(slips) thinks for as long as it may; use random or a level that does not search")
    }
  }

  func run() async throws {
    let settings = try settings()
    // What cannot be started is said before there is a file.
    try await settings.engine.contestant().close()
    let tally = Mutex((lines: 0, positions: 0, fresh: 0))
    let began = monotonicSeconds()
    let run = NumberedRun(
      path: output, notation: .iccs, run: RunFile.Run(event: settings.event, seed: seed), keeping: keeping,
      count: lines, unit: "lines")
    try await run.complete(kept: { record in
      tally.withLock { ($0.lines, $0.positions) = ($0.lines + 1, $0.positions + record.labels) }
    }) { done, emit in
      try await Labelling(settings).run(skipping: done) { record in
        let fresh = tally.withLock { tally in
          tally.lines += 1
          tally.positions += record.labels
          tally.fresh += record.labels
          return tally.fresh
        }
        let rate = Double(fresh) / max(monotonicSeconds() - began, 1e-3)
        try emit(record, "\(rate.fixed(0)) positions/s")
      }
    }
    let now = tally.withLock { $0 }
    print("\(now.lines) lines, \(now.positions) labelled positions\n\(output)")
  }

  /// The engine, set to show as many lines as a label holds.
  private func labeller() throws -> EngineCommand {
    var command: EngineCommand
    do { command = try EngineCommand(engine) } catch { throw ValidationError("\(error)") }
    if moves > 1 { command.options.append(EngineCommand.Setting(name: "MultiPV", value: "\(moves)")) }
    return command
  }

  private func settings() throws -> Labelling.Settings {
    let command = try labeller()
    let limits = SearchLimits(evaluations: nodes)
    let labeller = Entrant(name: engine, limits: limits) {
      try await EnginePlayer(command, patience: .seconds(60))
    }
    let specification = try ContestantSpecification(slips)
    let weak = try specification.entrant(
      common: { try model.load(jobs: threads.count) }, limits: SearchLimits(), resignation: nil,
      patience: .seconds(60), jobs: threads.count)
    let student = try student.map {
      try ContestantSpecification($0).entrant(
        common: { try model.load(jobs: threads.count) }, limits: SearchLimits(), resignation: nil,
        patience: .seconds(60), jobs: threads.count)
    }
    let games = endgames == 1 ? [] : try inputs.flatMap { try GameInput.read($0) }.filter { !$0.line.isEmpty }
    guard endgames == 1 || !games.isEmpty else {
      throw Failure("\(inputs.joined(separator: ", ")) hold no game with a move")
    }
    var settings = Labelling.Settings(lines: lines, seed: seed, engine: labeller, slips: weak, games: games)
    settings.student = student
    settings.margin = margin
    settings.plies = plies
    settings.perturbed = perturbed
    settings.endgames = endgames
    settings.workers = threads.count
    settings.event = event
    return settings
  }

  /// The `Event` tag: all that decides the lines beside the seed, so that a file is gone on with by the same
  /// settings only.
  private var event: String {
    var words = [
      "labels by", engine, "nodes", "\(nodes)", "multipv", "\(moves)", "plies", "\(plies)", "perturbed",
      "\(perturbed)", "slips", slips, "endgames", "\(endgames)",
    ]
    if let student { words += ["student", student, "margin", "\(margin)"] }
    return words.joined(separator: " ")
  }
}

extension GameRecord {
  /// The number of labelled positions.
  fileprivate var labels: Int { line.count { $0.comment != nil } }
}

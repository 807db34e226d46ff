import ArgumentParser
import GameFiles
import Matches
import Players
import Xiangqi

/// How games of a match are begun, limited and judged.
struct RefereeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The openings, moves or a FEN a line; none starts from the usual position (default: those that come along).",
      valueName: "file"))
  var openings: String?

  @Option(help: "Positions an engine or search may look at for a move.")
  var nodes: Int?

  @Option(help: "Time for a move: 500ms, 1s.")
  var time: DurationArgument?

  @Option(help: "Clock of a player for a game: 5m, or with an increment 60s+0.6s.")
  var clock: ClockArgument?

  @Option(help: ArgumentHelp("How far time may be overstepped unpunished.", valueName: "time"))
  var timeMargin = DurationArgument(milliseconds: 100)

  @Option(
    help: ArgumentHelp("How long an answer is waited for that has no time, or is late.", valueName: "time"))
  var patience = DurationArgument(milliseconds: 60_000)

  @Option(help: "A game that has this many plies ends as a draw.")
  var maxPlies: Int = 400

  @Option(help: "The rules that judge repetition: \(Ruleset.all.map(\.name).joined(separator: ", ")).")
  var rules: String = Ruleset.standard.name

  @Flag(help: "Let the model resign when its WDL head has given the game up.")
  var resign = false

  @Option(
    help: ArgumentHelp(
      "End a game as won when both players have expected this score for the same side for 8 plies: 0.98.",
      valueName: "score"))
  var adjudicateWins: Double?

  @Option(
    help: ArgumentHelp(
      "End a game as drawn when from ply 80 on both have expected a score this near to 0.5 for 20 plies: 0.02.",
      valueName: "margin"))
  var adjudicateDraws: Double?

  func validate() throws {
    func check(_ holds: Bool, _ message: String) throws { if !holds { throw ValidationError(message) } }
    try (1...1_000_000_000).check(nodes ?? 1, option: "--nodes")
    try (1...10_000).check(maxPlies, option: "--max-plies")
    try check(time == nil || clock == nil, "--time and --clock exclude each other")
    try check(time?.duration != .zero, "--time 0 is out of range; use more than 0")
    try check(
      Ruleset(named: rules) != nil,
      "--rules '\(rules)' is not known; use \(Ruleset.all.map(\.name).joined(separator: " or "))")
    if let adjudicateWins {
      try check(
        adjudicateWins > 0.5 && adjudicateWins <= 1,
        "--adjudicate-wins \(adjudicateWins) is out of range; use more than 0.5, up to 1")
    }
    if let adjudicateDraws {
      try check(
        adjudicateDraws >= 0 && adjudicateDraws < 0.5,
        "--adjudicate-draws \(adjudicateDraws) is out of range; use 0 up to, not including, 0.5")
    }
  }

  /// What players may use that say nothing of it themselves.
  var limits: SearchLimits {
    let clock = clock.map { SearchTime.clock(TurnClock(remaining: $0.time, increment: $0.increment)) }
    return SearchLimits(evaluations: nodes, time: time.map { .move($0.duration) } ?? clock)
  }

  var refereeRules: Referee.Rules {
    var settings = Referee.Rules()
    settings.ruleset = Ruleset(named: rules) ?? .standard
    settings.maxPlies = maxPlies
    settings.adjudication = Adjudication(win: adjudicateWins, draw: adjudicateDraws)
    settings.timeMargin = timeMargin.duration
    settings.patience = patience.duration
    return settings
  }

  /// The openings that were asked for.
  func book() throws -> OpeningBook {
    if openings == "none" { return .none }
    let path = try openings ?? Bundled.folder(named: "assets/match-openings.tsv", for: "--openings FILE")
    let bytes = try FileIO.read(path)
    do { return try OpeningBook(contentsOf: bytes) } catch { throw Failure("\(path): \(error)") }
  }

  /// All of it that decides the games, for the `Event` tag.
  var event: [String] {
    var words = ["openings", openings ?? "bundled"]
    if let nodes { words += ["nodes", "\(nodes)"] }
    if let time { words += ["time", "\(time)"] }
    if let clock { words += ["clock", "\(clock)"] }
    words += ["max-plies", "\(maxPlies)", "rules", rules]
    if resign { words.append("resign") }
    if let adjudicateWins { words += ["adjudicate-wins", "\(adjudicateWins)"] }
    if let adjudicateDraws { words += ["adjudicate-draws", "\(adjudicateDraws)"] }
    return words
  }
}

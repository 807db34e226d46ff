import ArgumentParser
import GameFiles
import Matches
import Players
import Synchronization

/// Asks players for the solutions of puzzles.
struct EvalPuzzles: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "puzzles",
    abstract: "How many puzzles are solved, by level, theme and length.",
    discussion: """
      First: the share of puzzles in which the first move is that of the file's line or another that it accepts, or mates at once. Mate: the share of \
      the lines ending in mate that are played to the end, each move that of the line or one that mates at once; the other \
      side follows the line. What wins another way does not count, so both are lower bounds.
      """)

  @Argument(
    help: ArgumentHelp(
      "The puzzles: a table with the columns fen and moves, also id, theme, played (moves before the puzzle) and accept (other solutions), also .xz.",
      valueName: "file"))
  var file: String

  @Option(help: "Use only the first so many puzzles.")
  var limit: Int?

  @Option(help: "A level to test; may be given several times (default: those that do not look ahead).")
  var level: [Level] = []

  @Option(help: "A search of so many positions to test; may be given several times.")
  var nodes: [Int] = []

  @Option(
    help: ArgumentHelp(
      "Any player of `yiwen match` to test; may be given several times.", valueName: "player"))
  var player: [String] = []

  @Option(help: "The seed of the players' choices.")
  var seed: UInt64 = 0

  @OptionGroup var threads: JobsOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit) is out of range; use 1 or more") }
    for nodes in nodes { try (1...1_000_000_000).check(nodes, option: "--nodes") }
    for player in player { _ = try ContestantSpecification(player) }
  }

  func run() async throws {
    let names = level.map(\.identifier) + nodes.map { "search,nodes=\($0)" } + player
    let quick = Level.allCases.filter { !$0.searches }.map(\.identifier)
    let chosen = names.isEmpty ? quick : names
    let players = MatchPlayers(model: model, referee: try RefereeOptions.parse([]), jobs: threads.count)
    let entrants = try chosen.map { try players.entrant($0) }
    let puzzles = Array(try Self.puzzles(file).prefix(limit ?? .max))
    let test = PuzzleTest(puzzles, workers: threads.count, seed: seed)
    let progress = Mutex(Progress(total: puzzles.count * entrants.count, unit: "puzzles"))
    var answers: [(player: String, answers: [PuzzleTest.Answer])] = []
    for (place, entrant) in entrants.enumerated() {
      let found = try await test.run(entrant) { done in
        progress.withLock { $0.update(place * puzzles.count + done, note: entrant.name) }
      }
      answers.append((entrant.name, found))
    }
    progress.withLock { $0.finish() }
    try format.show(PuzzleReport(puzzles: puzzles, answers: answers), text: Self.text)
  }

  private static func puzzles(_ file: String) throws -> [Puzzle] {
    let puzzles: [Puzzle]
    do { puzzles = try Puzzle.read(path: file) } catch {
      switch error {
      // These name the file themselves.
      case .system, .tooLarge: throw error
      default: throw Failure("\(file): \(error)")
      }
    }
    guard !puzzles.isEmpty else { throw Failure("\(file) holds no puzzles with a line of moves") }
    return puzzles
  }

  static func text(_ report: PuzzleReport) -> String {
    let heading = ["puzzles", "count", "mates"] + report.players.flatMap { ["\($0): first", "mate"] }
    func cells(_ row: PuzzleReport.Row) -> [String] {
      [row.puzzles, "\(row.count)", "\(row.mates)"]
        + row.first.indices.flatMap { place in
          [row.first[place].percent, row.mate.isEmpty ? "-" : row.mate[place].percent]
        }
    }
    let themes = TextTable(rows: [heading] + (report.byTheme + [report.all]).map(cells))
    let lengths = TextTable(rows: [["moves"] + heading.dropFirst()] + report.byLength.map(cells))
    return "\(themes.description)\n\n\(lengths.description)"
  }
}

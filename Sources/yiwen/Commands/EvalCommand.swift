import ArgumentParser
import FoundationEssentials
import GameFiles
import Players
import Synchronization

/// Measures a model on data.
struct Eval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on data.",
    subcommands: [EvalXiangqi.self, EvalPuzzles.self, EvalCloze.self, EvalSummary.self])
}

/// Measures a xiangqi model on games.
struct EvalXiangqi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xiangqi",
    abstract: "Move match, legality and WDL on a file of games, by ply.",
    discussion: """
      Every label of the games is left open. top-1 and top-3 are among the legal moves, raw among all tokens; CE is the cross-entropy of \
      the played move in nats, among all tokens and among the legal moves; argmax legal and illegal are of the raw \
      distribution, without a mask. WDL is beside the base rates of the file.
      """)

  @Argument(
    help: ArgumentHelp("The games: PGN, XQF, DhtmlXQ or the games table, also .xz.", valueName: "file"))
  var file: String

  @Option(help: "Use only the first so many games.")
  var limit: Int?

  @OptionGroup var threads: JobsOptions
  @OptionGroup var model: ModelOptions
  @Flag(help: "Leave out what a model is told of each legal move: the control.")
  var plain = false

  @OptionGroup var format: FormatOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit) is out of range; use 1 or more") }
  }

  func run() async throws {
    let model = try model.load(jobs: threads.count)
    var records = try GameInput.read(file)
    if let limit { records = Array(records.prefix(limit)) }
    guard !records.isEmpty else { throw Failure("\(file) holds no games") }
    let progress = Mutex(Progress(total: records.count, unit: "games"))
    let evaluation = XiangqiEvaluation(model: model, workers: threads.count, tellsOfMoves: !plain)
    let report = try await evaluation.run(on: records) { done in progress.withLock { $0.update(done) } }
    progress.withLock { $0.finish() }
    try format.show(report, text: Self.text)
  }

  static func text(_ report: EvaluationReport) -> String {
    var table = TextTable(rows: [
      [
        "plies", "positions", "top-1", "top-3", "raw top-1", "raw top-3", "CE", "CE legal", "argmax legal",
        "illegal", "WDL acc.", "(base)", "WDL loss", "(base)",
      ]
    ])
    for row in report.byPly + [report.all] {
      let moves = [
        row.topOne.percent, row.topThree.percent, row.rawTopOne.percent, row.rawTopThree.percent,
        row.crossEntropy.fixed(3), row.legalCrossEntropy.fixed(3), row.argmaxLegal.percent,
        row.illegalMass.percent,
      ]
      let outcomes = [
        row.outcome.accuracy.percent, row.outcome.baseAccuracy.percent, row.outcome.logLoss.fixed(3),
        row.outcome.baseLogLoss.fixed(3),
      ]
      // A share of nothing is no figure.
      table.rows.append(
        [row.plies, "\(row.positions)"] + (row.positions == 0 ? moves.map { _ in "-" } : moves)
          + (row.outcome.positions == 0 ? outcomes.map { _ in "-" } : outcomes))
    }
    let cut = report.shortenedGames == 0 ? "" : ", \(report.shortenedGames) cut at an illegal move"
    return "\(report.games) \(report.games == 1 ? "game" : "games")\(cut)\n\(table.description)"
  }
}

import ArgumentParser
import Kernels
import LanguageModel
import Players
import Xiangqi

/// How fast a search puts positions to the model, beside the model's plain rate.
struct BenchSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Positions a second that a search asks the model about, beside the plain rate of batches.",
    discussion: """
      The positions are those of a fixed game, the model's first choices, after 0, 20 and 40 plies. The plain rate is that of as \
      many games side by side as the search puts into a call, one move each, their boards included, in the same \
      run.
      """)

  @Option(help: "How many times each figure is taken.")
  var rounds: Int = 5

  @Option(help: "The positions of a search.")
  var nodes: Int = 2000

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: FormatOptions

  struct Report: Encodable {
    let benchmark = "search"
    let rounds: Int
    let nodes: Int
    let batch: Int
    let parameters: Int
    let compute: String
    /// Positions a second of the search.
    let search: Spread
    /// Visits a second of the search: also of positions that it need not ask about.
    let visits: Spread
    /// Positions a second of plain batches of the same size.
    let plain: Spread
    /// The median of search / plain, round by round.
    let ratio: Double
  }

  func validate() throws {
    try (1...10_000).check(rounds, option: "--rounds")
    try (16...1_000_000).check(nodes, option: "--nodes")
  }

  func run() throws {
    let settings = SearchSettings()
    let work = try DecodeWork(folder: try model.folder(), compute: .best)
    let games = [0, 20, 40].map { work.game(after: $0) }
    var search: [Double] = []
    var visits: [Double] = []
    var plain: [Double] = []
    for _ in 0..<rounds {
      let searcher = try Searcher(model: work.model, settings: settings)
      var (evaluations, visited) = (0, 0)
      let started = monotonicSeconds()
      for game in games {
        let report = try searcher.search(game, limits: SearchLimits(evaluations: nodes))
        evaluations += report.evaluations
        visited += report.lines.reduce(0) { $0 + $1.visits }
      }
      let seconds = monotonicSeconds() - started
      search.append(Double(evaluations) / seconds)
      visits.append(Double(visited) / seconds)
      plain.append(try work.movesPerSecond(games: settings.batch))
    }
    let decoder = work.model.decoder
    try output.show(
      Report(
        rounds: rounds, nodes: nodes, batch: settings.batch, parameters: decoder.parameterCount,
        compute: decoder.computeDescription, search: Spread(search), visits: Spread(visits),
        plain: Spread(plain),
        ratio: Spread(zip(search, plain).map { $0 / $1 }).median)
    ) { report in
      """
      \(report.parameters) parameters, \(report.compute), \(report.nodes) positions a search, \(report.batch) a call, \
      median of \(report.rounds)
      search  \(report.search.median.fixed(0)) positions/s (\(report.search.minimum.fixed(0))-\(report.search.maximum.fixed(0)))
      visits  \(report.visits.median.fixed(0))/s (\(report.visits.minimum.fixed(0))-\(report.visits.maximum.fixed(0)))
      plain   \(report.plain.median.fixed(0)) positions/s (\(report.plain.minimum.fixed(0))-\(report.plain.maximum.fixed(0)))
      ratio   \(report.ratio.fixed(2))
      """
    }
  }
}

import ArgumentParser
import Kernels
import LanguageModel
import Players
import Xiangqi

/// How fast the model thinks: one move, batches of games, a whole game read at once.
struct BenchDecode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Time of a model move, and tokens per second of batches and of prompts.",
    discussion: """
      The game is fixed: sixty plies, each the model's first choice. A move is one token with a warm cache, its \
      board and the legal mask included; beside it stands the same move on the plainest instruction set this \
      program has, in the same run.
      """)

  @Option(help: "How many times each figure is taken.")
  var rounds: Int = 20

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: FormatOptions

  struct Row: Encodable {
    let work: String
    let unit: String
    let value: Spread
    /// The same on the plain instruction set, median.
    let plain: Double?
    /// How many times faster than the plain one; medians.
    let ratio: Double?
  }

  struct Report: Encodable {
    let benchmark = "decode"
    let rounds: Int
    /// The moves of the game: the same on every machine.
    let signature: String
    let parameters: Int
    let compute: String
    let plain: String
    let rows: [Row]
  }

  func validate() throws {
    try (1...10_000).check(rounds, option: "--rounds")
  }

  func run() throws {
    let folder = try model.folder()
    let loading = monotonicSeconds()
    _ = try XiangqiModel(folder: folder)
    let loaded = (monotonicSeconds() - loading) * 1e3
    let fast = try DecodeWork(folder: folder, compute: .best)
    let plain = try DecodeWork(
      folder: folder, compute: Compute(instructionSet: .generic, threads: Compute.best.threads))
    guard fast.signature == plain.signature else {
      throw Failure("the two instruction sets play different games: \(fast.signature) and \(plain.signature)")
    }
    var rows = [Row(work: "open the model", unit: "ms", value: Spread([loaded]), plain: nil, ratio: nil)]
    for work in DecodeWork.Kind.allCases {
      var ours: [Double] = []
      var theirs: [Double] = []
      for _ in 0..<rounds {
        ours.append(try fast.measure(work))
        if work == .move { theirs.append(try plain.measure(work)) }
      }
      let value = Spread(ours)
      let base = theirs.isEmpty ? nil : Spread(theirs).median
      rows.append(
        Row(
          work: work.rawValue, unit: work.unit, value: value, plain: base,
          ratio: base.map { $0 / value.median }))
    }
    let decoder = fast.model.decoder
    try output.show(
      Report(
        rounds: rounds, signature: fast.signature, parameters: decoder.parameterCount,
        compute: decoder.computeDescription, plain: plain.model.decoder.computeDescription, rows: rows),
      text: Self.text)
  }

  private static func text(_ report: Report) -> String {
    var table = TextTable(rows: [["work", "", "median", "(min-max)", "plain", "ratio"]])
    table.left = [0, 1]
    for row in report.rows {
      let decimals = row.value.median < 100 ? 2 : 0
      table.rows.append([
        row.work, row.unit, row.value.median.fixed(decimals),
        "(\(row.value.minimum.fixed(decimals))-\(row.value.maximum.fixed(decimals)))",
        row.plain?.fixed(decimals) ?? "-",
        row.ratio?.fixed(1) ?? "-",
      ])
    }
    return """
      signature \(report.signature)
      \(report.parameters) parameters, \(report.compute), median of \(report.rounds); plain: \(report.plain)
      \(table.description)
      """
  }
}

import ArgumentParser
import Catalog
import EngineProtocol
import FoundationEssentials
import GameFiles
import Players
import Synchronization
import Xiangqi

/// How an analysis is written.
enum AnalysisFormat: String, ExpressibleByArgument, CaseIterable {
  case text, pgn, json, svg
}

/// Says what every move of a game was worth.
struct AnalyzeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Say what every move of a game was worth: chances, mistakes, better lines.",
    discussion: """
      Every move gets the model's probability and rank of it, the chances of a Red win, a draw and a Black win after it as \
      a search finds them, and the best line. A move that gives away 5 points of 100 of its side's expected score (a win \
      100, a draw 50) is an inaccuracy (疑着), 10 a mistake (失着), 20 a blunder (败着). The game turns at a mistake or \
      worse after which another side has 65 points or more, or nobody has any more.

      pgn is the game with comments, signs ($6, $2, $4, and $8 for an only move) and better lines as variations; svg draws \
      Red's chances by ply.
      """)

  @Argument(
    help: ArgumentHelp("The games: PGN, XQF, DhtmlXQ or the games table, also .xz.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Only the game of that number, from 1.", valueName: "number"))
  var game: Int?

  @Option(
    help: ArgumentHelp(
      "How many positions the model is asked about for each move; 1 is its first thought (default: 400).",
      valueName: "number"))
  var nodes: Int?

  @Option(help: ArgumentHelp("How long to search for each move, instead of --nodes.", valueName: "seconds"))
  var time: Double?

  @Option(
    help: ArgumentHelp(
      "A UCI or UCCI engine for a second opinion: its path, with ,option.NAME=VALUE and the like.",
      valueName: "command"))
  var engine: String?

  @Option(help: ArgumentHelp("How many nodes the engine searches for each move.", valueName: "number"))
  var engineNodes = 100_000

  @Option(help: "How moves are written.")
  var notation: FileNotation = .chinese

  @Option(help: "What is written.")
  var format: AnalysisFormat = .text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var language: LanguageOptions

  func validate() throws {
    try (1...1_000_000_000).check(game ?? 1, option: "--game")
    try (1...10_000_000).check(nodes ?? 1, option: "--nodes")
    try (1...1_000_000_000).check(engineNodes, option: "--engine-nodes")
    if nodes != nil, time != nil { throw ValidationError("--nodes and --time exclude each other") }
    if let time, !(time >= 0.001 && time <= 86_400) {
      throw ValidationError("--time \(time) is out of range; use 0.001 to 86400")
    }
    if let engine {
      do throws(EngineError) { _ = try EngineCommand(engine) } catch { throw ValidationError("\(error)") }
    }
  }

  func run() async throws {
    let games = try AnalysisInput.games(of: file, number: game, mustBeOne: format == .svg)
    let evaluator = try ModelEvaluator(model: model.load(), limits: limits)
    let client = try await secondEngine()
    let analyst = Analyst(
      evaluator: { try evaluator.report(on: $0) }, secondEvaluator: secondEvaluator(client))
    let positions = games.reduce(0) { $0 + $1.game.positions.count }
    let run = AnalysisRun(analyst: analyst, progress: Progress(total: positions, unit: "positions"))
    let work = Task<Void, any Error> { try await run.analyze(games) }
    let interrupted: Bool
    do {
      interrupted = try await Interruption.cancelling(work)
    } catch {
      await client?.close()
      throw error
    }
    run.finish()
    await client?.close()
    if interrupted {
      printError("Stopped after \(run.done) of \(positions) positions; nothing is written.")
      throw ExitCode(1)
    }
    try write(
      zip(games, run.analyses).map { game, analysis in
        AnalyzedGame(
          number: game.number, record: game.record, analysis: analysis, notation: notation.notation,
          say: Catalog(language.language), engine: client?.name)
      }, engine: client?.name)
  }

  private var limits: SearchLimits {
    if let time { return SearchLimits(time: .move(.seconds(time))) }
    return SearchLimits(evaluations: nodes ?? 400)
  }

  private func secondEngine() async throws -> EngineClient? {
    guard let engine else { return nil }
    return try await EngineClient(EngineCommand(engine))
  }

  /// Asks the engine what it makes of positions.
  private func secondEvaluator(_ client: EngineClient?) -> Analyst.Evaluator? {
    guard let client else { return nil }
    let limits = SearchLimits(evaluations: engineNodes)
    return { game in
      let answer = try await client.search(game, limits: limits, patience: .seconds(120))
      guard let report = answer.report else {
        throw Failure("\(client.name) said nothing of a position's worth")
      }
      return report
    }
  }

  private func write(_ games: [AnalyzedGame], engine: String?) throws {
    let text =
      switch format {
      case .text: games.map(\.text).joined(separator: "\n")
      case .pgn:
        String(
          decoding: try GameFiles.write(games.map(\.annotatedRecord), notation: notation.notation),
          as: UTF8.self)
      case .json: try json(AnalysisReport(games, limits: limits, engine: engine))
      case .svg: games.map { ChanceChart($0).svg }.joined()
      }
    guard let output else { return print(text, terminator: "") }
    try FileIO.write(Array(text.utf8), to: output)
    printError("The analysis of \(games.count) \(games.count == 1 ? "game" : "games") is in \(output)")
  }

  private func json(_ report: AnalysisReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }
}

import ArgumentParser
import Catalog
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
    abstract: "Say what every move of a game was worth: probability, chances, mistakes, better lines.",
    discussion: """
      Every move gets the model's probability and rank of it, the chances of a Red win, a draw and a Black win after it, \
      and the best line. A move that gives away 5 points of 100 of its side's expected score (a win 100, a draw 50) is \
      an inaccuracy (疑着), 10 a mistake (失着), 20 a blunder (败着).

      pgn is the game with comments, signs ($6, $2, $4, $8) and better lines as variations; svg draws Red's chances by ply.
      """)

  @Argument(
    help: ArgumentHelp("The games: PGN, XQF, DhtmlXQ or the games table, also .xz.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Only the game of that number, from 1.", valueName: "number"))
  var game: Int?

  @Option(help: "How moves are written.")
  var notation: FileNotation = .chinese

  @Option(help: "What is written: text, pgn, json or svg.")
  var format: AnalysisFormat = .text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var language: LanguageOptions

  func validate() throws {
    if let game, game < 1 { throw ValidationError("--game \(game) is out of range; use 1 or more") }
  }

  func run() async throws {
    let games = try chosenGames()
    let policy = try PolicyEvaluator(model: model.load())
    let analyst = Analyst { try policy.report(on: $0) }
    let positions = games.reduce(0) { $0 + $1.game.positions.count }
    let progress = Mutex(Progress(total: positions, unit: "positions"))
    let analyzed = Mutex<[AnalyzedGame]>([])
    let done = Mutex(0)
    let work = Task {
      for item in games {
        let analysis = try await analyst.analysis(of: item.game) { _ in
          let count = done.withLock { count in
            count += 1
            return count
          }
          progress.withLock { $0.update(count, note: games.count > 1 ? "game \(item.number)" : "") }
        }
        let game = AnalyzedGame(
          number: item.number, record: item.record, analysis: analysis, notation: notation.notation,
          say: Catalog(language.language), engine: nil)
        analyzed.withLock { $0.append(game) }
      }
    }
    let interrupted = try await Interruption.cancelling(work)
    progress.withLock { $0.finish() }
    if interrupted {
      printError("Stopped after \(done.withLock { $0 }) of \(positions) positions; nothing is written.")
      throw ExitCode(1)
    }
    try write(analyzed.withLock { $0 })
  }

  /// A game to be analysed, with its place in the file.
  private struct Item: Sendable {
    let number: Int
    let record: GameRecord
    let game: Game
  }

  private func chosenGames() throws -> [Item] {
    let records = try GameInput.read(file)
    guard !records.isEmpty else { throw Failure("\(file) holds no games") }
    if let game, game > records.count {
      throw Failure("--game \(game): \(file) holds \(records.count) \(records.count == 1 ? "game" : "games")")
    }
    let chosen = game.map { $0 - 1...$0 - 1 } ?? 0...records.count - 1
    guard format != .svg || chosen.count == 1 else {
      throw Failure("\(file) holds \(records.count) games and a picture shows one; choose it with --game")
    }
    return try chosen.map { index in
      Item(number: index + 1, record: records[index], game: try replayed(records[index], number: index + 1))
    }
  }

  /// The game of a record by the standard rules, or freely where it went on when those had ended it.
  private func replayed(_ record: GameRecord, number: Int) throws -> Game {
    do { return try Game(record: record, ruleset: .standard) } catch {
      do { return try Game(record: record) } catch { throw Failure("\(file): game \(number): \(error)") }
    }
  }

  private func write(_ games: [AnalyzedGame]) throws {
    let text =
      switch format {
      case .text: games.map(\.text).joined(separator: "\n")
      case .pgn:
        String(
          decoding: try GameFiles.write(games.map(\.annotatedRecord), notation: notation.notation),
          as: UTF8.self)
      case .json: try json(AnalysisReport(games, evaluator: "policy", engine: nil))
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

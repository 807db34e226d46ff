import Catalog
import Players
import Xiangqi

/// The analysis for programs; encoded as JSON, so names stay as they are.
struct AnalysisReport: Encodable {
  struct Chances: Encodable {
    let red: Double
    let draw: Double
    let black: Double

    init(_ wdl: WDL) { (red, draw, black) = (wdl.red, wdl.draw, wdl.black) }
  }

  struct Line: Encodable {
    let moves: [String]
    let text: String
    let chances: Chances
    let visits: Int
    let mate: Int?
  }

  struct Judged: Encodable {
    let before: Chances
    let after: Chances
    let best: Line?
    let reply: [String]
    let loss: Double
    let judgement: String?
    let onlyMove: Bool
    let missedMate: Int?
    let mate: Int?
  }

  struct Ply: Encodable {
    let ply: Int
    let number: Int
    let side: String
    let move: String
    let text: String
    let probability: Double
    let rank: Int
    let choices: Int
    let turningPoint: Bool
    let evaluation: Judged
    let engine: Judged?
  }

  struct Summary: Encodable {
    let moves: Int
    let accuracy: Double
    let meanLoss: Double
    let firstChoices: Int
    let inaccuracies: Int
    let mistakes: Int
    let blunders: Int
  }

  struct Game: Encodable {
    let number: Int
    let tags: [String: String]
    let result: String
    let start: String
    let chances: [Chances]
    let plies: [Ply]
    /// Numbers of plies, as in `plies`.
    let turningPoints: [Int]
    let summary: [String: Summary]
  }

  let schema = "yiwen-analysis/1"
  /// Positions put to the model for each move, where that was the limit.
  let evaluations: Int?
  let engine: String?
  let thresholds: [String: Double]
  let games: [Game]

  init(_ games: [AnalyzedGame], limits: SearchLimits, engine: String?) {
    evaluations = limits.evaluations
    self.engine = engine
    thresholds = Dictionary(
      Judgement.allCases.map { ($0.rawValue, $0.threshold) }, uniquingKeysWith: { first, _ in first })
    self.games = games.map { Game($0) }
  }
}

extension AnalysisReport.Game {
  init(_ game: AnalyzedGame) {
    let analysis = game.analysis
    number = game.number
    tags = Dictionary(game.record.tags.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    result = game.record.outcome?.notation ?? "*"
    start = analysis.start.fen
    chances = analysis.chances.map { AnalysisReport.Chances($0) }
    plies = analysis.plies.map { AnalysisReport.Ply($0, of: game) }
    turningPoints = analysis.turningPoints.map { $0 + 1 }
    summary = Dictionary(
      Side.allCases.map { (Self.name(of: $0), AnalysisReport.Summary(analysis.summary(of: $0))) },
      uniquingKeysWith: { first, _ in first })
  }

  static func name(of side: Side) -> String { side == .red ? "red" : "black" }
}

extension AnalysisReport.Ply {
  init(_ ply: GameAnalysis.Ply, of game: AnalyzedGame) {
    self.ply = ply.index + 1
    number = ply.position.moveNumber
    side = AnalysisReport.Game.name(of: ply.side)
    move = ply.move.iccs
    text = ply.position.text(of: ply.move, in: game.notation)
    probability = ply.probability
    rank = ply.rank
    choices = ply.choices
    turningPoint = ply.isTurningPoint
    evaluation = AnalysisReport.Judged(ply.opinion, at: ply.position, of: game)
    engine = ply.secondOpinion.map { AnalysisReport.Judged($0, at: ply.position, of: game) }
  }
}

extension AnalysisReport.Judged {
  init(_ opinion: Opinion, at position: Position, of game: AnalyzedGame) {
    before = AnalysisReport.Chances(opinion.before)
    after = AnalysisReport.Chances(opinion.after)
    best = opinion.best.map { line in
      AnalysisReport.Line(
        moves: line.moves.map(\.iccs),
        text: game.say.line(line.moves, from: position, notation: game.notation),
        chances: AnalysisReport.Chances(line.wdl), visits: line.visits, mate: line.mate)
    }
    reply = opinion.reply.map(\.iccs)
    loss = opinion.loss
    judgement = opinion.judgement?.rawValue
    onlyMove = opinion.isOnlyMove
    missedMate = opinion.missedMate
    mate = opinion.mate
  }
}

extension AnalysisReport.Summary {
  init(_ summary: GameAnalysis.Summary) {
    moves = summary.moves
    accuracy = summary.accuracy
    meanLoss = summary.meanLoss
    firstChoices = summary.firstChoices
    inaccuracies = summary.counts[.inaccuracy] ?? 0
    mistakes = summary.counts[.mistake] ?? 0
    blunders = summary.counts[.blunder] ?? 0
  }
}

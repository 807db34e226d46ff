import Players
import Xiangqi

/// The analysis of the game on the table, as far as it has come.
struct Review: Sendable {
  /// The number of the question that is answered position by position.
  var id: Int
  /// The game it is about.
  let game: Game
  /// Whether positions are still being looked at.
  var isRunning = true
  /// Whether it is kept out of sight.
  var isHidden = false
  private var reports: [SearchReport] = []
  private var secondReports: [SearchReport] = []
  /// What has been found out.
  private(set) var analysis: GameAnalysis

  /// A review that is about to begin.
  init(id: Int, game: Game) {
    self.id = id
    self.game = game
    analysis = GameAnalysis(game: game, reports: [])
  }

  /// How many positions have been looked at.
  var done: Int { reports.count }
  /// How many there are.
  var total: Int { game.positions.count }
  var isComplete: Bool { done == total }

  /// Takes what was found about the next position; anything else is no answer to what was asked.
  mutating func take(_ step: Analyst.Step) {
    guard step.ply == done, !isComplete else { return }
    // A second evaluator that fell silent is not taken up again: its reports would not be about these positions.
    if let second = step.second, secondReports.count == done { secondReports.append(second) }
    reports.append(step.report)
    analysis = GameAnalysis(game: game, reports: reports, secondReports: secondReports)
    if isComplete { isRunning = false }
  }

  /// The move that led to the position after so many plies, if it has been judged.
  func ply(leadingTo shown: Int) -> GameAnalysis.Ply? {
    analysis.plies.indices.contains(shown - 1) ? analysis.plies[shown - 1] : nil
  }

  /// The number of plies after the nearest turning point behind or before a position.
  func turningPoint(from shown: Int, forward: Bool) -> Int? {
    let plies = analysis.turningPoints.map { $0 + 1 }
    return forward ? plies.first { $0 > shown } : plies.last { $0 < shown }
  }
}

internal import Xiangqi

/// What is counted of the positions of one range of plies.
struct EvaluationTally {
  /// The first ply of each range; the last range has no end.
  static let firstPlies = [0, 10, 20, 40, 80]

  var positions = 0
  var firstMatches = 0
  var topThreeMatches = 0
  var rawFirstMatches = 0
  var rawTopThreeMatches = 0
  var crossEntropy = 0.0
  var legalCrossEntropy = 0.0
  var legalArgmaxes = 0
  var illegalMass = 0.0

  /// Positions by the outcome of their game: Red won, draw, Black won.
  var outcomes = [0, 0, 0]
  var outcomeMatches = 0
  var outcomeLogLoss = 0.0

  /// The range that a ply belongs to; the first move of a game is ply 0.
  static func range(of ply: Int) -> Int {
    firstPlies.lastIndex { $0 <= ply } ?? 0
  }

  /// Counts the prediction of a move.
  mutating func add(_ prediction: MovePrediction) {
    positions += 1
    if prediction.rank == 0 { firstMatches += 1 }
    if prediction.rank < 3 { topThreeMatches += 1 }
    if prediction.rawRank == 0 { rawFirstMatches += 1 }
    if prediction.rawRank < 3 { rawTopThreeMatches += 1 }
    crossEntropy += prediction.crossEntropy
    legalCrossEntropy += prediction.legalCrossEntropy
    if prediction.isArgmaxLegal { legalArgmaxes += 1 }
    illegalMass += prediction.illegalMass
  }

  /// Counts the prediction of an outcome.
  mutating func add(_ wdl: WDL, outcome: Outcome) {
    let probabilities = [wdl.red, wdl.draw, wdl.black]
    let index =
      switch outcome {
      case .redWins: 0
      case .draw: 1
      case .blackWins: 2
      }
    outcomes[index] += 1
    if probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] }) == index {
      outcomeMatches += 1
    }
    outcomeLogLoss -= boundedLogarithm(probabilities[index])
  }

  /// Adds the counts of another tally.
  mutating func add(_ other: EvaluationTally) {
    positions += other.positions
    firstMatches += other.firstMatches
    topThreeMatches += other.topThreeMatches
    rawFirstMatches += other.rawFirstMatches
    rawTopThreeMatches += other.rawTopThreeMatches
    crossEntropy += other.crossEntropy
    legalCrossEntropy += other.legalCrossEntropy
    legalArgmaxes += other.legalArgmaxes
    illegalMass += other.illegalMass
    for index in outcomes.indices { outcomes[index] += other.outcomes[index] }
    outcomeMatches += other.outcomeMatches
    outcomeLogLoss += other.outcomeLogLoss
  }
}

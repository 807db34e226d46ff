/// The figures of an evaluation, over all positions and by range of plies.
///
/// Encoded as JSON it is what programs read, so names stay as they are.
public struct EvaluationReport: Sendable, Equatable, Codable {
  /// The figures of one range of plies.
  public struct Row: Sendable, Equatable, Codable {
    /// The plies, such as `20-39`, or `all`.
    public let plies: String
    /// The number of positions, each with the move that was played in it.
    public let positions: Int
    /// The share of positions whose move is the most probable of the legal ones.
    public let topOne: Double
    /// The share of positions whose move is one of the three most probable of the legal ones.
    public let topThree: Double
    /// The share of positions whose move is the most probable of all tokens, legal or not.
    public let rawTopOne: Double
    /// The share of positions whose move is one of the three most probable of all tokens.
    public let rawTopThree: Double
    /// The cross-entropy of the move among all tokens, in nats.
    public let crossEntropy: Double
    /// The cross-entropy of the move among the legal ones, in nats.
    public let legalCrossEntropy: Double
    /// The share of positions in which the most probable of all tokens is a legal move.
    public let argmaxLegal: Double
    /// The mean probability of everything that is not a legal move.
    public let illegalMass: Double
    /// The figures of the outcome head, over games whose outcome is known.
    public let outcome: OutcomeRow
  }

  /// How well the outcomes of games are foretold, against always giving the frequencies of the whole set.
  public struct OutcomeRow: Sendable, Equatable, Codable {
    /// The number of positions.
    public let positions: Int
    /// The share of positions in which the most probable outcome came true.
    public let accuracy: Double
    /// The mean negative logarithm of the probability of the true outcome, in nats.
    public let logLoss: Double
    /// The accuracy of always naming the most frequent outcome.
    public let baseAccuracy: Double
    /// The log loss of always giving the frequencies.
    public let baseLogLoss: Double
  }

  /// The number of games.
  public let games: Int
  /// Games that were left at an illegal move.
  public let shortenedGames: Int
  /// The figures over all plies.
  public let all: Row
  /// The figures by range of plies, in order.
  public let byPly: [Row]

  init(games: Int, shortened: Int, tallies: [EvaluationTally]) {
    let starts = EvaluationTally.firstPlies
    var total = EvaluationTally()
    for tally in tallies { total.add(tally) }
    let known = max(total.outcomes.reduce(0, +), 1)
    let frequencies = total.outcomes.map { Double($0) / Double(known) }
    self.games = games
    shortenedGames = shortened
    all = Row(plies: "all", tally: total, frequencies: frequencies)
    byPly = tallies.enumerated().map { index, tally in
      let plies = index + 1 < starts.count ? "\(starts[index])-\(starts[index + 1] - 1)" : "\(starts[index])+"
      return Row(plies: plies, tally: tally, frequencies: frequencies)
    }
  }
}

extension EvaluationReport.Row {
  /// The means of a tally; 0 where nothing was counted.
  init(plies: String, tally: EvaluationTally, frequencies: [Double]) {
    let count = Double(max(tally.positions, 1))
    self.init(
      plies: plies,
      positions: tally.positions,
      topOne: Double(tally.firstMatches) / count,
      topThree: Double(tally.topThreeMatches) / count,
      rawTopOne: Double(tally.rawFirstMatches) / count,
      rawTopThree: Double(tally.rawTopThreeMatches) / count,
      crossEntropy: tally.crossEntropy / count,
      legalCrossEntropy: tally.legalCrossEntropy / count,
      argmaxLegal: Double(tally.legalArgmaxes) / count,
      illegalMass: tally.illegalMass / count,
      outcome: EvaluationReport.OutcomeRow(tally: tally, frequencies: frequencies))
  }
}

extension EvaluationReport.OutcomeRow {
  /// The means of a tally, beside those of the frequencies of Red wins, draw and Black wins.
  init(tally: EvaluationTally, frequencies: [Double]) {
    let positions = tally.outcomes.reduce(0, +)
    let count = Double(max(positions, 1))
    let mostFrequent = frequencies.indices.max { frequencies[$0] < frequencies[$1] } ?? 0
    let baseLoss = zip(tally.outcomes, frequencies).reduce(0.0) { sum, pair in
      pair.0 == 0 ? sum : sum - Double(pair.0) * boundedLogarithm(pair.1)
    }
    self.init(
      positions: positions,
      accuracy: Double(tally.outcomeMatches) / count,
      logLoss: tally.outcomeLogLoss / count,
      baseAccuracy: Double(tally.outcomes[mostFrequent]) / count,
      baseLogLoss: baseLoss / count)
  }
}

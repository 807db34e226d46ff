/// The losses of some targets, added up.
struct LossSums: Sendable, Hashable {
  /// Σ weight · cross-entropy over token targets.
  var tokens = 0.0
  /// Σ weight.
  var weight = 0.0
  /// Σ cross-entropy over outcome targets.
  var outcomes = 0.0
  var outcomeCount = 0
  /// Σ weight · cross-entropy of the logits without the scores of candidates, over targets with candidates.
  var plain = 0.0
  /// Σ weight of the targets with candidates.
  var plainWeight = 0.0

  /// The weighted mean of tokens, 0 where nothing was asked.
  var tokenMean: Double { weight > 0 ? tokens / weight : 0 }
  /// The mean of outcomes, `nil` where nothing was asked.
  var outcomeMean: Double? { outcomeCount > 0 ? outcomes / Double(outcomeCount) : nil }

  /// The weighted mean of the plain logits, `nil` where there were no candidates.
  var plainMean: Double? { plainWeight > 0 ? plain / plainWeight : nil }

  /// What training descends.
  func objective(outcomeWeight: Float, plainWeight: Float = 0) -> Double {
    tokenMean + Double(outcomeWeight) * (outcomeMean ?? 0)
      + (weight > 0 ? Double(plainWeight) * plain / weight : 0)
  }

  static func += (sums: inout LossSums, other: LossSums) {
    sums.tokens += other.tokens
    sums.weight += other.weight
    sums.outcomes += other.outcomes
    sums.outcomeCount += other.outcomeCount
    sums.plain += other.plain
    sums.plainWeight += other.plainWeight
  }
}

extension TrainingBatch {
  /// The weight of all token targets.
  var targetWeight: Double {
    zip(targets, weights).reduce(0) { $1.0 >= 0 ? $0 + Double($1.1) : $0 }
  }

  /// The number of outcome targets.
  var outcomeCount: Int { outcomes.count { $0 >= 0 } }
}

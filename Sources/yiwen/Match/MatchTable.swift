import Matches

/// The result of a match in words and columns.
enum MatchTable {
  static func text(_ report: MatchReport) -> String {
    var table = TextTable(rows: [["", "games", "won", "drawn", "lost"]])
    for (name, results) in [("all", report.results), ("as Red", report.red), ("as Black", report.black)] {
      table.rows.append(
        [name, "\(results.games)", "\(results.wins)", "\(results.draws)", "\(results.losses)"])
    }
    var lines = ["\(report.players[0]) against \(report.players[1])", "", table.description, ""]
    lines.append("pairs with 0, ½, 1, 1½, 2 points: \(report.pairs.map(String.init).joined(separator: ", "))")
    if let score = report.score { lines.append("score in pairs: \(score.percent)") }
    if let elo = report.elo { lines.append("Elo: \(interval(elo))") }
    if let elo = report.normalizedElo { lines.append("normalised Elo: \(interval(elo))") }
    if let likelihood = report.likelihoodOfSuperiority {
      lines.append("likelihood of superiority: \(likelihood.percent)")
    }
    if let test = report.test { lines.append(sprt(test)) }
    lines.append("plies a game, mean: \(report.meanLength.fixed(1))")
    var reasons = TextTable(rows: [])
    for (reason, count) in report.reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      reasons.rows.append(["  " + reason, "\(count)"])
    }
    lines.append("ends of games:")
    if !reasons.rows.isEmpty { lines.append(reasons.description) }
    for (name, faults) in zip(report.players, report.faults) where !faults.isEmpty {
      let counts = faults.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      lines.append("lost by its own fault, \(name): \(counts.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }

  /// A figure with its interval: `+12.3 ± 20.1 (-7.8 to +32.4)`.
  static func interval(_ estimate: Estimate) -> String {
    let value = estimate.value.map(signed) ?? "without bound"
    let reach = estimate.error.map { " ± \($0.fixed(1))" } ?? ""
    guard estimate.low != nil || estimate.high != nil else { return value + reach }
    let ends = [estimate.low, estimate.high].map { $0.map(signed) ?? "without bound" }
    return value + reach + " (\(ends[0]) to \(ends[1]))"
  }

  /// How a match stands, for the line of progress.
  static func line(_ tally: MatchTally) -> String {
    let results = tally.results
    var text = "+\(results.wins) =\(results.draws) -\(results.losses)"
    if tally.pairs.pairs > 0 {
      let elo = tally.pairs.elo
      text += "  Elo \(elo.value.map(signed) ?? "∞")"
      if let error = elo.error { text += " ± \(error.fixed(1))" }
    }
    if let test = tally.test {
      text += "  LLR \(tally.ratio.fixed(2)) [\(test.lowerBound.fixed(2)), \(test.upperBound.fixed(2))]"
    }
    return text
  }

  private static func sprt(_ test: MatchReport.Test) -> String {
    let settings = test.settings
    let verdict =
      switch test.decision {
      case nil: "no decision"
      case .lower?: "H0 accepted"
      case .upper?: "H1 accepted"
      }
    return
      "SPRT, \(settings.scale.rawValue) Elo \(settings.elo0.fixed(1)) against \(settings.elo1.fixed(1)): LLR "
      + "\(test.ratio.fixed(2)) (\(test.lowerBound.fixed(2)) to \(test.upperBound.fixed(2))) after \(test.pairs) "
      + "pairs, \(verdict)"
  }

  static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + value.fixed(1) }
}

import Players

/// The final table of a self-play run.
struct SelfPlaySummary: Encodable {
  struct Length: Encodable {
    let mean: Double
    let shortest: Int
    let median: Int
    let longest: Int
  }

  let games: Int
  let plies: Int
  let results: [String: Int]
  let reasons: [String: Int]
  let points: [String: Double]
  let length: Length
  let gamesWithRepetition: Int
  let repeatedPlies: Int
  let illegalMass: Double?

  init(_ statistics: SelfPlayStatistics) {
    games = statistics.games
    plies = statistics.plies
    results = statistics.results
    reasons = statistics.reasons
    points = statistics.points
    length = Length(
      mean: statistics.meanLength, shortest: statistics.length(quantile: 0),
      median: statistics.length(quantile: 0.5), longest: statistics.length(quantile: 1))
    gamesWithRepetition = statistics.gamesWithRepetition
    repeatedPlies = statistics.repeatedPlies
    illegalMass = statistics.meanIllegalMass
  }

  var text: String {
    func share(_ count: Int) -> String { (Double(count) / Double(max(games, 1))).percent }
    var table = TextTable(rows: [["games", "\(games)", ""]])
    for (result, count) in results.sorted(by: { $0.key > $1.key }) {
      table.rows.append(["  \(result)", "\(count)", share(count)])
    }
    for (reason, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      table.rows.append(["  \(reason)", "\(count)", share(count)])
    }
    if points.count > 1 {
      for (name, points) in points.sorted(by: { $0.key < $1.key }) {
        table.rows.append(["points \(name)", points.fixed(1), (points / Double(max(games, 1))).percent])
      }
    }
    table.rows.append(["plies a game, mean", length.mean.fixed(1), ""])
    table.rows.append([
      "  shortest, median, longest", "\(length.shortest), \(length.median), \(length.longest)", "",
    ])
    table.rows.append(["games with a repetition", "\(gamesWithRepetition)", share(gamesWithRepetition)])
    table.rows.append([
      "repeated plies", "\(repeatedPlies)", (Double(repeatedPlies) / Double(max(plies, 1))).percent,
    ])
    if let illegalMass { table.rows.append(["illegal probability, mean", "", illegalMass.percent]) }
    return table.description
  }
}

/// The result of a match, as it is printed and as programs read it.
///
/// All is seen from the first player.
public struct MatchReport: Sendable, Equatable, Codable {
  /// The state of the test.
  public struct Test: Sendable, Equatable, Codable {
    /// The hypotheses, the errors and the scale.
    public let settings: SPRT
    /// The logarithm of the ratio of likelihoods.
    public let ratio: Double
    /// Where H0 is accepted.
    public let lowerBound: Double
    /// Where H1 is accepted.
    public let upperBound: Double
    /// How many pairs the test has seen.
    public let pairs: Int
    /// What it decided; `nil` while it has not.
    public let decision: SPRT.Decision?
  }

  /// The names of the first and the second player.
  public let players: [String]
  /// The number of games.
  public let games: Int
  /// Wins, draws and losses.
  public let results: MatchTally.Results
  /// The same of the games with Red.
  public let red: MatchTally.Results
  /// The same of the games with Black.
  public let black: MatchTally.Results
  /// Complete pairs that brought 0, ½, 1, 1½ and 2 points.
  public let pairs: [Int]
  /// The share of the points in complete pairs; `nil` without any.
  public let score: Double?
  /// The difference in Elo; `nil` without complete pairs.
  public let elo: Estimate?
  /// The difference in normalised Elo; `nil` while all pairs came out alike.
  public let normalizedElo: Estimate?
  /// The probability that the first player is the stronger one; `nil` while all pairs came out alike.
  public let likelihoodOfSuperiority: Double?
  /// The test, if there is one.
  public let test: Test?
  /// Games by the reason for their end.
  public let reasons: [String: Int]
  /// What each player lost by its own fault, by reason, first player first.
  public let faults: [[String: Int]]
  /// The plies of a game, on average; 0 without games.
  public let meanLength: Double

  /// The report of a tally.
  public init(first: String, second: String, tally: MatchTally) {
    players = [first, second]
    games = tally.results.games
    results = tally.results
    red = tally.red
    black = tally.black
    pairs = tally.pairs.counts
    let hasPairs = tally.pairs.pairs > 0
    score = hasPairs ? tally.pairs.score : nil
    elo = hasPairs ? tally.pairs.elo : nil
    normalizedElo = tally.pairs.normalizedElo
    likelihoodOfSuperiority = tally.pairs.likelihoodOfSuperiority
    test = tally.test.map {
      Test(
        settings: $0, ratio: tally.ratio, lowerBound: $0.lowerBound, upperBound: $0.upperBound,
        pairs: tally.testedPairs, decision: tally.decision)
    }
    reasons = tally.reasons
    faults = tally.faults
    meanLength = games == 0 ? 0 : Double(tally.plies) / Double(games)
  }
}

// What is not known is written as null, so that the shape is always the same.
extension MatchReport {
  /// Encodes all members.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(players, forKey: .players)
    try container.encode(games, forKey: .games)
    try container.encode(results, forKey: .results)
    try container.encode(red, forKey: .red)
    try container.encode(black, forKey: .black)
    try container.encode(pairs, forKey: .pairs)
    try container.encode(score, forKey: .score)
    try container.encode(elo, forKey: .elo)
    try container.encode(normalizedElo, forKey: .normalizedElo)
    try container.encode(likelihoodOfSuperiority, forKey: .likelihoodOfSuperiority)
    try container.encode(test, forKey: .test)
    try container.encode(reasons, forKey: .reasons)
    try container.encode(faults, forKey: .faults)
    try container.encode(meanLength, forKey: .meanLength)
  }
}

extension MatchReport.Test {
  /// Encodes all members.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(settings, forKey: .settings)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(lowerBound, forKey: .lowerBound)
    try container.encode(upperBound, forKey: .upperBound)
    try container.encode(pairs, forKey: .pairs)
    try container.encode(decision, forKey: .decision)
  }
}

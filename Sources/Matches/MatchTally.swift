public import Xiangqi

/// What a match has come to so far, counted from the records of its games alone: the same for one that was resumed.
///
/// All is seen from the first player, who has Red in the games of odd number.
public struct MatchTally: Sendable, Equatable {
  /// Wins, draws and losses of the first player.
  public struct Results: Sendable, Hashable, Codable {
    /// Games won.
    public internal(set) var wins = 0
    /// Games drawn.
    public internal(set) var draws = 0
    /// Games lost.
    public internal(set) var losses = 0

    /// All of them.
    public var games: Int { wins + draws + losses }
  }

  /// The results with Red and with Black.
  public private(set) var red = Results()
  /// The results with Black.
  public private(set) var black = Results()
  /// The pairs of which both games have been played.
  public private(set) var pairs = PairCounts()
  /// Games by the reason for their end, the `Termination` tag.
  public private(set) var reasons: [String: Int] = [:]
  /// For the first and the second player, what it lost by its own fault, by reason.
  public private(set) var faults: [[String: Int]] = [[:], [:]]
  /// The plies of all games, those of their openings included.
  public private(set) var plies = 0
  /// The test whose state is kept.
  public let test: SPRT?
  /// The logarithm of the ratio of likelihoods after the last pair that counted for the test.
  public private(set) var ratio = 0.0
  /// What the test has decided.
  public private(set) var decision: SPRT.Decision?
  /// How many pairs the test has seen.
  public private(set) var testedPairs = 0

  /// The points of the first player by the number of the game.
  private var points: [Int: Double] = [:]
  /// The pairs the test has seen.
  private var tested = PairCounts()

  /// No games yet, of a match with or without a test.
  public init(test: SPRT? = nil) { self.test = test }

  /// The numbers of the games that have been played.
  public var numbers: Set<Int> { Set(points.keys) }

  /// The results with both colours.
  public var results: Results {
    Results(wins: red.wins + black.wins, draws: red.draws + black.draws, losses: red.losses + black.losses)
  }

  /// Counts a game; one without a number of its own or without an outcome is not counted.
  ///
  /// - Returns: Whether it was counted.
  @discardableResult
  public mutating func add(_ record: GameRecord) -> Bool {
    guard let number = record["Round"].flatMap({ Int($0) }), number > 0, points[number] == nil,
      let outcome = record.outcome
    else { return false }
    let side = Match.side(ofFirstInGame: number)
    points[number] = outcome == .draw ? 0.5 : outcome == .win(for: side) ? 1 : 0
    let result: WritableKeyPath<Results, Int> =
      outcome == .draw ? \.draws : outcome == .win(for: side) ? \.wins : \.losses
    if side == .red { red[keyPath: result] += 1 } else { black[keyPath: result] += 1 }
    let reason = record["Termination"] ?? "unknown"
    reasons[reason, default: 0] += 1
    if GameEnd.faults.contains(reason), let winner = outcome.winner {
      faults[winner == side ? 1 : 0][reason, default: 0] += 1
    }
    plies += record.line.count
    if let points = pointsOfPair(Match.pair(ofGame: number)) { pairs.add(points: points) }
    runTest()
    return true
  }

  private func pointsOfPair(_ pair: Int) -> Double? {
    guard let one = points[2 * pair - 1], let other = points[2 * pair] else { return nil }
    return one + other
  }

  /// Lets the test see the pairs in the order of their numbers, up to the first that is not complete or to its decision.
  ///
  /// So the decision does not depend on which of the games played side by side end first, and long games are not left out.
  private mutating func runTest() {
    guard let test else { return }
    while decision == nil, let points = pointsOfPair(testedPairs + 1) {
      testedPairs += 1
      tested.add(points: points)
      ratio = test.logLikelihoodRatio(of: tested)
      decision = test.decision(at: ratio)
    }
  }
}

/// The ratings of a ladder, as they are kept.
public struct LadderReport: Sendable, Equatable, Codable {
  /// A player with its rating.
  public struct Row: Sendable, Equatable, Codable {
    /// Its name.
    public let name: String
    /// What plays under it.
    public let specification: String
    /// Its rating in Elo; `nil` for one who played nobody that leads to the anchor.
    public let rating: Double?
    /// Half of the interval in which the true rating lies 95 times in 100; 0 for the anchor.
    public let error: Double?
    /// The games it played in complete pairs.
    public let games: Int
    /// Its share of their points; `nil` without games.
    public let score: Double?
  }

  /// How two players did against each other.
  public struct Encounter: Sendable, Equatable, Codable {
    /// The name of the first.
    public let first: String
    /// The name of the second.
    public let second: String
    /// Complete pairs that brought the first 0, ½, 1, 1½ and 2 points.
    public let pairs: [Int]
    /// The difference in Elo by these games alone.
    public let elo: Estimate
    /// What each of them lost by its own fault, by reason.
    public let faults: [[String: Int]]
  }

  /// The player whose rating is given.
  public let anchor: String
  /// All players, the strongest first.
  public let rows: [Row]
  /// All encounters, in the order of the plan.
  public let encounters: [Encounter]

  /// The report of a plan from the tallies of its pairings, in their order.
  public init(plan: LadderPlan, tallies: [MatchTally]) {
    let met = zip(plan.pairings, tallies).filter { $0.1.pairs.pairs > 0 }
    let ratings = Ratings(
      players: plan.players.count,
      encounters: met.map { Ratings.Encounter(first: $0.first, second: $0.second, pairs: $1.pairs) },
      anchor: plan.anchor, anchorRating: plan.anchorRating)
    let rows = plan.players.indices.map { place in
      let own = met.compactMap { pairing, tally in
        pairing.first == place ? tally.pairs : pairing.second == place ? tally.pairs.reversed : nil
      }
      let pairs = own.reduce(0) { $0 + $1.pairs }
      let points = own.reduce(0) { $0 + $1.score * Double($1.pairs) }
      return Row(
        name: plan.players[place].name, specification: plan.players[place].specification,
        rating: ratings.values[place], error: ratings.errors[place], games: 2 * pairs,
        score: pairs == 0 ? nil : points / Double(pairs))
    }
    anchor = plan.players[plan.anchor].name
    self.rows = rows.enumerated().sorted { one, other in
      let (first, second) = (one.element.rating ?? -.infinity, other.element.rating ?? -.infinity)
      return first == second ? one.offset > other.offset : first > second
    }.map(\.element)
    encounters = met.map { pairing, tally in
      Encounter(
        first: plan.players[pairing.first].name, second: plan.players[pairing.second].name,
        pairs: tally.pairs.counts, elo: tally.pairs.elo, faults: tally.faults)
    }
  }
}

extension LadderReport.Row {
  /// Encodes all members, what is not known as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(specification, forKey: .specification)
    try container.encode(rating, forKey: .rating)
    try container.encode(error, forKey: .error)
    try container.encode(games, forKey: .games)
    try container.encode(score, forKey: .score)
  }
}

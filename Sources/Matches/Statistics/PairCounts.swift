/// How the pairs of a match came out for one player.
///
/// A pair is one opening played twice with the colours exchanged. Its two games depend on each other, since an opening that
/// favours a colour favours each player once; so the pair is the unit that is counted and whose variance is taken (the
/// "pentanomial" model).
public struct PairCounts: Sendable, Hashable, Codable {
  /// The number of pairs that brought 0, ½, 1, 1½ and 2 points.
  public private(set) var counts: [Int]

  /// No pairs yet.
  public init() { counts = [0, 0, 0, 0, 0] }

  /// Pairs that brought 0, ½, 1, 1½ and 2 points, so many of each.
  public init(_ none: Int, _ half: Int, _ one: Int, _ oneAndHalf: Int, _ two: Int) {
    counts = [none, half, one, oneAndHalf, two]
    precondition(counts.allSatisfy { $0 >= 0 }, "A number of pairs is not negative: \(counts).")
  }

  /// Counts a pair that brought so many points: 0, ½, 1, 1½ or 2.
  public mutating func add(points: Double) {
    let place = Int(points * 2)
    precondition(
      counts.indices.contains(place) && Double(place) == points * 2,
      "A pair brings 0, ½, 1, 1½ or 2 points, not \(points).")
    counts[place] += 1
  }

  /// The same pairs as the other player sees them.
  public var reversed: PairCounts { PairCounts(counts[4], counts[3], counts[2], counts[1], counts[0]) }

  /// How many pairs there are.
  public var pairs: Int { counts.reduce(0, +) }

  /// The share of the points that could be had, 0…1; one half without pairs.
  public var score: Double {
    pairs == 0 ? 0.5 : zip(counts, Self.shares).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(pairs)
  }

  /// The variance of the share that one pair brings.
  public var variance: Double {
    guard pairs > 0 else { return 0 }
    let mean = score
    return zip(counts, Self.shares).reduce(0) { $0 + Double($1.0) * ($1.1 - mean) * ($1.1 - mean) }
      / Double(pairs)
  }

  /// The standard error of ``score``; `nil` while all pairs came out alike, since nothing is known of it then.
  public var standardError: Double? {
    let variance = variance
    return variance > 0 ? (variance / Double(pairs)).squareRoot() : nil
  }

  /// The probability that the player is the stronger one, as far as the pairs tell (LOS); `nil` while they came out alike.
  ///
  /// That the score is above one half, when it is normally distributed about the one that was found.
  public var likelihoodOfSuperiority: Double? {
    standardError.map { NormalDistribution.cumulative((score - 0.5) / $0) }
  }

  /// The share of the points that each kind of pair brings.
  static let shares = [0, 0.25, 0.5, 0.75, 1]
}

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Differences of strength in Elo, in the two scales that are in use for engines.
public enum Elo {
  /// Elo for one step of the natural logarithm of the odds: 400 / ln 10.
  static let scale = 400 / log(10.0)

  /// Normalised Elo for one standard deviation of a game: 800 / ln 10.
  ///
  /// So chosen that in games without draws between equals both scales agree for small differences; see ``SPRT``.
  static let normalizedScale = 800 / log(10.0)

  /// The share of the points that a player so much stronger may expect.
  public static func score(difference: Double) -> Double { 1 / (1 + exp(-difference / scale)) }

  /// The difference at which this share of the points is expected: infinite for 0 and 1.
  public static func difference(score: Double) -> Double {
    // 0 and 1 divide by zero on purpose: IEEE 754 gives the infinities that are right.
    scale * log(score / (1 - score))
  }
}

/// A figure with the interval in which the true one lies 95 times in 100.
public struct Estimate: Sendable, Hashable, Codable {
  /// The figure; `nil` where it is without bounds, as the Elo of a player who won everything.
  public let value: Double?
  /// The lower end of the interval; `nil` where it is unknown or without bounds.
  public let low: Double?
  /// The upper end.
  public let high: Double?

  init(value: Double, low: Double?, high: Double?) {
    func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
    self.value = finite(value)
    self.low = finite(low)
    self.high = finite(high)
  }

  /// Half the length of the interval, where both ends are known.
  public var error: Double? {
    guard let low, let high else { return nil }
    return (high - low) / 2
  }
}

extension Estimate {
  /// Encodes all members, what is not known as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
  }
}

extension PairCounts {
  /// How much stronger the player is, in Elo of the logistic curve.
  ///
  /// The interval is that of the score, a normal one of the pairs' variance, carried over to Elo end by end.
  public var elo: Estimate {
    let reach = standardError.map { $0 * NormalDistribution.ninetyFivePercent }
    func end(_ sign: Double) -> Double? {
      reach.map { Elo.difference(score: min(max(score + sign * $0, 0), 1)) }
    }
    return Estimate(value: Elo.difference(score: score), low: end(-1), high: end(1))
  }

  /// How much stronger the player is, in normalised Elo: the score above one half in standard deviations of a game.
  ///
  /// The number of games that it takes to measure a difference follows from it alone, whatever the share of draws (Michel
  /// Van den Bergh, "Normalized Elo", 2021). A game's variance is twice that of the mean of a pair.
  public var normalizedElo: Estimate? {
    guard let standardError else { return nil }
    let deviation = (2 * variance).squareRoot()
    func elo(_ score: Double) -> Double { (score - 0.5) / deviation * Elo.normalizedScale }
    let reach = standardError * NormalDistribution.ninetyFivePercent
    return Estimate(value: elo(score), low: elo(score - reach), high: elo(score + reach))
  }
}

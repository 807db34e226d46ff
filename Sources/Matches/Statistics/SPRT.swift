#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A sequential probability ratio test: a match that ends as soon as it is clear which of two hypotheses holds.
///
/// H0 says that the first player is `elo0` stronger than the second, H1 that it is `elo1` stronger. After every pair the
/// logarithm of the ratio of their likelihoods is compared with Wald's bounds (A. Wald, "Sequential Tests of Statistical
/// Hypotheses", 1945): below ``lowerBound`` H0 is accepted, above ``upperBound`` H1. A true H0 is rejected with
/// probability ``alpha``, a true H1 with ``beta``.
///
/// The hypotheses say nothing about how often pairs bring 0, ½, 1, 1½ or 2 points, so each is given the frequencies that
/// fit the pairs best among those that agree with it: the generalised test of Michel Van den Bergh, "A Practical Introduction to the
/// GSPRT" (2020), with his estimates for a multinomial distribution whose mean is given ("The maximum likelihood
/// estimator for an expected outcome") and whose mean over deviation is given ("Normalized Elo, practical").
public struct SPRT: Sendable, Hashable, Codable {
  /// What the bounds are measured in.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// Elo of the logistic curve.
    case logistic
    /// Elo in standard deviations of a game; see ``PairCounts/normalizedElo``.
    case normalized
  }

  /// Which hypothesis a test has accepted.
  public enum Decision: String, Sendable, Hashable, Codable {
    /// The difference is that of H0, or below.
    case lower = "H0"
    /// The difference is that of H1, or above.
    case upper = "H1"
  }

  /// The difference of H0.
  public let elo0: Double
  /// The difference of H1, above `elo0`.
  public let elo1: Double
  /// The probability of accepting H1 where H0 is true.
  public let alpha: Double
  /// The probability of accepting H0 where H1 is true.
  public let beta: Double
  /// What `elo0` and `elo1` are measured in.
  public let scale: Scale

  /// A test; `nil` unless `elo0` is below `elo1` by some finite amount, and both errors lie between 0 and one half.
  public init?(
    elo0: Double, elo1: Double, alpha: Double = 0.05, beta: Double = 0.05, scale: Scale = .normalized
  ) {
    guard elo0 < elo1, abs(elo0) <= Self.largestElo, abs(elo1) <= Self.largestElo,
      alpha > 0, alpha < 0.5, beta > 0, beta < 0.5
    else { return nil }
    self.elo0 = elo0
    self.elo1 = elo1
    self.alpha = alpha
    self.beta = beta
    self.scale = scale
  }

  /// The largest difference that is tested for.
  public static let largestElo = 500.0

  /// Where H0 is accepted.
  public var lowerBound: Double { log(beta / (1 - alpha)) }
  /// Where H1 is accepted.
  public var upperBound: Double { log((1 - beta) / alpha) }

  /// What a ratio decides; `nil` while the match has to go on.
  public func decision(at ratio: Double) -> Decision? {
    ratio >= upperBound ? .upper : ratio <= lowerBound ? .lower : nil
  }

  /// The logarithm of the likelihood of H1 over that of H0; 0 without pairs.
  public func logLikelihoodRatio(of pairs: PairCounts) -> Double {
    guard pairs.pairs > 0 else { return 0 }
    // A kind of pair that has not come yet is not impossible: it counts as a thousandth of a pair.
    let seen = pairs.counts.map { max(Double($0), 1e-3) }
    let total = seen.reduce(0, +)
    let frequencies = Frequencies(shares: PairCounts.shares, probabilities: seen.map { $0 / total })
    let (first, second) =
      switch scale {
      case .logistic:
        (
          frequencies.fitted(mean: Elo.score(difference: elo0)),
          frequencies.fitted(mean: Elo.score(difference: elo1))
        )
      case .normalized:
        (
          frequencies.fitted(distance: distance(elo0), from: 0.5),
          frequencies.fitted(distance: distance(elo1), from: 0.5)
        )
      }
    return zip(seen, zip(second, first)).reduce(0) { $0 + $1.0 * log($1.1.0 / $1.1.1) }
  }

  /// Normalised Elo as a number of standard deviations of the mean of a pair, which are √2 smaller than a game's.
  private func distance(_ elo: Double) -> Double { elo / Elo.normalizedScale * 2.0.squareRoot() }
}

/// How often something brings which share of the points.
struct Frequencies {
  let shares: [Double]
  /// One for each share, all above 0; they sum to 1.
  let probabilities: [Double]

  /// The frequencies nearest in likelihood to these that have that mean.
  ///
  /// Maximising Σ p̂ᵢ ln pᵢ under Σ pᵢ = 1 and Σ pᵢ (aᵢ − s) = 0 with Lagrange's multipliers gives pᵢ = p̂ᵢ / (1 + θ (aᵢ − s)),
  /// with θ such that the second condition holds.
  func fitted(mean: Double) -> [Double] {
    fitted(values: shares.map { $0 - mean })
  }

  /// The frequencies nearest in likelihood to these whose mean lies so many of its standard deviations above `reference`.
  ///
  /// At the solution, with mean μ and deviation σ, the derivative of μ − reference − tσ by pᵢ is, up to a constant that
  /// Σ pᵢ = 1 settles, aᵢ − reference − tσ (1 + ((aᵢ − μ)/σ)²) / 2. So it solves the problem of a mean for these values;
  /// μ and σ are those of the solution before, until they no longer change.
  func fitted(distance: Double, from reference: Double) -> [Double] {
    var fitted = [Double](repeating: 1 / Double(shares.count), count: shares.count)
    for _ in 0..<100 {
      let mean = zip(shares, fitted).reduce(0) { $0 + $1.0 * $1.1 }
      let variance = zip(shares, fitted).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
      let deviation = variance.squareRoot()
      let values = shares.map { share in
        let away = (share - mean) / deviation
        return share - reference - distance * deviation * (1 + away * away) / 2
      }
      let next = self.fitted(values: values)
      let change = zip(next, fitted).map { abs($0 - $1) }.max() ?? 0
      fitted = next
      if change < 1e-12 { break }
    }
    return fitted
  }

  /// The frequencies nearest in likelihood to these under which `values` have the mean 0.
  ///
  /// Σ p̂ᵢ vᵢ / (1 + θ vᵢ) falls with θ from +∞ to −∞ between the places where one of the denominators is 0.
  private func fitted(values: [Double]) -> [Double] {
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    // Outside no frequencies have that mean; those in hand are as good as any then.
    guard least < 0, most > 0 else { return probabilities }
    var (low, high) = (-1 / most, -1 / least)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let excess = zip(probabilities, values).reduce(0) { $0 + $1.0 * $1.1 / (1 + middle * $1.1) }
      if excess > 0 { low = middle } else { high = middle }
    }
    let theta = (low + high) / 2
    return zip(probabilities, values).map { $0 / (1 + theta * $1) }
  }
}

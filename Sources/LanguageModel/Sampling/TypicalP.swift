#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Keeps the tokens whose surprise is closest to the expected one, the fewest that together have a given probability.
///
/// After Meister et al. 2022, "Locally Typical Sampling", section 4: surprise is -ln p, the expected one the entropy of
/// the distribution. 1 keeps all.
public struct TypicalP: LogitsStep {
  /// The probability the kept tokens reach together.
  public let mass: Double

  /// A probability above 0, up to 1 (off).
  public init(_ mass: Double) throws(SamplingError) {
    guard mass > 0, mass <= 1 else {
      throw SamplingError("typical-p", mass, "above 0 and at most 1 (off)")
    }
    self.mass = mass
  }

  /// Drops the tokens after those that reach the mass; of equally typical ones those with lower ids stay.
  public func apply(_ candidates: inout Candidates) {
    guard mass < 1, !candidates.entries.isEmpty else { return }
    let probabilities = candidates.probabilities()
    let entropy = probabilities.reduce(0.0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
    let ranked = zip(candidates.entries, probabilities)
      .map { entry, probability in
        (entry: entry, probability: probability, distance: abs(-log(probability) - entropy))
      }
      .sorted { ($0.distance, $0.entry.token) < ($1.distance, $1.entry.token) }
    var reached = 0.0
    var kept = 0
    for item in ranked {
      kept += 1
      reached += item.probability
      if reached >= mass { break }
    }
    candidates.entries = ranked[..<kept].map(\.entry)
  }

  /// `typical-p` and the mass.
  public var description: String { "typical-p \(mass)" }
}

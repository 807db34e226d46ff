/// Keeps the fewest tokens that together have a given probability.
///
/// Nucleus sampling: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", section 3.1.
/// 1 keeps all.
public struct TopP: LogitsStep {
  /// The probability the kept tokens reach together.
  public let mass: Double

  /// A probability above 0, up to 1 (off).
  public init(_ mass: Double) throws(SamplingError) {
    guard mass > 0, mass <= 1 else { throw SamplingError("top-p", mass, "above 0 and at most 1 (off)") }
    self.mass = mass
  }

  /// Drops the tokens after those that reach the mass.
  public func apply(_ candidates: inout Candidates) {
    guard mass < 1, !candidates.entries.isEmpty else { return }
    candidates.sort()
    var reached = 0.0
    var kept = 0
    for probability in candidates.probabilities() {
      kept += 1
      reached += probability
      if reached >= mass { break }
    }
    candidates.entries.removeSubrange(kept...)
  }

  /// `top-p` and the mass.
  public var description: String { "top-p \(mass)" }
}

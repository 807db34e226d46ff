/// Drops the tokens whose probability is a small part of the highest.
///
/// After Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling". 0 drops none.
public struct MinP: LogitsStep {
  /// The least part of the highest probability that stays.
  public let ratio: Double

  /// A part from 0 (off) to 1.
  public init(_ ratio: Double) throws(SamplingError) {
    guard (0...1).contains(ratio) else { throw SamplingError("min-p", ratio, "from 0 (off) to 1") }
    self.ratio = ratio
  }

  /// Drops the tokens below the ratio times the highest probability.
  public func apply(_ candidates: inout Candidates) {
    guard ratio > 0 else { return }
    let probabilities = candidates.probabilities()
    guard let highest = probabilities.max() else { return }
    candidates.entries = zip(candidates.entries, probabilities)
      .filter { $0.1 >= ratio * highest }
      .map(\.0)
  }

  /// `min-p` and the ratio.
  public var description: String { "min-p \(ratio)" }
}

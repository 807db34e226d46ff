/// Keeps the most likely tokens.
///
/// After Fan et al. 2018, "Hierarchical Neural Story Generation". 0 keeps all.
public struct TopK: LogitsStep {
  /// How many tokens are kept, 0 for all.
  public let count: Int

  /// The `count` most likely tokens, 0 for all.
  public init(_ count: Int) throws(SamplingError) {
    guard count >= 0 else { throw SamplingError("top-k", count, "0 (off) or more") }
    self.count = count
  }

  /// Drops all but the first in order of probability; of equals those with lower ids stay.
  public func apply(_ candidates: inout Candidates) {
    guard count > 0, count < candidates.entries.count else { return }
    candidates.keepFirst(count)
  }

  /// `top-k` and the count.
  public var description: String { "top-k \(count)" }
}

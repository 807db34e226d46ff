/// Keeps only the tokens of a given set, as a game's rules or a grammar hand it in.
public struct AllowedTokens: LogitsStep {
  /// The ids that may be chosen.
  public let tokens: Set<Int>

  /// The ids that may be chosen, at least one.
  public init(_ tokens: some Sequence<Int>) throws(SamplingError) {
    self.tokens = Set(tokens)
    guard !self.tokens.isEmpty else { throw SamplingError("allowed tokens", "none", "at least one") }
  }

  /// Drops all other tokens.
  public func apply(_ candidates: inout Candidates) {
    candidates.entries.removeAll { !tokens.contains($0.token) }
  }

  /// `allowed-tokens` and how many there are.
  public var description: String { "allowed-tokens (\(tokens.count))" }
}

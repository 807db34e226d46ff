/// Drops the tokens of a given set.
///
/// Where all candidates would go, all stay.
public struct BannedTokens: LogitsStep {
  /// The ids that may not be chosen.
  public let tokens: Set<Int>

  /// The ids that may not be chosen.
  public init(_ tokens: some Sequence<Int>) {
    self.tokens = Set(tokens)
  }

  /// Drops these tokens.
  public func apply(_ candidates: inout Candidates) {
    guard !tokens.isEmpty else { return }
    let left = candidates.entries.filter { !tokens.contains($0.token) }
    if !left.isEmpty { candidates.entries = left }
  }

  /// `banned-tokens` and how many there are.
  public var description: String { "banned-tokens (\(tokens.count))" }
}

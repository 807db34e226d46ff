/// Drops the tokens of a given set.
///
/// Where all candidates would go, all stay.
public struct BannedTokens: LogitsStep {
  /// The ids that may not be chosen.
  public let tokens: Set<Int>
  /// Whether a token is in the set, up to its highest: asked for every token of a vocabulary, a set takes too long.
  private let isBanned: [Bool]

  /// The ids that may not be chosen.
  public init(_ tokens: some Sequence<Int>) {
    self.tokens = Set(tokens.lazy.filter { $0 >= 0 })
    var isBanned = [Bool](repeating: false, count: (self.tokens.max() ?? -1) + 1)
    for token in self.tokens { isBanned[token] = true }
    self.isBanned = isBanned
  }

  /// Drops these tokens.
  public func apply(_ candidates: inout Candidates) {
    guard !tokens.isEmpty else { return }
    let left = candidates.entries.filter { $0.token >= isBanned.count || !isBanned[$0.token] }
    if !left.isEmpty { candidates.entries = left }
  }

  /// `banned-tokens` and how many there are.
  public var description: String { "banned-tokens (\(tokens.count))" }
}

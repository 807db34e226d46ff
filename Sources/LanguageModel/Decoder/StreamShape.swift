/// How the first tokens of a stream see each other, and where its tokens stand.
///
/// The default is a stream of a causal model: every token sees those before it and stands at its index.
public struct StreamShape: Sendable, Hashable {
  /// How many first tokens all tokens of the stream see, those before them too; 0 and 1 are causal.
  public var prefixLength: Int
  /// How many first tokens stand together at place 0, as labels without an order do; those that follow stand
  /// at 1, 2, … 0 and 1 give every token the place of its index.
  public var tokensAtOrigin: Int

  /// A shape of a stream.
  public init(prefixLength: Int = 0, tokensAtOrigin: Int = 0) {
    precondition(
      prefixLength >= 0 && tokensAtOrigin >= 0, "a prefix of \(prefixLength), \(tokensAtOrigin) at the origin"
    )
    self.prefixLength = prefixLength
    self.tokensAtOrigin = tokensAtOrigin
  }

  /// Where the token at `index` stands: its rotary angle or its row of learned positions.
  public func place(of index: Int) -> Int { max(0, index - max(0, tokensAtOrigin - 1)) }

  /// How many tokens the one at `index` sees.
  func visible(at index: Int) -> Int { max(index + 1, prefixLength) }
}

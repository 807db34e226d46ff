/// Targets that are shared by several tokens, one list behind another: cross-entropy is then taken against their
/// probabilities instead of one token.
///
/// N entries for the targets of T tokens. A token without entries has the plain target of its batch, or none.
public struct SoftTargets: Sendable, Hashable {
  /// Where the entries of each token's target begin, [T + 1].
  public private(set) var offsets: [Int32] = [0]
  /// The tokens that may follow, [N].
  public private(set) var tokens: [Int32] = []
  /// Their probabilities, which sum to 1 for each target, [N].
  public private(set) var probabilities: [Float] = []

  /// No token, so no targets.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { tokens.isEmpty }

  /// Adds an entry to the target of the next token.
  public mutating func add(_ token: Int, probability: Float) {
    tokens.append(Int32(token))
    probabilities.append(probability)
  }

  /// Ends the target of a token, which may have no entries.
  public mutating func endToken() { offsets.append(Int32(tokens.count)) }

  /// The entries of a token's target.
  func entries(of token: Int) -> Range<Int> {
    isEmpty ? 0..<0 : Int(offsets[token])..<Int(offsets[token + 1])
  }
}

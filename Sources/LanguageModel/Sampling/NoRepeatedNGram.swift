/// Drops the tokens that would complete a sequence of n tokens that has occurred before.
///
/// After Paulus et al. 2018, "A Deep Reinforced Model for Abstractive Summarization", section 2.5, where n is 3. 0 drops
/// none. Where all candidates would go, all stay: a text of few words cannot always avoid itself.
public struct NoRepeatedNGram: LogitsStep {
  /// The length of the sequences, 0 for off.
  public let length: Int

  /// Sequences of `length` tokens, 0 for off.
  public init(_ length: Int) throws(SamplingError) {
    guard length >= 0 else { throw SamplingError("no-repeat-ngram", length, "0 (off) or more") }
    self.length = length
  }

  /// Drops what followed each earlier occurrence of the latest n - 1 tokens.
  public func apply(_ candidates: inout Candidates) {
    let history = candidates.history
    guard length > 0, history.count >= length else { return }
    let tail = history.suffix(length - 1)
    var followers: Set<Int> = []
    for end in length - 1..<history.count where history[end - (length - 1)..<end].elementsEqual(tail) {
      followers.insert(history[end])
    }
    let left = candidates.entries.filter { !followers.contains($0.token) }
    if !left.isEmpty { candidates.entries = left }
  }

  /// `no-repeat-ngram` and the length.
  public var description: String { "no-repeat-ngram \(length)" }
}

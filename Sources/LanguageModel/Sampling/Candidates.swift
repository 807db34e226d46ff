internal import Kernels

/// The tokens still in the running for the next place, with their logits.
public struct Candidates: Sendable {
  /// A token with its logit.
  public struct Entry: Sendable, Hashable {
    /// The token's id.
    public var token: Int
    /// Its logit, as the steps so far have left it.
    public var logit: Float

    /// A token with its logit.
    public init(token: Int, logit: Float) {
      self.token = token
      self.logit = logit
    }
  }

  /// The tokens, each once.
  ///
  /// Steps drop, reorder and change them.
  public var entries: [Entry]
  /// The tokens before, oldest first.
  public let history: [Int]

  /// All tokens of a vocabulary with their logits.
  public init(logits: [Float], history: [Int] = []) {
    entries = logits.indices.map { Entry(token: $0, logit: logits[$0]) }
    self.history = history
  }

  /// Puts the entries in descending order of logits; of equals the lower id comes first.
  public mutating func sort() {
    entries.sort { $0.logit == $1.logit ? $0.token < $1.token : $0.logit > $1.logit }
  }

  /// Keeps the `count` entries with the highest logits, in the order of ``sort()``.
  public mutating func keepFirst(_ count: Int) {
    // A few of many are found in one pass; for more of them sorting is quicker.
    guard count < entries.count, count <= 256 else {
      sort()
      entries.removeSubrange(min(max(0, count), entries.count)...)
      return
    }
    var best: [Entry] = []
    best.reserveCapacity(count + 1)
    for entry in entries {
      func isBefore(_ other: Entry) -> Bool {
        other.logit == entry.logit ? other.token < entry.token : other.logit > entry.logit
      }
      if best.count == count {
        guard let last = best.last, !isBefore(last) else { continue }
        best.removeLast()
      }
      best.insert(entry, at: best.lastIndex(where: isBefore).map { $0 + 1 } ?? 0)
    }
    entries = best
  }

  /// Keeps the entry with the highest logit alone; of equals that with the lowest id.
  public mutating func keepBest() {
    let best = entries.min { $0.logit == $1.logit ? $0.token < $1.token : $0.logit > $1.logit }
    entries = best.map { [$0] } ?? []
  }

  /// The probabilities of the entries, in their order; they sum to 1.
  public func probabilities() -> [Double] {
    guard !entries.isEmpty else { return [] }
    var shares = entries.map(\.logit)
    Compute.best.softmax(&shares)
    let total = shares.reduce(0.0) { $0 + Double($1) }
    return shares.map { Double($0) / total }
  }
}

/// The pairs of neighbours that may be joined, the best first: a binary heap.
struct MergeQueue {
  /// A pair and what it would make.
  struct Candidate {
    /// What comes first: the smaller key.
    let key: UInt64
    /// The token that a merge makes, or the length of the joined text.
    let result: Int32

    /// Where the pair's left symbol is.
    var position: Int { Int(key & 0xFFFF_FFFF) }

    /// The pair that is earlier in the list of merges comes first, the leftmost of equal ones.
    init(rank: Int32, position: Int, result: Int32) {
      key = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(UInt32(truncatingIfNeeded: position))
      self.result = result
    }

    /// The pair with the greater score comes first, the leftmost of equal ones.
    init(score: Float, position: Int, length: Int) {
      let bits = (score + 0).bitPattern  // both zeros are one
      let ascending = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
      key = UInt64(~ascending) << 32 | UInt64(UInt32(truncatingIfNeeded: position))
      result = Int32(truncatingIfNeeded: length)
    }
  }

  private var elements: [Candidate] = []

  mutating func removeAll() { elements.removeAll(keepingCapacity: true) }

  mutating func insert(_ element: Candidate) {
    var hole = elements.count
    elements.append(element)
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard element.key < elements[parent].key else { break }
      elements[hole] = elements[parent]
      hole = parent
    }
    elements[hole] = element
  }

  mutating func popFirst() -> Candidate? {
    guard let result = elements.first, let last = elements.popLast() else { return nil }
    guard !elements.isEmpty else { return result }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < elements.count else { break }
      if child + 1 < elements.count, elements[child + 1].key < elements[child].key { child += 1 }
      guard elements[child].key < last.key else { break }
      elements[hole] = elements[child]
      hole = child
    }
    elements[hole] = last
    return result
  }
}

/// A set of squares, one bit for each of the 90.
struct SquareSet: Sendable, Hashable {
  /// Bit `n` stands for the square of index `n`; bits 90 and above are never set.
  var bits: UInt128

  @inline(__always)
  init(bits: UInt128) {
    self.bits = bits
  }

  /// No square.
  @inline(__always)
  init() {
    bits = 0
  }

  /// One square.
  @inline(__always)
  init(_ square: Square) {
    bits = 1 &<< UInt128(truncatingIfNeeded: square.rawValue)
  }

  @inline(__always)
  var isEmpty: Bool { bits == 0 }

  @inline(__always)
  var count: Int { bits.nonzeroBitCount }

  @inline(__always)
  func contains(_ square: Square) -> Bool {
    // One half is shifted, not both.
    let half = UInt64(truncatingIfNeeded: square.rawValue < 64 ? bits : bits &>> 64)
    return half &>> UInt64(square.rawValue) & 1 != 0
  }

  @inline(__always)
  mutating func insert(_ square: Square) {
    bits |= SquareSet(square).bits
  }

  @inline(__always)
  func union(_ other: SquareSet) -> SquareSet {
    SquareSet(bits: bits | other.bits)
  }

  @inline(__always)
  func intersection(_ other: SquareSet) -> SquareSet {
    SquareSet(bits: bits & other.bits)
  }

  @inline(__always)
  func subtracting(_ other: SquareSet) -> SquareSet {
    SquareSet(bits: bits & ~other.bits)
  }

  /// Takes out the lowest square; nil when there is none left.
  @inline(__always)
  mutating func popFirst() -> Square? {
    guard bits != 0 else { return nil }
    let index = bits.trailingZeroBitCount
    bits &= bits &- 1
    return Square(index: index)
  }
}

extension SquareSet: Sequence, IteratorProtocol {
  /// The squares, ascending.
  @inline(__always)
  mutating func next() -> Square? {
    popFirst()
  }
}

/// A move with what puts it in order, the highest first: captures of much by little, then what captures nothing.
struct OrderedMove {
  /// From the highest bit: the order (13 bits), the worth of the victim (5), from (7), to (7).
  private let bits: UInt32

  @inline(__always)
  private init(bits: UInt32) {
    self.bits = bits
  }

  /// No move.
  @inline(__always)
  init() {
    self.init(bits: 0)
  }

  @inline(__always)
  init(from: Square, to: Square, victim: Int, mover: Int) {
    let order = victim == 0 ? 0 : victim &* 32 &- mover
    self.init(
      bits: UInt32(truncatingIfNeeded: order &<< 19 | victim &<< 14) | UInt32(from.rawValue) &<< 7
        | UInt32(to.rawValue))
  }

  @inline(__always)
  var from: Square { Square(unchecked: UInt8(truncatingIfNeeded: bits &>> 7) & 127) }

  @inline(__always)
  var to: Square { Square(unchecked: UInt8(truncatingIfNeeded: bits) & 127) }

  /// The worth of what it captures.
  @inline(__always)
  var victim: Int { Int(bits &>> 14 & 31) }

  /// Whether it comes after all others, with those that are like it.
  @inline(__always)
  var isLast: Bool { bits &>> 19 == 0 }

  /// The move, before all others.
  @inline(__always)
  var first: OrderedMove { OrderedMove(bits: bits | 0xFFF8_0000) }

  /// The move, before those that come last.
  @inline(__always)
  var raised: OrderedMove { OrderedMove(bits: bits | 1 &<< 19) }

  /// Whether it goes from and to the same squares.
  @inline(__always)
  func isSame(as other: OrderedMove) -> Bool { (bits ^ other.bits) & 0x3FFF == 0 }

  /// Whether it comes before another.
  @inline(__always)
  func precedes(_ other: OrderedMove) -> Bool { bits > other.bits }
}

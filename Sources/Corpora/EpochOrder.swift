/// An order of the items of each pass over the data, without a list of them: a permutation that follows from a seed and
/// the number of the pass.
///
/// Four rounds of a Feistel network (Luby and Rackoff 1988) permute the smallest square power of two that holds
/// all items; numbers outside are permuted again until they fall inside ("cycle walking", Black and Rogaway 2002).
struct EpochOrder: Sendable {
  private let count: Int
  private let seed: UInt64
  private let halfBits: UInt64

  /// An order of `count` items, at least one.
  init(count: Int, seed: UInt64) {
    precondition(count > 0, "there is no order of \(count) items")
    self.count = count
    self.seed = seed
    let bits = UInt64(Int.bitWidth - (count - 1).leadingZeroBitCount)
    halfBits = max(1, (bits + 1) / 2)
  }

  /// The item whose turn it is when `cursor` items were given out before, over all passes.
  func item(at cursor: Int) -> Int {
    let key = Self.mix(seed, UInt64(cursor / count))
    var item = UInt64(cursor % count)
    repeat { item = permuted(item, key: key) } while item >= UInt64(count)
    return Int(item)
  }

  private func permuted(_ item: UInt64, key: UInt64) -> UInt64 {
    let mask = 1 << halfBits - 1 as UInt64
    var (left, right) = (item >> halfBits, item & mask)
    for round in 0..<4 as Range<UInt64> {
      (left, right) = (right, left ^ (Self.mix(key &+ round, right) & mask))
    }
    return left << halfBits | right
  }

  /// A seed for what happens to the item at `cursor` alone.
  func seed(at cursor: Int) -> UInt64 { Self.mix(seed ^ 0x5bd1_e995, UInt64(cursor)) }

  /// The finaliser of splitmix64 (Steele, Lea and Flood 2014) over both words.
  private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
    var z = one &+ 0x9E37_79B9_7F4A_7C15 &* (other &+ 1)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

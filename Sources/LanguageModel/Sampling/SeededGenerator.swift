/// The random numbers of this program: the same seed gives the same numbers on every machine and for ever.
///
/// xoshiro256** 1.0 (Blackman and Vigna 2021, "Scrambled Linear Pseudorandom Number Generators"), its state
/// filled from the seed by splitmix64 (Steele et al. 2014) as its authors advise.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  private var a, b, c, d: UInt64

  /// Numbers that follow from `seed` alone.
  public init(seed: UInt64) {
    var mixer = SplitMix(state: seed)
    self.init(state: (mixer.next(), mixer.next(), mixer.next(), mixer.next()))
  }

  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (a, b, c, d) = state
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = Self.rotate(d, by: 45)
    return result
  }

  private static func rotate(_ value: UInt64, by count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}

/// splitmix64: spreads a seed of any quality over 64 bits.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

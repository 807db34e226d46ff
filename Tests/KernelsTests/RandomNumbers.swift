/// Numbers that follow from a seed, small enough for sums to stay tame.
struct RandomNumbers {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func bits() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// Numbers from -1 to 1.
  mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(Int64(bits() >> 40) - (1 << 23)) / Float(1 << 23) }
  }
}

/// f32 numbers cut to bf16, as bytes and as the numbers they stand for.
func bfloat16(_ numbers: [Float]) -> (bytes: [UInt8], values: [Float]) {
  let halves = numbers.map { UInt16($0.bitPattern >> 16) }
  return (
    halves.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, halves.map { Float(bitPattern: UInt32($0) << 16) }
  )
}

/// The bf16 number that is nearest to a normal number, of two the one with an even fraction.
func nearestBFloat16(_ number: Float) -> Float {
  let bits = number.bitPattern
  return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
}

/// f32 numbers cut to f16 of the same exponents, as bytes and as the numbers they stand for.
func float16(_ numbers: [Float]) -> (bytes: [UInt8], values: [Float]) {
  // Ten bits of the fraction are kept; what is too small for a normal number becomes zero.
  let values = numbers.map { number in
    let cut = Float(bitPattern: number.bitPattern & ~0x1FFF)
    return abs(cut) < 0x1p-14 ? 0 : cut
  }
  let halves = values.map { value -> UInt16 in
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    return value == 0 ? sign : sign | UInt16(truncatingIfNeeded: (bits & 0x7FFF_FFFF) >> 13 &- 112 << 10)
  }
  return (halves.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, values)
}

/// The bytes of f32 numbers.
func bytes(_ numbers: [Float]) -> [UInt8] {
  numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
}

func bits(_ numbers: [Float]) -> [UInt32] { numbers.map(\.bitPattern) }

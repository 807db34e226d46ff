#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How rotary angles are stretched so that a model reads longer streams than it first learned.
public enum RotaryScaling: Sendable, Hashable {
  /// All angles are divided by a factor (Chen et al. 2023, "Extending Context Window … via Position
  /// Interpolation").
  case linear(factor: Double)
  /// Slow angles are divided by a factor, fast ones kept, those between blended, as in Llama 3.1.
  ///
  /// What is fast and slow follows from how often a pair turns in a stream of `originalLength` tokens.
  case llama3(factor: Double, slow: Double, fast: Double, originalLength: Int)

  /// The angle from one place to the next, given the unstretched one.
  func scaled(_ frequency: Double) -> Double {
    switch self {
    case .linear(let factor): return frequency / factor
    case .llama3(let factor, let slow, let fast, let length):
      let turns = Double(length) * frequency / (2 * Double.pi)
      let share = min(1, max(0, (turns - slow) / (fast - slow)))
      return frequency * (share + (1 - share) / factor)
    }
  }
}

extension DecoderConfig {
  /// For each pair of a head's elements, the angle it turns by from one place to the next.
  var frequencies: [Double] {
    (0..<headSize / 2).map { pair in
      let frequency = pow(rotaryBase, -2 * Double(pair) / Double(headSize))
      return rotaryScaling?.scaled(frequency) ?? frequency
    }
  }
}

internal import LanguageModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The weights a new model begins with.
enum Initialisation {
  /// Fills an arena with numbers that follow from the seed.
  ///
  /// Embeddings are normal with deviation 0.02; matrices keep the variance of their input, and those that
  /// lead back into the residual stream are smaller by √(2 · layers) (Radford et al. 2019, section 2.3).
  /// Gains are 1, biases 0, and the outcome head and the scores of candidates begin at 0, which makes all outcomes
  /// equally likely and lets candidates' features begin without effect.
  static func fill(
    _ arena: FloatArena, layout: ParameterLayout, config: DecoderConfig, seed: UInt64, orthogonal: Bool
  ) {
    arena.clear()
    for (index, parameter) in layout.parameters.enumerated() {
      let region = parameter.region
      let numbers = UnsafeMutableBufferPointer(start: arena.pointer(region), count: region.count)
      var generator = SeededGenerator(seed: RandomStream.seed(seed, .initialWeights, index))
      switch parameter.role {
      case .gain: numbers.update(repeating: 1)
      case .bias where region == layout.candidates?.gate: numbers.update(repeating: -8)
      case .bias: break
      // Features add up, and the sum should reach where the units bend.
      case .table where region == layout.candidates?.embedding:
        fillNormally(numbers, deviation: 0.25, using: &generator)
      case .table: fillNormally(numbers, deviation: 0.02, using: &generator)
      case .outer where region == layout.outcomeHead || region == layout.candidates?.score: break
      case .outer, .inner:
        let fanIn = 1 / Double(region.columns).squareRoot()
        fillNormally(numbers, deviation: fanIn, using: &generator)
        if orthogonal, parameter.role == .inner { orthogonalise(numbers, rows: region.rows) }
        guard isResidual(parameter.name) else { break }
        let factor = Float(1 / Double(2 * config.layerCount).squareRoot())
        for index in numbers.indices { numbers[index] *= factor }
      }
    }
  }

  private static func isResidual(_ name: String) -> Bool {
    name.hasSuffix("o_proj.weight") || name.hasSuffix("down_proj.weight")
  }

  /// Normal numbers, two at a time (Box and Muller 1958).
  private static func fillNormally(
    _ numbers: UnsafeMutableBufferPointer<Float>, deviation: Double, using generator: inout SeededGenerator
  ) {
    var index = 0
    while index < numbers.count {
      let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot() * deviation
      let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
      numbers[index] = Float(radius * cos(angle))
      if index + 1 < numbers.count { numbers[index + 1] = Float(radius * sin(angle)) }
      index += 2
    }
  }
}

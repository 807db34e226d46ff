internal import Kernels
internal import LanguageModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The cosines and sines by which heads turn at each place.
///
/// They are those the decoder computes (Su et al. 2021, "RoFormer"), made once for each place that occurs.
final class RotaryTable {
  private let frequencies: [Float]
  private var cosines: FloatArena
  private var sines: FloatArena
  private var places = 0

  init(_ c: DecoderConfig) {
    frequencies = (0..<c.headSize / 2).map { pair in
      Float(pow(c.rotaryBase, -2 * Double(pair) / Double(c.headSize)))
    }
    cosines = FloatArena(count: 0)
    sines = FloatArena(count: 0)
  }

  /// Sets cosines and sines [T, headSize / 2] to those of `positions`.
  func gather(
    _ positions: [Int32], compute: Compute, cosines: FloatMatrix, sines: FloatMatrix
  ) {
    extend(to: Int(positions.max() ?? -1) + 1)
    compute.gatherRows(table(self.cosines), ids: positions, into: cosines)
    compute.gatherRows(table(self.sines), ids: positions, into: sines)
  }

  private func table(_ arena: FloatArena) -> FloatMatrix {
    FloatMatrix(arena.base, rows: places, columns: frequencies.count)
  }

  private func extend(to count: Int) {
    guard count > places else { return }
    places = count
    cosines = FloatArena(count: count * frequencies.count)
    sines = FloatArena(count: count * frequencies.count)
    for place in 0..<count {
      for (pair, frequency) in frequencies.enumerated() {
        let angle = Double(Float(place) * frequency)
        cosines.numbers[place * frequencies.count + pair] = Float(cos(angle))
        sines.numbers[place * frequencies.count + pair] = Float(sin(angle))
      }
    }
  }
}

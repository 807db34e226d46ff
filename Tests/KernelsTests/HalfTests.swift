import CKernels
import Testing

@testable import Kernels

/// Weights of half precision, and what packed weights become.
struct HalfTests {
  /// All that there are.
  static let halves: [UInt8] = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }

  @Test(arguments: InstructionSet.available)
  func everyHalfIsWidenedExactly(set: InstructionSet) {
    var expected = [Float](repeating: .nan, count: 1 << 16)
    ck_scalar_widen_halves(&expected, Self.halves, expected.count)
    #expect(
      expected[0x3C00] == 1 && expected[0xC000] == -2 && expected[1] == 0x1p-24 && expected[0x7BFF] == 65_504)
    var found = [Float](repeating: -0.0, count: 1 << 16)
    Compute(instructionSet: set, threads: 1).addRow(
      0, of: Self.halves.span.bytes, .float16, columns: 1 << 16, to: &found, row: 0)
    for (index, (a, b)) in zip(found, expected).enumerated() where a.bitPattern != b.bitPattern {
      #expect(a.isNaN && b.isNaN, "\(index): \(a), \(b)")
    }
  }

  @Test(arguments: SameBitsTests.ways)
  func productsHaveTheBitsOfTheWidenedWeights(way: Compute) {
    for (rows, outputs, inputs) in [(1, 9, 37), (2, 5, 16), (5, 31, 64), (16, 50, 130), (40, 600, 200)] {
      var random = RandomNumbers(seed: rows)
      let x = random.floats(rows * inputs)
      let (halves, values) = float16(random.floats(outputs * inputs))
      let wide = bytes(values)
      var expected = [Float](repeating: .nan, count: rows * outputs), found = expected
      SameBitsTests.reference.matmul(
        x, rows: rows, weights: wide.span.bytes, .float32, outputs: outputs, into: &expected)
      way.matmul(x, rows: rows, weights: halves.span.bytes, .float16, outputs: outputs, into: &found)
      #expect(bits(found) == bits(expected), "\(rows) rows")
    }
  }

  @Test(arguments: InstructionSet.available, [1, 15, 17, 64])
  func normsTakeHalves(set: InstructionSet, channels: Int) {
    var random = RandomNumbers(seed: channels)
    let x = random.floats(2 * channels)
    let (halves, values) = float16(random.floats(channels))
    let wide = bytes(values)
    let compute = Compute(instructionSet: set, threads: 1)
    var expected = x, found = x
    compute.rmsNorm(x, weights: wide.span.bytes, .float32, epsilon: 1e-6, into: &expected)
    compute.rmsNorm(x, weights: halves.span.bytes, .float16, epsilon: 1e-6, into: &found)
    #expect(bits(found) == bits(expected))
    compute.layerNorm(
      x, weights: wide.span.bytes, .float32, biases: wide.span.bytes, .float32, epsilon: 1e-6, into: &expected
    )
    compute.layerNorm(
      x, weights: halves.span.bytes, .float16, biases: halves.span.bytes, .float16, epsilon: 1e-6,
      into: &found)
    #expect(bits(found) == bits(expected))
  }

  /// What the packings stand for is held against another program in `LanguageModelTests`.
  @Test(arguments: PackedFormat.allCases)
  func unpackingDoesNotDependOnThreads(format: PackedFormat) {
    var random = RandomNumbers(seed: 4)
    let blocks = (0..<2_000 * format.blockByteCount).map { _ in UInt8(truncatingIfNeeded: random.bits()) }
    let results = [1, 3].map { threads in
      let size = format.unpacked.byteCount(of: 2_000 * format.blockLength)
      return [UInt8](unsafeUninitializedCapacity: size) { room, count in
        count = size
        Compute(instructionSet: .generic, threads: threads)
          .unpack(blocks.span.bytes, format, into: UnsafeMutableRawBufferPointer(room))
      }
    }
    #expect(results[0] == results[1])
  }

  @Test func halvesAreRoundedToNearestEven() {
    // Steps of 1 from 2048 on: the odd ones lie between two halves, and the even fraction wins.
    let block: [UInt8] = [0x00, 0x3C, 0x00, 0x68] + (0..<16).map { UInt8($0) }
    let size = WeightFormat.float16.byteCount(of: 32)
    let found = [UInt8](unsafeUninitializedCapacity: size) { room, count in
      count = size
      Compute.best.unpack(block.span.bytes, .q4_1, into: UnsafeMutableRawBufferPointer(room))
    }
    var values = [Float](repeating: .nan, count: 32)
    ck_scalar_widen_halves(&values, found, 32)
    #expect(Array(values[0..<8]) == [2048, 2048, 2050, 2052, 2052, 2052, 2054, 2056])
    #expect(values[16...].allSatisfy { $0 == 2048 })
  }
}

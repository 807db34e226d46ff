import CKernels
import Testing

@testable import Kernels

/// Weights in blocks of bytes.
struct BlockWeightTests {
  /// Weights of each block on a scale of its own, the last block all zeros.
  static func weights(_ count: Int, seed: Int) -> [Float] {
    var random = RandomNumbers(seed: seed)
    return random.floats(count).enumerated().map { index, value in
      index >= count - 32 ? 0 : value * Float(1 + index / 32 % 7)
    }
  }

  static func widened(_ blocks: [UInt8], _ format: WeightFormat = .int8) -> [Float] {
    var values = [Float](repeating: .nan, count: blocks.count / 34 * 32)
    ck_scalar_dequantize(&values, blocks, format.code, values.count)
    return values
  }

  /// The same blocks with float16 scales, of whatever size.
  static func halfScaled(_ blocks: [UInt8], seed: Int) -> [UInt8] {
    var random = RandomNumbers(seed: seed)
    var blocks = blocks
    for block in stride(from: 0, to: blocks.count, by: 34) {
      // Finite: the exponent is not all ones. Some are subnormal.
      let scale = UInt16(truncatingIfNeeded: random.bits()) & (block % 3 == 0 ? 0x83FF : 0xB3FF)
      blocks[block] = UInt8(scale & 0xFF)
      blocks[block + 1] = UInt8(scale >> 8)
    }
    return blocks
  }

  @Test(arguments: [WeightFormat.float32, .bfloat16, .float16])
  func weightsAreOffByHalfAStepAtMost(format: WeightFormat) {
    var original = Self.weights(320, seed: 6)
    var source = bytes(original)
    if format == .bfloat16 { (source, original) = bfloat16(original) }
    if format == .float16 { (source, original) = float16(original) }
    let found = Self.widened(Compute.quantize(source.span.bytes, format))
    for block in stride(from: 0, to: 320, by: 32) {
      let range = block..<block + 32
      let largest = original[range].lazy.map(abs).max() ?? 0
      // The scale exceeds largest/127 by the 7 bits of a bf16 at most.
      let step = largest / 127 * (1 + 1 / 128)
      let worst = zip(original[range], found[range]).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= step / 2 * 1.0001, "block \(block / 32): off by \(worst), steps of \(step)")
    }
  }

  @Test func whatIsNotANumberBecomesZero() {
    var original = [Float](repeating: 0.5, count: 32)
    original.replaceSubrange(3..<6, with: [.nan, .infinity, -.infinity])
    let found = Self.widened(Compute.quantize(bytes(original).span.bytes, .float32))
    #expect(found[3..<6].allSatisfy { $0 == 0 } && abs(found[0] - 0.5) < 0.003)
    for extreme in [Float.greatestFiniteMagnitude, .leastNonzeroMagnitude] {
      let block = [extreme] + [Float](repeating: -extreme, count: 31)
      let values = Self.widened(Compute.quantize(bytes(block).span.bytes, .float32))
      #expect(values.allSatisfy { $0.isFinite }, "\(extreme) became \(values)")
    }
  }

  /// A byte times a scale is exact in f32, so that products have the very bits of those with f32 weights.
  @Test(arguments: SameBitsTests.ways)
  func productsHaveTheBitsOfTheWidenedWeights(way: Compute) {
    for (rows, outputs, inputs) in [
      (1, 1, 32), (1, 9, 96), (2, 7, 64), (5, 31, 32), (17, 50, 160), (40, 600, 192),
    ] {
      var random = RandomNumbers(seed: rows)
      let x = random.floats(rows * inputs)
      let blocks = Compute.quantize(bytes(Self.weights(outputs * inputs, seed: inputs)).span.bytes, .float32)
      let values = Self.widened(blocks)
      var twin = [Float](repeating: .nan, count: rows * outputs), expected = twin, found = twin
      ck_scalar_matmul(&twin, x, values, rows, outputs, inputs)
      let wide = bytes(values)
      SameBitsTests.reference.matmul(
        x, rows: rows, weights: wide.span.bytes, .float32, outputs: outputs, into: &expected)
      way.matmul(x, rows: rows, weights: blocks.span.bytes, .int8, outputs: outputs, into: &found)
      #expect(bits(found) == bits(expected), "\(rows) rows")
      let halves = Self.halfScaled(blocks, seed: rows)
      let wideHalves = bytes(Self.widened(halves, .int8Float16))
      var expectedOfHalves = found, foundOfHalves = found.map { _ in Float.nan }
      SameBitsTests.reference.matmul(
        x, rows: rows, weights: wideHalves.span.bytes, .float32, outputs: outputs, into: &expectedOfHalves)
      way.matmul(
        x, rows: rows, weights: halves.span.bytes, .int8Float16, outputs: outputs, into: &foundOfHalves)
      #expect(bits(foundOfHalves) == bits(expectedOfHalves), "\(rows) rows, float16 scales")
      #expect(zip(found, twin).allSatisfy { abs($0 - $1) <= 2e-5 * max(1, abs($1)) }, "\(rows) rows")
    }
  }

  @Test(arguments: InstructionSet.available)
  func rowsOfTablesAreAddedExactly(set: InstructionSet) {
    let blocks = Compute.quantize(bytes(Self.weights(3 * 64, seed: 9)).span.bytes, .float32)
    let values = Self.widened(blocks)
    var found = [Float](repeating: 1, count: 128)
    Compute(instructionSet: set, threads: 1).addRow(
      1, of: blocks.span.bytes, .int8, columns: 64, to: &found, row: 1)
    #expect(found == [Float](repeating: 1, count: 64) + values[64..<128].map { 1 + $0 })
  }
}

import CKernels
import Testing

@testable import Kernels

/// Every operation at every instruction set against its one-number-at-a-time twin, on sizes around the
/// sixteen lanes.
struct OperationTests {
  static let sizes = [1, 3, 15, 16, 17, 63, 65]

  static func compute(_ set: InstructionSet) -> Compute { Compute(instructionSet: set, threads: 1) }

  func isClose(_ found: [Float], _ expected: [Float], tolerance: Float = 2e-5) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  @Test(arguments: InstructionSet.available, sizes)
  func matrixProductAgreesWithItsTwin(set: InstructionSet, inputs: Int) {
    for (seed, (rows, outputs)) in [(1, 1), (1, 7), (2, 3), (3, 16), (4, 5), (7, 17), (13, 33)].enumerated() {
      var random = RandomNumbers(seed: seed + 1)
      let x = random.floats(rows * inputs)
      let (half, values) = bfloat16(random.floats(outputs * inputs))
      var expected = [Float](repeating: 0, count: rows * outputs)
      ck_scalar_matmul(&expected, x, values, rows, outputs, inputs)
      var found = expected.map { _ in Float.nan }
      let compute = Self.compute(set)
      compute.matmul(
        x, rows: rows, weights: half.span.bytes, .bfloat16, outputs: outputs, into: &found)
      #expect(isClose(found, expected), "bf16, \(rows) rows, \(outputs) outputs, seed \(seed + 1)")
      found = expected.map { _ in Float.nan }
      let full = bytes(values)
      compute.matmul(x, rows: rows, weights: full.span.bytes, .float32, outputs: outputs, into: &found)
      #expect(isClose(found, expected), "f32, \(rows) rows, \(outputs) outputs, seed \(seed + 1)")
    }
  }

  @Test(arguments: InstructionSet.available, sizes)
  func normAgreesWithItsTwin(set: InstructionSet, channels: Int) {
    var random = RandomNumbers(seed: channels)
    let x = random.floats(3 * channels)
    let (half, values) = bfloat16(random.floats(channels))
    var expected = x
    ck_scalar_rms_norm(&expected, x, values, 3, channels, 1e-6)
    var found = x.map { _ in Float.nan }
    Self.compute(set).rmsNorm(x, weights: half.span.bytes, .bfloat16, epsilon: 1e-6, into: &found)
    #expect(isClose(found, expected))
    var inPlace = x
    Self.compute(set).rmsNorm(&inPlace, weights: half.span.bytes, .bfloat16, epsilon: 1e-6)
    #expect(bits(inPlace) == bits(found))
  }

  @Test(arguments: InstructionSet.available, sizes)
  func layerNormAgreesWithItsTwin(set: InstructionSet, channels: Int) {
    var random = RandomNumbers(seed: channels)
    // Far from zero, where a careless variance would lose its digits.
    let x = random.floats(3 * channels).map { $0 + 30 }
    let (half, values) = bfloat16(random.floats(channels))
    let biases = random.floats(channels)
    var expected = x
    ck_scalar_layer_norm(&expected, x, values, biases, 3, channels, 1e-3)
    var found = x.map { _ in Float.nan }
    let full = bytes(biases)
    Self.compute(set).layerNorm(
      x, weights: half.span.bytes, .bfloat16, biases: full.span.bytes, .float32, epsilon: 1e-3, into: &found)
    #expect(isClose(found, expected, tolerance: 1e-4))
  }

  @Test(arguments: InstructionSet.available, sizes)
  func geluAgreesWithItsTwin(set: InstructionSet, count: Int) {
    var random = RandomNumbers(seed: count)
    var expected = random.floats(count).map { $0 * 12 }
    var found = expected
    ck_scalar_apply_gelu(&expected, count)
    Self.compute(set).applyGELU(&found)
    #expect(isClose(found, expected))
  }

  @Test(arguments: InstructionSet.available, sizes)
  func rotationAgreesWithItsTwin(set: InstructionSet, half: Int) {
    var random = RandomNumbers(seed: half)
    let (rows, heads) = (2, 3)
    let cosines = random.floats(rows * half)
    let sines = random.floats(rows * half)
    var expected = random.floats(rows * heads * 2 * half)
    var found = expected
    ck_scalar_rotate(&expected, cosines, sines, rows, heads, 2 * half)
    Self.compute(set).rotate(&found, heads: heads, size: 2 * half, cosines: cosines, sines: sines)
    #expect(isClose(found, expected))
  }

  @Test(arguments: InstructionSet.available, sizes)
  func gatedUnitAgreesWithItsTwin(set: InstructionSet, count: Int) {
    var random = RandomNumbers(seed: count)
    let up = random.floats(count)
    var expected = random.floats(count).map { $0 * 20 }
    var found = expected
    ck_scalar_silu_multiply(&expected, up, count)
    Self.compute(set).siluMultiply(&found, by: up)
    #expect(isClose(found, expected))
  }

  @Test(arguments: InstructionSet.available, sizes)
  func softmaxAgreesWithItsTwin(set: InstructionSet, count: Int) {
    var random = RandomNumbers(seed: count)
    let x = random.floats(count).map { $0 * 10 + 100 }
    var expected = x
    ck_scalar_softmax(&expected, count)
    var found = x
    Self.compute(set).softmax(&found)
    #expect(isClose(found, expected))
    let sum = Self.compute(set).logSumExp(x)
    #expect(abs(sum - Double(x[0]) + Double(expected[0]).logarithm) < 1e-4)
  }

  @Test(arguments: InstructionSet.available, sizes)
  func attentionAgreesWithItsTwin(set: InstructionSet, positions: Int) {
    for (heads, groups, size) in [(4, 4, 64), (4, 2, 16), (6, 3, 10), (1, 1, 33)] {
      var random = RandomNumbers(seed: positions)
      let visible = [Int32(positions), Int32((positions + 1) / 2)]
      let q = random.floats(2 * heads * size).map { $0 * 4 }
      let keys = random.floats(positions * groups * size)
      let values = random.floats(positions * groups * size)
      var expected = q
      let scale = 1 / Float(size).squareRoot()
      ck_scalar_attention(&expected, q, keys, values, visible, 2, heads, groups, size, scale)
      var found = q.map { _ in Float.nan }
      Self.compute(set).attention(
        q, rows: 0..<2, keys: keys, values: values, visible: visible,
        shape: AttentionShape(heads: heads, keyValueHeads: groups, headSize: size), into: &found)
      #expect(isClose(found, expected), "\(heads) heads, \(groups) groups of \(size)")
    }
  }

  @Test(arguments: InstructionSet.available, sizes)
  func rowsAreAddedExactly(set: InstructionSet, columns: Int) {
    var random = RandomNumbers(seed: columns)
    let (half, values) = bfloat16(random.floats(3 * columns))
    let start = random.floats(2 * columns)
    var found = start
    Self.compute(set).addRow(2, of: half.span.bytes, .bfloat16, columns: columns, to: &found, row: 1)
    let expected = start[..<columns] + zip(start[columns...], values[(2 * columns)...]).map { $0 + $1 }
    #expect(found == Array(expected))
  }

  @Test(arguments: [(1, 1), (3, 65), (33, 31), (64, 100)])
  func transposingTwiceChangesNothing(rows: Int, columns: Int) {
    let table = (0..<rows * columns * 2).map { UInt8(truncatingIfNeeded: $0 &* 7 + $0 >> 8) }
    let turned = Compute.transpose(table.span.bytes, .bfloat16, rows: rows, columns: columns)
    #expect(turned[(rows - 1) * 2] == table[(rows - 1) * columns * 2])
    #expect(Compute.transpose(turned.span.bytes, .bfloat16, rows: columns, columns: rows) == table)
  }

  @Test(arguments: InstructionSet.available)
  func exponentialsAreExactAtTheEdges(set: InstructionSet) {
    var x: [Float] = [0, -200, -.infinity, -86.9, -1]
    Self.compute(set).softmax(&x)
    #expect(x[1] == 0 && x[2] == 0)
    #expect(x[3] > 0 && x[3] < 1e-37)
    #expect(abs(x[4] / x[0] - 0.36787945) < 1e-7)
  }
}

extension Double {
  fileprivate var logarithm: Double {
    // Newton's method on exp would need exp; the binary exponent and a series do.
    var sum = 0.0
    let ratio = (significand - 1) / (significand + 1)
    var power = ratio
    for term in stride(from: 1.0, to: 60, by: 2) {
      sum += power / term
      power *= ratio * ratio
    }
    return 2 * sum + Double(exponent) * 0.693147180559945309
  }
}

import Testing

@testable import Kernels

/// The promise that results do not depend on instructions, threads or the other rows of a call.
struct SameBitsTests {
  static let ways: [Compute] = InstructionSet.available.flatMap { set in
    [1, 2, 5].map { Compute(instructionSet: set, threads: $0) }
  }
  static let reference = Compute(instructionSet: .generic, threads: 1)

  @Test(arguments: ways)
  func matrixProductsAreTheSameEveryWay(way: Compute) {
    for (rows, outputs, inputs) in [(1, 9, 37), (5, 31, 64), (16, 50, 130), (40, 600, 200)] {
      var random = RandomNumbers(seed: rows)
      let x = random.floats(rows * inputs)
      let weights = bfloat16(random.floats(outputs * inputs)).bytes
      var expected = [Float](repeating: 0, count: rows * outputs)
      Self.reference.matmul(
        x, rows: rows, weights: weights.span.bytes, .bfloat16, outputs: outputs, into: &expected)
      var found = expected.map { _ in Float.nan }
      way.matmul(x, rows: rows, weights: weights.span.bytes, .bfloat16, outputs: outputs, into: &found)
      #expect(bits(found) == bits(expected), "\(rows) rows")
      for row in 0..<rows {
        var alone = [Float](repeating: .nan, count: outputs)
        way.matmul(
          Array(x[row * inputs..<(row + 1) * inputs]), rows: 1, weights: weights.span.bytes, .bfloat16,
          outputs: outputs, into: &alone)
        #expect(bits(alone) == bits(Array(expected[row * outputs..<(row + 1) * outputs])), "row \(row)")
      }
    }
  }

  @Test(arguments: ways)
  func attentionIsTheSameEveryWay(way: Compute) {
    let shape = AttentionShape(heads: 4, keyValueHeads: 2, headSize: 72)
    let (rows, positions) = (90, 150)
    var random = RandomNumbers(seed: 7)
    let q = random.floats(rows * shape.width)
    let keys = random.floats(positions * shape.keyValueWidth)
    let values = random.floats(positions * shape.keyValueWidth)
    let visible = (0..<rows).map { Int32($0 + 61) }
    var expected = [Float](repeating: 0, count: q.count)
    Self.reference.attention(
      q, rows: 0..<rows, keys: keys, values: values, visible: visible, shape: shape, into: &expected)
    var found = expected.map { _ in Float.nan }
    way.attention(
      q, rows: 0..<rows, keys: keys, values: values, visible: visible, shape: shape, into: &found)
    #expect(bits(found) == bits(expected))
    var one = [Float](repeating: .nan, count: q.count)
    way.attention(
      q, rows: 30..<31, keys: keys, values: values, visible: [visible[30]], shape: shape, into: &one)
    let range = 30 * shape.width..<31 * shape.width
    #expect(bits(Array(one[range])) == bits(Array(expected[range])))

    // The same positions lying in another order in the cache, in company of others.
    let places = (0..<positions).map { Int32(($0 * 37 + 11) % (positions + 20)) }
    var scattered = (
      keys: random.floats((positions + 20) * shape.keyValueWidth),
      values: random.floats((positions + 20) * shape.keyValueWidth)
    )
    for (position, place) in places.enumerated() {
      for column in 0..<shape.keyValueWidth {
        let at = Int(place) * shape.keyValueWidth + column
        scattered.keys[at] = keys[position * shape.keyValueWidth + column]
        scattered.values[at] = values[position * shape.keyValueWidth + column]
      }
    }
    var ends: [Int64] = []
    for count in visible { ends.append((ends.last ?? 0) + Int64(count)) }
    var branched = expected.map { _ in Float.nan }
    way.branchAttention(
      q, keys: scattered.keys, values: scattered.values,
      places: visible.flatMap { places.prefix(Int($0)) }, ends: ends, shape: shape, into: &branched)
    #expect(bits(branched) == bits(expected))
  }

  @Test(arguments: ways)
  func elementwiseOperationsAreTheSameEveryWay(way: Compute) {
    var random = RandomNumbers(seed: 3)
    let x = random.floats(3 * 50).map { $0 * 30 }
    let other = random.floats(3 * 50)
    let weights = bytes(random.floats(50))
    let results = [Self.reference, way].map { compute -> [[UInt32]] in
      var gate = x
      compute.siluMultiply(&gate, by: other)
      var shares = x
      compute.softmax(&shares)
      var normed = x
      compute.rmsNorm(&normed, weights: weights.span.bytes, .float32, epsilon: 1e-6)
      var centred = x
      compute.layerNorm(
        x, weights: weights.span.bytes, .float32, biases: weights.span.bytes, .float32, epsilon: 1e-6,
        into: &centred)
      var bent = x
      compute.applyGELU(&bent)
      var turned = x
      compute.rotate(
        &turned, heads: 1, size: 50, cosines: Array(other[..<75]), sines: Array(other[75...]))
      var sum = x
      compute.add(other, to: &sum)
      return [gate, shares, normed, centred, bent, turned, sum].map(bits)
    }
    #expect(results[0] == results[1])
  }

  @Test func manyTasksMayComputeAtOnce() async {
    var random = RandomNumbers(seed: 11)
    let (rows, outputs, inputs) = (30, 750, 200)
    let x = random.floats(rows * inputs)
    let weights = bfloat16(random.floats(outputs * inputs)).bytes
    let way = Compute(instructionSet: InstructionSet.available.max() ?? .generic, threads: 4)
    @Sendable func product() -> [UInt32] {
      var y = [Float](repeating: .nan, count: rows * outputs)
      way.matmul(x, rows: rows, weights: weights.span.bytes, .bfloat16, outputs: outputs, into: &y)
      return bits(y)
    }
    let expected = product()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<50).allSatisfy { _ in product() == expected } }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test(arguments: [
    (nil, nil, 6), (nil, "3", 3), (nil, "0", 6), (nil, "many", 6), (nil, "1000", 64), ("generic", "1", 1),
    ("avx2", nil, 6), ("sse9", nil, 6),
  ])
  func theEnvironmentCapsWhatIsChosen(instructions: String?, threads: String?, expected: Int) {
    let chosen = Compute.choose(instructions: instructions, threads: threads, cores: 6)
    #expect(chosen.threads == expected)
    let cap = instructions.flatMap { InstructionSet(name: $0) } ?? .avx512bf16
    #expect(chosen.instructionSet == InstructionSet.available.filter { $0 <= cap }.max())
  }

  @Test func setsAreNamedAsTheEnvironmentNamesThem() {
    for set in InstructionSet.allCases { #expect(InstructionSet(name: set.description) == set) }
    #expect(InstructionSet(name: "sse") == nil)
    #expect(InstructionSet.available.first == .generic)
  }
}

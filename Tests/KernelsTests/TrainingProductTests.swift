import CKernels
import Testing

@testable import Kernels

/// Products and attention of training against their twins, their gradients against differences.
struct TrainingProductTests {
  static let sizes = [
    (1, 1, 1), (6, 16, 256), (7, 17, 5), (13, 33, 300), (5, 100, 1), (150, 70, 40), (97, 260, 131),
    (31, 45, 1100),
  ]

  /// f32 sums of K products of numbers below 1 are off by some √K roundings.
  @Test(arguments: sizes, ProductPrecision.allCases)
  func productsAgreeWithTheirTwins(size: (Int, Int, Int), products: ProductPrecision) {
    let (M, N, K) = size
    // The twin's operands are rounded beforehand.
    func operand(_ values: [Float]) -> Numbers {
      Numbers(products == .float32 ? values : values.map(nearestBFloat16))
    }
    for (transposeA, transposeB, accumulate) in [
      (false, false, false), (false, true, true), (true, false, true), (true, true, false),
    ] {
      expectAgreement(
        "\(M) x \(N) x \(K), \(transposeA) \(transposeB)", tolerance: 2e-6, products: products
      ) { way in
        var random = RandomNumbers(seed: M + N + K)
        let left = random.floats((M + 3) * (K + 3)), right = random.floats((N + 2) * (K + 5))
        let a = way == nil ? operand(left) : Numbers(left)
        let b = way == nil ? operand(right) : Numbers(right)
        let c = Numbers(random.floats(M * (N + 1)))
        let first =
          transposeA
          ? a.matrix(rows: K, columns: M, stride: M + 3) : a.matrix(rows: M, columns: K, stride: K + 3)
        let second =
          transposeB
          ? b.matrix(rows: N, columns: K, stride: K + 5) : b.matrix(rows: K, columns: N, stride: N + 2)
        let result = c.matrix(rows: M, columns: N, stride: N + 1)
        if let way {
          way.multiply(
            first, transposed: transposeA, second, transposed: transposeB, into: result,
            accumulate: accumulate)
        } else {
          ck_scalar_gemm(result.code, first.code, transposeA, second.code, transposeB, accumulate)
        }
        return [c.values]
      }
    }
  }

  /// What is no number stays none, and what is too small for a normal number is zero, in sums too.
  @Test func oddNumbersRoundAlikeEverywhere() {
    let left: [Float] = [.nan, 1, 1e-39, 1, 3e38, 1, 1e-30, 1, -0.0, 0, .infinity, 0]
    let right: [Float] = [1, 0, 1, 0, 2, 0, 1e-9, 0, 5, 0, 1, 1]
    let expected: [Float] = [.nan, 0, .infinity, 0, 0, .infinity]
    for way in trainingWays {
      let way = Compute(instructionSet: way.instructionSet, threads: way.threads, products: .bfloat16)
      for (index, expected) in expected.enumerated() {
        let a = Numbers(Array(left[2 * index..<2 * index + 2]))
        let b = Numbers(Array(right[2 * index..<2 * index + 2]))
        let c = Numbers([7])
        way.multiply(
          a.matrix(rows: 1, columns: 2), b.matrix(rows: 2, columns: 1), into: c.matrix(rows: 1, columns: 1))
        #expect(
          c.values[0] == expected || c.values[0].isNaN && expected.isNaN,
          "\(left[2 * index]) · \(right[2 * index]) by \(way.instructionSet)")
      }
    }
  }

  @Test func aProductOverNothingIsZero() {
    let c = Numbers([1, 2, 3, 4])
    let nothing = Numbers([])
    let way = Compute(instructionSet: .generic, threads: 1)
    let (a, b) = (nothing.matrix(rows: 2, columns: 0), nothing.matrix(rows: 0, columns: 2))
    way.multiply(a, b, into: c.matrix(rows: 2, columns: 2), accumulate: true)
    #expect(c.values == [1, 2, 3, 4])
    way.multiply(a, b, into: c.matrix(rows: 2, columns: 2))
    #expect(c.values == [0, 0, 0, 0])
  }

  @Test func partsOfALargeProductMakeUpTheWhole() {
    // Larger than one pass in every direction, checked by the sums of rows, which are a smaller product.
    let (M, N, K) = (4100, 4099, 1030)
    let way = Compute.best
    var random = RandomNumbers(seed: 5)
    let a = Numbers(random.floats(M * K)), b = Numbers(random.floats(N * K))
    let c = Numbers(zeros: M * N), sums = Numbers(zeros: K), expected = Numbers(zeros: M)
    let left = a.matrix(rows: M, columns: K), right = b.matrix(rows: N, columns: K)
    way.multiply(left, transposed: false, right, transposed: true, into: c.matrix(rows: M, columns: N))
    way.biasGradient(right, into: sums.base)
    way.multiply(left, sums.matrix(rows: K, columns: 1), into: expected.matrix(rows: M, columns: 1))
    for row in [0, 1, 2047, 4079, 4080, 4099] {
      let sum = (0..<N).reduce(0.0) { $0 + Double(c.base[row * N + $1]) }
      #expect(abs(sum - Double(expected.base[row])) < 0.05, "row \(row)")
    }
  }

  /// Sequences of one token, of a block of queries and one more, of several; prefixes of none, some and all.
  struct Sequences: Sendable, CustomTestStringConvertible {
    let lengths: [Int]
    let prefixes: [Int32]
    let (heads, groups, size): (Int, Int, Int)
    var testDescription: String { "\(lengths) prefixes \(prefixes), \(heads)/\(groups) heads of \(size)" }
    var tokens: Int { lengths.reduce(0, +) }
    var starts: [Int32] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) } }
  }

  static let cases = [
    Sequences(lengths: [1], prefixes: [0], heads: 1, groups: 1, size: 1),
    Sequences(lengths: [5, 1, 17], prefixes: [0, 1, 4], heads: 2, groups: 1, size: 6),
    Sequences(lengths: [48, 49, 3], prefixes: [12, 0, 9], heads: 4, groups: 2, size: 32),
    Sequences(lengths: [130, 20], prefixes: [60, 20], heads: 2, groups: 2, size: 33),
    Sequences(lengths: [300], prefixes: [0], heads: 1, groups: 1, size: 64),
  ]

  /// Queries, keys and values as parts of one matrix, all results, and what forwards keeps for backwards.
  struct Attention {
    let sequences: Sequences
    let inputs: Numbers, dy: Numbers, y: Numbers, sums: Numbers, gradients: Numbers
    var widths: (Int, Int) { (sequences.heads * sequences.size, sequences.groups * sequences.size) }
    var total: Int { widths.0 + 2 * widths.1 + 3 }

    init(_ sequences: Sequences) {
      self.sequences = sequences
      var random = RandomNumbers(seed: sequences.tokens)
      let width = (sequences.heads + 2 * sequences.groups) * sequences.size + 3
      inputs = Numbers(random.floats(sequences.tokens * width).map { $0 * 2 })
      dy = Numbers(random.floats(sequences.tokens * sequences.heads * sequences.size))
      y = Numbers(zeros: dy.count)
      sums = Numbers(zeros: sequences.tokens * sequences.heads)
      gradients = Numbers(random.floats(inputs.count))
    }

    func parts(of numbers: Numbers) -> (FloatMatrix, FloatMatrix, FloatMatrix) {
      let all = numbers.matrix(rows: sequences.tokens, columns: total)
      let (q, k) = widths
      return (all.columns(0..<q), all.columns(q..<q + k), all.columns(q + k..<q + 2 * k))
    }

    func result(_ numbers: Numbers) -> FloatMatrix {
      numbers.matrix(rows: sequences.tokens, columns: widths.0)
    }

    func forwards(_ way: Compute?) {
      let (q, k, v) = parts(of: inputs)
      if let way {
        way.attention(
          q, k, v, sequenceStarts: sequences.starts, prefixLengths: sequences.prefixes,
          headSize: sequences.size, keyValueHeads: sequences.groups, into: result(y), logSumExp: sums.base)
      } else {
        withTwin { ck_scalar_train_attention(result(y).code, sums.base, q.code, k.code, v.code, $0) }
      }
    }

    func backwards(_ way: Compute?) {
      let (q, k, v) = parts(of: inputs)
      let (dq, dk, dv) = parts(of: gradients)
      if let way {
        way.attentionBackward(
          result(dy), y: result(y), q, k, v, logSumExp: sums.base, sequenceStarts: sequences.starts,
          prefixLengths: sequences.prefixes, headSize: sequences.size, keyValueHeads: sequences.groups,
          into: dq, dk, dv)
      } else {
        withTwin {
          ck_scalar_train_attention_backward(
            dq.code, dk.code, dv.code, result(dy).code, result(y).code, q.code, k.code, v.code, sums.base, $0)
        }
      }
    }

    private func withTwin(_ body: (ck_sequences) -> Void) {
      sequences.starts.withUnsafeBufferPointer { starts in
        sequences.prefixes.withUnsafeBufferPointer { prefixes in
          body(
            ck_sequences(
              starts: starts.baseAddress, prefixes: prefixes.baseAddress, count: prefixes.count,
              heads: sequences.heads, groups: sequences.groups, head_size: sequences.size,
              scale: 1 / Float(sequences.size).squareRoot()))
        }
      }
    }
  }

  /// The exponential turns a score's error of some 1e-6 into a relative one of the share.
  @Test(arguments: cases)
  func attentionAgreesWithItsTwin(_ sequences: Sequences) {
    expectAgreement("attention", tolerance: 1e-5) { way in
      let attention = Attention(sequences)
      attention.forwards(way)
      attention.backwards(way)
      return [attention.y.values, attention.sums.values, attention.gradients.values]
    }
  }

  @Test(arguments: cases.dropLast(2))
  func attentionGradientsAreSlopes(_ sequences: Sequences) {
    let attention = Attention(sequences)
    attention.forwards(.best)
    attention.backwards(.best)
    // The columns beyond q, k and v are nobody's: their gradient is 0, and their part of the buffer random.
    var gradients = attention.gradients.values
    for index in gradients.indices where index % attention.total >= attention.total - 3 {
      gradients[index] = 0
    }
    let dy = attention.dy.values
    expectSlopes(of: attention.inputs, are: gradients, tolerance: 3e-3, "attention") {
      attention.forwards(.best)
      return weighted(attention.y, dy)
    }
  }

  @Test func tokensSeeTheirPrefixAndThePast() {
    let sequences = Sequences(lengths: [60, 60], prefixes: [5, 0], heads: 1, groups: 1, size: 16)
    let attention = Attention(sequences)
    attention.forwards(.best)
    let before = attention.y.values
    // What tokens 3 and 30 of each sequence say is changed; who hears it?
    for token in [3, 30, 63, 90] {
      for column in 32..<48 { attention.inputs.base[token * attention.total + column] += 100 }
    }
    attention.forwards(.best)
    let after = attention.y.values
    let hearers = (0..<120).filter { before[$0 * 16] != after[$0 * 16] }
    #expect(hearers == Array(0..<60) + Array(63..<120))
  }
}

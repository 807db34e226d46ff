import CKernels
import Testing

@testable import Kernels

/// Numbers in memory of their own, as training has them.
final class Numbers {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(_ values: [Float]) {
    count = values.count
    base = .allocate(capacity: max(1, count))
    base.initialize(from: values, count: count)
  }

  convenience init(zeros count: Int) { self.init([Float](repeating: 0, count: count)) }

  deinit { base.deallocate() }

  var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// All of them as a matrix, or with a stride the first columns.
  func matrix(rows: Int, columns: Int, stride: Int? = nil) -> FloatMatrix {
    precondition(rows * (stride ?? columns) <= count, "\(rows) x \(columns) of \(count) numbers")
    return FloatMatrix(base, rows: rows, columns: columns, stride: stride)
  }
}

/// Every instruction set with one, two and three threads.
let trainingWays: [Compute] = InstructionSet.available.flatMap { set in
  [1, 2, 3].map { Compute(instructionSet: set, threads: $0) }
}

/// Runs an operation by its scalar twin (`nil`) and in every way: the results must lie within `tolerance`
/// of the twin's, relative to the largest of them or to 1, and be the same to the last bit in every way.
func expectAgreement(
  _ label: String, tolerance: Float, products: ProductPrecision = .float32,
  sourceLocation: SourceLocation = #_sourceLocation,
  of run: (Compute?) -> [[Float]]
) {
  let expected = run(nil)
  var first: [[Float]]?
  for way in trainingWays {
    let found = run(Compute(instructionSet: way.instructionSet, threads: way.threads, products: products))
    for (index, (found, expected)) in zip(found, expected).enumerated() {
      let scale = max(1, expected.lazy.map(abs).max() ?? 0)
      let worst = zip(found, expected).map { $0.isFinite ? abs($0 - $1) / scale : .infinity }.max() ?? 0
      #expect(
        found.count == expected.count && worst <= tolerance,
        "\(label), result \(index), \(way.instructionSet) on \(way.threads): off by \(worst)",
        sourceLocation: sourceLocation)
    }
    let reference = first ?? found
    #expect(
      found.map(bits) == reference.map(bits),
      "\(label): other bits by \(way.instructionSet) on \(way.threads)", sourceLocation: sourceLocation)
    first = reference
  }
}

/// The gradient of a scalar function by central differences, at a few elements spread over x.
func expectSlopes(
  of x: Numbers, are gradient: [Float], step: Float = 1e-2, tolerance: Float, _ label: String,
  sourceLocation: SourceLocation = #_sourceLocation, _ value: () -> Double
) {
  for index in stride(from: 0, to: x.count, by: max(1, x.count / 13)) {
    let kept = x.base[index]
    x.base[index] = kept + step
    let above = value()
    x.base[index] = kept - step
    let below = value()
    x.base[index] = kept
    let slope = Float((above - below) / Double(2 * step))
    #expect(
      abs(slope - gradient[index]) <= tolerance * max(1, abs(slope)),
      "\(label)[\(index)]: slope \(slope), gradient \(gradient[index])", sourceLocation: sourceLocation)
  }
}

/// Σ a · b, the scalar whose gradient by a is b.
func weighted(_ a: Numbers, _ b: [Float]) -> Double {
  zip(a.values, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

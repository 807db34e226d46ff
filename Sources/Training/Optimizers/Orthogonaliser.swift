internal import Kernels

/// Turns matrices towards the nearest orthogonal one: all singular values towards 1, the vectors kept.
///
/// Five steps of a Newton-Schulz iteration whose polynomial a·x + b·x³ + c·x⁵ pushes singular values into
/// 0.7 to 1.2 fast rather than to 1 exactly (Jordan 2024, "Muon").
final class Orthogonaliser {
  private static let (a, b, c): (Float, Float, Float) = (3.4445, -4.7750, 2.0315)
  private static let iterations = 5

  private let compute: Compute
  private let matrix: FloatArena
  private let square, polynomial: FloatArena

  /// Room for matrices no larger than these.
  init(for regions: [Region], compute: Compute) {
    self.compute = compute
    matrix = FloatArena(count: regions.map(\.count).max() ?? 0)
    let side = regions.map { min($0.rows, $0.columns) }.max() ?? 0
    square = FloatArena(count: side * side)
    polynomial = FloatArena(count: side * side)
  }

  /// The result lies in the room of this object or in x, which is used up.
  func orthogonalise(_ x: FloatMatrix) -> FloatMatrix {
    let side = min(x.rows, x.columns)
    let isTall = x.rows > x.columns
    var (x, y) = (x, FloatMatrix(matrix.base, rows: x.rows, columns: x.columns))
    let square = FloatMatrix(self.square.base, rows: side, columns: side)
    let polynomial = FloatMatrix(self.polynomial.base, rows: side, columns: side)
    compute.scale(x, by: Float(1 / (compute.sumOfSquares(x).squareRoot() + 1e-7)))
    for _ in 0..<Self.iterations {
      // square = x·xᵀ, or xᵀ·x where that is the smaller; then a·1 + b·square + c·square² as one factor.
      compute.multiply(x, transposed: isTall, x, transposed: !isTall, into: square, accumulate: false)
      compute.multiply(
        square, transposed: false, square, transposed: false, into: polynomial, accumulate: false)
      combine(square, into: polynomial)
      if isTall {
        compute.multiply(x, transposed: false, polynomial, transposed: false, into: y, accumulate: false)
      } else {
        compute.multiply(polynomial, transposed: false, x, transposed: false, into: y, accumulate: false)
      }
      swap(&x, &y)
    }
    return x
  }

  /// p = a·1 + b·s + c·p.
  private func combine(_ s: FloatMatrix, into p: FloatMatrix) {
    compute.scale(p, by: Self.c)
    compute.scale(s, by: Self.b)
    compute.add(s, to: p)
    for index in 0..<p.rows { p.base[index * p.stride + index] += Self.a }
  }
}

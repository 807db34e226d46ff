internal import CKernels

/// Rows of single-precision numbers in memory that someone else owns and keeps.
///
/// Row major; the starts of rows lie ``stride`` elements apart, so that some columns of a wider matrix are
/// a matrix too.
package struct FloatMatrix {
  /// The first element.
  package let base: UnsafeMutablePointer<Float>
  /// The number of rows.
  package let rows: Int
  /// The number of elements of a row.
  package let columns: Int
  /// The distance of the starts of two rows.
  package let stride: Int

  /// The matrix of `rows` x `columns` that begins at `base`; `stride` is `columns` unless given.
  package init(_ base: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
    precondition(
      rows >= 0 && columns >= 0 && stride ?? columns >= columns,
      "a matrix of \(rows) x \(columns), rows \(stride ?? columns) apart")
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// Some columns of all rows.
  package func columns(_ range: Range<Int>) -> FloatMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return FloatMatrix(base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// Some of the rows.
  package func rows(_ range: Range<Int>) -> FloatMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return FloatMatrix(base + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// Every row cut into `count` rows of equal length, as a norm of each head sees them.
  ///
  /// The rows must lie next to each other.
  package func split(by count: Int) -> FloatMatrix {
    precondition(
      count > 0 && columns % count == 0 && stride == columns,
      "rows of \(columns), \(stride) apart, cannot be cut into \(count)")
    return FloatMatrix(base, rows: rows * count, columns: columns / count)
  }

  var code: ck_matrix { ck_matrix(base: base, rows: rows, columns: columns, stride: stride) }

  /// The sizes, for sentences about mismatches.
  var shape: String { "\(rows) x \(columns)" }

  func hasShape(of other: FloatMatrix) -> Bool { rows == other.rows && columns == other.columns }
}

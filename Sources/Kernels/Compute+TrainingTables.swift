internal import CKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

// Embedding tables and the optimizer: operations that follow lists of rows, or run over all parameters.

extension Compute {
  /// x[T, C] = the rows `ids` of table[_, C].
  package func gatherRows(_ table: FloatMatrix, ids: [Int32], into x: FloatMatrix) {
    check(table, ids, x)
    precondition(ids.count == x.rows, "gatherRows: \(ids.count) ids for \(x.shape)")
    ck_gather_rows(plan, x.code, table.code, ids)
  }

  /// Adds to each row t of x the rows `ids[offsets[t]..<offsets[t + 1]]` of the table.
  package func addRowSums(_ table: FloatMatrix, offsets: [Int32], ids: [Int32], to x: FloatMatrix) {
    check(table, ids, x)
    check(offsets, ids, x)
    ck_add_row_sums(plan, x.code, table.code, offsets, ids)
  }

  /// The gradient of ``gatherRows(_:ids:into:)``: dtable[ids[t]] += dx[t].
  package func scatterAdd(_ dx: FloatMatrix, ids: [Int32], into dtable: FloatMatrix) {
    check(dtable, ids, dx)
    precondition(ids.count == dx.rows, "scatterAdd: \(ids.count) ids for \(dx.shape)")
    ck_scatter_add(plan, dtable.code, dx.code, ids)
  }

  /// The gradient of ``addRowSums(_:offsets:ids:to:)``: adds dx[t] to each of its rows of dtable.
  package func scatterAddSums(_ dx: FloatMatrix, offsets: [Int32], ids: [Int32], into dtable: FloatMatrix) {
    check(dtable, ids, dx)
    check(offsets, ids, dx)
    ck_scatter_add_sums(plan, dtable.code, dx.code, offsets, ids)
  }

  /// The sum of the squares of x[count].
  package func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    ck_sum_of_squares(plan, x, count)
  }

  /// The sum of the squares of a matrix whose rows lie next to each other.
  package func sumOfSquares(_ x: FloatMatrix) -> Double {
    precondition(x.stride == x.columns, "sumOfSquares: rows of \(x.columns), \(x.stride) apart")
    return ck_sum_of_squares(plan, x.base, x.rows * x.columns)
  }

  /// One step of AdamW on `count` parameters p with moments m and v.
  ///
  /// Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization". `step` is the number of this step,
  /// from 1, for the corrections of the moments; the gradient is multiplied by `gradientScale` first, as
  /// clipping wants.
  package func adamW(
    _ p: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, m: UnsafeMutablePointer<Float>,
    v: UnsafeMutablePointer<Float>, count: Int, rate: Float, beta1: Float, beta2: Float, epsilon: Float,
    weightDecay: Float, step: Int, gradientScale: Float = 1
  ) {
    precondition(step >= 1, "adamW: step \(step)")
    let first = 1 - pow(Double(beta1), Double(step))
    let second = 1 - pow(Double(beta2), Double(step))
    let constants = ck_adamw_step(
      gradient_scale: gradientScale, beta1: beta1, beta2: beta2,
      keep: Float(1 - Double(rate) * Double(weightDecay)), rate: Float(Double(rate) / first),
      root_scale: Float(1 / second.squareRoot()), epsilon: epsilon)
    ck_adamw(plan, p, gradient, m, v, count, constants)
  }

  /// y += share · (x - y) on `count` numbers, as averages of weights do.
  package func mix(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int, share: Float
  ) {
    ck_mix(plan, y, x, count, share)
  }

  private func check(_ table: FloatMatrix, _ ids: [Int32], _ x: FloatMatrix) {
    precondition(table.columns == x.columns, "rows of \(table.columns) and of \(x.columns)")
    precondition(
      ids.allSatisfy { $0 >= 0 && Int($0) < table.rows }, "an id is none of the table's \(table.rows) rows")
  }

  private func check(_ offsets: [Int32], _ ids: [Int32], _ x: FloatMatrix) {
    precondition(
      offsets.count == x.rows + 1 && offsets.first == 0 && Int(offsets[x.rows]) == ids.count
        && zip(offsets, offsets.dropFirst()).allSatisfy(<=),
      "\(offsets.count) offsets of \(ids.count) ids do not fit \(x.rows) rows")
  }
}

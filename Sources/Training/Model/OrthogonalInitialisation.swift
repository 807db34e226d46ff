extension Initialisation {
  /// Makes the rows of a random matrix orthonormal, or its columns when there are more rows than columns.
  ///
  /// Columns get the length √(rows / columns), so that the variance of what comes out is that of a normal
  /// matrix. By Gram and Schmidt, each vector twice, which is enough (Giraud et al. 2005); the directions
  /// are those Saxe et al. 2014 ("Exact solutions to the nonlinear dynamics of learning in deep linear
  /// neural networks") draw, since normal numbers know none.
  static func orthogonalise(_ matrix: UnsafeMutableBufferPointer<Float>, rows: Int) {
    guard rows > 0, matrix.count > 0 else { return }
    let columns = matrix.count / rows
    let (count, length) = rows <= columns ? (rows, columns) : (columns, rows)
    // Vector v's element e is at v * step + e * pace.
    let (step, pace) = rows <= columns ? (columns, 1) : (1, columns)
    var vectors: [[Double]] = []
    vectors.reserveCapacity(count)
    for vector in 0..<count {
      var candidate = (0..<length).map { Double(matrix[vector * step + $0 * pace]) }
      for _ in 0..<2 {
        for other in vectors {
          var product = 0.0
          for element in 0..<length { product += candidate[element] * other[element] }
          for element in 0..<length { candidate[element] -= product * other[element] }
        }
      }
      let norm = candidate.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for element in 0..<length { candidate[element] /= max(norm, .leastNormalMagnitude) }
      vectors.append(candidate)
    }
    let gain = rows <= columns ? 1 : (Double(rows) / Double(columns)).squareRoot()
    for vector in 0..<count {
      for element in 0..<length {
        matrix[vector * step + element * pace] = Float(gain * vectors[vector][element])
      }
    }
  }
}

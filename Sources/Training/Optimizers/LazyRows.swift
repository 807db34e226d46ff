/// Which rows of embeddings a step moves when the others stay as they are ("LazyAdam" of TensorFlow Addons).
///
/// A rare token's row then keeps its moments until it is seen again, instead of drifting on old ones; with
/// large vocabularies steps are faster too.
enum LazyRows {
  /// The rows that some batches used, by table.
  ///
  /// A tied embedding is the output matrix too and moves whole.
  static func used(by batches: [TrainingBatch], layout: ParameterLayout) -> [Region: [Int32]] {
    var rows: [Region: [Int32]] = [:]
    if layout.head != layout.embedding { rows[layout.embedding] = distinct(batches.map(\.tokens)) }
    if let state = layout.state { rows[state] = distinct(batches.map(\.features)) }
    if let positions = layout.positions { rows[positions] = distinct(batches.map(\.positions)) }
    return rows
  }

  /// Ascending rows as runs of neighbours.
  static func runs(of rows: [Int32]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for row in rows.map({ Int($0) }) {
      if let last = runs.last, last.upperBound == row {
        runs[runs.count - 1] = last.lowerBound..<row + 1
      } else {
        runs.append(row..<row + 1)
      }
    }
    return runs
  }

  private static func distinct(_ lists: [[Int32]]) -> [Int32] {
    var isUsed: [Bool] = []
    for list in lists {
      for row in list {
        if Int(row) >= isUsed.count {
          isUsed.append(contentsOf: repeatElement(false, count: Int(row) + 1 - isUsed.count))
        }
        isUsed[Int(row)] = true
      }
    }
    return isUsed.indices.filter { isUsed[$0] }.map { Int32($0) }
  }
}

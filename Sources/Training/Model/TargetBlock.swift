internal import Kernels

/// What is asked of a block of rows of logits.
struct TargetBlock {
  /// The target of each row, of a soft one the token that its gradient is corrected from; -1 for none.
  let tokens: [Int32]
  /// How much each row's loss counts.
  let weights: [Float]
  /// The entries of soft targets.
  private var entries: [(row: Int, token: Int, probability: Float)] = []

  /// The targets behind those tokens of a batch.
  init(_ batch: TrainingBatch, rows asked: ArraySlice<Int>) {
    tokens = asked.map { batch.targets[$0] }
    weights = asked.map { batch.weights[$0] }
    let soft = batch.softTargets
    for (row, token) in asked.enumerated() where batch.targets[token] >= 0 {
      for entry in soft.entries(of: token) {
        entries.append((row, Int(soft.tokens[entry]), soft.probabilities[entry]))
      }
    }
  }

  /// How much more the cross-entropy of each row is than that against its one token: the logit of that token less the
  /// mean logit of the entries.
  func surplus(of logits: FloatMatrix) -> [Float] {
    var surplus = [Float](repeating: 0, count: tokens.count)
    for entry in entries {
      let row = logits.base + entry.row * logits.stride
      surplus[entry.row] += entry.probability * (row[Int(tokens[entry.row])] - row[entry.token])
    }
    return surplus
  }

  /// Makes gradients against one token, of rows that count so much each, those against the entries.
  func correct(_ gradients: FloatMatrix, weights: [Float], scale: Float) {
    for entry in entries {
      let row = gradients.base + entry.row * gradients.stride
      let share = entry.probability * weights[entry.row] * scale
      row[Int(tokens[entry.row])] += share
      row[entry.token] -= share
    }
  }
}

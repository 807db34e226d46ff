internal import Kernels
internal import LanguageModel

/// The candidates of a block of rows, gathered.
struct CandidateBlock {
  let targets: TargetBlock
  /// The weights of the targets, 0 for rows without candidates, whose plain loss is the other one.
  private(set) var plainWeights: [Float]
  /// The row of the block that each candidate belongs to, [n].
  private(set) var rows: [Int32] = []
  private(set) var tokens: [Int32] = []
  private(set) var featureOffsets: [Int32] = [0]
  private(set) var features: [Int32] = []

  var count: Int { tokens.count }

  init(_ batch: TrainingBatch, rows asked: ArraySlice<Int>, targets: TargetBlock) {
    self.targets = targets
    plainWeights = [Float](repeating: 0, count: targets.weights.count)
    let all = batch.candidates
    guard !all.isEmpty else { return }
    for (row, token) in asked.enumerated() where batch.targets[token] >= 0 {
      for candidate in Int(all.offsets[token])..<Int(all.offsets[token + 1]) {
        plainWeights[row] = targets.weights[row]
        rows.append(Int32(row))
        tokens.append(all.tokens[candidate])
        let range = Int(all.featureOffsets[candidate])..<Int(all.featureOffsets[candidate + 1])
        features.append(contentsOf: all.features[range])
        featureOffsets.append(Int32(features.count))
      }
    }
  }
}

/// Buffers of the candidate head, as large as the largest block needed.
final class CandidateRoom {
  private var arenas: [FloatArena] = (0..<6).map { _ in FloatArena(count: 0) }

  /// A matrix of any content; `index` says which of the buffers.
  func matrix(_ index: Int, rows: Int, columns: Int) -> FloatMatrix {
    if arenas[index].count < rows * columns { arenas[index] = FloatArena(count: rows * columns) }
    return FloatMatrix(arenas[index].base, rows: rows, columns: columns)
  }
}

extension DecoderPass {
  /// What the way back needs of a block whose candidates were scored.
  struct ScoredCandidates {
    let block: CandidateBlock
    /// Before and behind the bend of the units, [n, units].
    let inner, active: FloatMatrix
    /// The gradient of each score, [n, 1].
    let scores: FloatMatrix
  }

  /// Adds the scores of candidates to logits and takes the losses of both: with the scores, and plain.
  ///
  /// The logits become the sum of both gradients. A softmax does not see what all logits have in common, so the gate is
  /// taken from candidates instead of being added to all others.
  ///
  /// - Returns: What ``candidatesBackward(_:_:_:_:into:)`` needs; `nil`, and nothing is done, where no row has
  ///   candidates.
  func scoreCandidates(
    _ block: CandidateBlock, _ normed: FloatMatrix, _ logits: FloatMatrix, _ parameters: FloatArena,
    _ scales: LossScales?, _ sums: inout LossSums
  ) -> ScoredCandidates? {
    guard let head = layout.candidates, block.count > 0 else { return nil }
    let units = config.candidateWidth
    let projected = candidateRoom.matrix(0, rows: logits.rows, columns: units)
    compute.multiply(
      normed, transposed: false, parameters[head.projection], transposed: true, into: projected,
      accumulate: false)
    let inner = candidateRoom.matrix(1, rows: block.count, columns: units)
    compute.gatherRows(projected, ids: block.rows, into: inner)
    compute.addRowSums(
      parameters[head.embedding], offsets: block.featureOffsets, ids: block.features, to: inner)
    let active = candidateRoom.matrix(2, rows: block.count, columns: units)
    compute.gelu(inner, into: active)
    let scores = candidateRoom.matrix(3, rows: block.count, columns: 1)
    compute.multiply(
      active, transposed: false, parameters[head.score], transposed: true, into: scores, accumulate: false)

    let told = candidateRoom.matrix(4, rows: logits.rows, columns: logits.columns)
    compute.copy(logits, into: told)
    let gate = parameters.pointer(head.gate)[0]
    for index in 0..<block.count {
      told.base[block.place(of: index, in: told)] += scores.base[index] - gate
    }
    let plain = losses(
      of: logits, block.targets, weights: block.plainWeights, scale: scales?.plain ?? 0)
    (sums.plain, sums.plainWeight) = (sums.plain + plain.sum, sums.plainWeight + plain.weight)
    let losses = losses(
      of: told, block.targets, weights: block.targets.weights, scale: scales?.token ?? 0)
    (sums.tokens, sums.weight) = (sums.tokens + losses.sum, sums.weight + losses.weight)
    guard scales != nil else {
      return ScoredCandidates(block: block, inner: inner, active: active, scores: scores)
    }
    for index in 0..<block.count { scores.base[index] = told.base[block.place(of: index, in: told)] }
    compute.add(told, to: logits)
    return ScoredCandidates(block: block, inner: inner, active: active, scores: scores)
  }

  /// Adds the gradients of the candidate head, and to that of the normed hidden states what comes through it.
  func candidatesBackward(
    _ told: ScoredCandidates, _ normed: FloatMatrix, _ parameters: FloatArena, _ gradients: FloatArena,
    into normedGradient: FloatMatrix
  ) {
    guard let head = layout.candidates else { return }
    let (block, units) = (told.block, config.candidateWidth)
    var gate: Float = 0
    for index in 0..<block.count { gate -= told.scores.base[index] }
    gradients.pointer(head.gate)[0] += gate
    compute.multiply(
      told.scores, transposed: true, told.active, transposed: false, into: gradients[head.score],
      accumulate: true)
    let gradient = candidateRoom.matrix(5, rows: block.count, columns: units)
    compute.multiply(
      told.scores, transposed: false, parameters[head.score], transposed: false, into: gradient,
      accumulate: false)
    compute.geluBackward(gradient, told.inner, into: told.active)
    compute.scatterAddSums(
      told.active, offsets: block.featureOffsets, ids: block.features, into: gradients[head.embedding])
    let projected = candidateRoom.matrix(0, rows: normed.rows, columns: units)
    projected.clear()
    compute.scatterAdd(told.active, ids: block.rows, into: projected)
    compute.multiply(
      projected, transposed: true, normed, transposed: false, into: gradients[head.projection],
      accumulate: true)
    compute.multiply(
      projected, transposed: false, parameters[head.projection], transposed: false, into: normedGradient,
      accumulate: true)
  }
}

extension CandidateBlock {
  /// Where the logit of a candidate lies behind the first of a matrix of logits.
  fileprivate func place(of index: Int, in logits: FloatMatrix) -> Int {
    Int(rows[index]) * logits.stride + Int(tokens[index])
  }
}

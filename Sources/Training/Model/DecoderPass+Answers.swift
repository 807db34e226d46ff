internal import Kernels
internal import LanguageModel

extension DecoderPass {
  /// The losses of the rows that are asked for; on the way back their gradient fills `scratch.stream`.
  ///
  /// Only those rows are normed and meet the output matrix, a block of them at a time, so that logits stay
  /// in the cache between the product that makes them and those that use their gradient.
  func answer(
    _ batch: TrainingBatch, _ parameters: FloatArena, _ activations: Activations,
    backwards: (gradients: FloatArena, scales: LossScales)?
  ) -> LossSums {
    let asked = batch.tokens.indices.filter { batch.targets[$0] >= 0 || batch.outcomes[$0] >= 0 }
    let ids = asked.map { Int32($0) }
    let scratch = activations.scratch.firstAsked(asked.count)
    compute.gatherRows(activations.output, ids: ids, into: scratch.asked)
    normalise(scratch.asked, layout.norm, parameters, into: scratch.askedNormed, scratch.askedStatistics)
    var sums = LossSums()
    tokenLosses(batch, rows: asked, scratch, parameters, backwards, &sums)
    outcomeLosses(asked.map { batch.outcomes[$0] }, scratch, parameters, backwards, &sums)
    guard let (gradients, _) = backwards else { return sums }
    scratch.askedGradient.clear()
    normaliseBackward(
      scratch.askedNormedGradient, scratch.asked, layout.norm, parameters, gradients,
      into: scratch.askedGradient, scratch.askedStatistics)
    scratch.stream.clear()
    compute.scatterAdd(scratch.askedGradient, ids: ids, into: scratch.stream)
    return sums
  }

  /// The most logits at a time: 4 MB of them.
  private var rowsPerBlock: Int { max(64, (1 << 20) / config.vocabularySize) }

  /// The losses of the tokens that are to follow `rows`, each of which stands in a row of `scratch`.
  private func tokenLosses(
    _ batch: TrainingBatch, rows asked: [Int], _ scratch: AskedScratch, _ parameters: FloatArena,
    _ backwards: (gradients: FloatArena, scales: LossScales)?, _ sums: inout LossSums
  ) {
    let head = parameters[layout.head]
    var start = 0
    while start < asked.count {
      let rows = start..<min(start + rowsPerBlock, asked.count)
      start = rows.upperBound
      if logits.count < rows.count * head.rows { logits = FloatArena(count: rows.count * head.rows) }
      let block = FloatMatrix(logits.base, rows: rows.count, columns: head.rows)
      let normed = scratch.askedNormed.rows(rows)
      compute.multiply(normed, transposed: false, head, transposed: true, into: block, accumulate: false)
      let gradient = scratch.askedNormedGradient.rows(rows)
      let targets = TargetBlock(batch, rows: asked[rows])
      let told = scoreCandidates(
        CandidateBlock(batch, rows: asked[rows], targets: targets), normed, block, parameters,
        backwards?.scales, &sums)
      if told == nil {
        let losses = losses(
          of: block, targets, weights: targets.weights, scale: backwards?.scales.token ?? 0,
          keep: sparseSoftmax)
        (sums.tokens, sums.weight) = (sums.tokens + losses.sum, sums.weight + losses.weight)
      }
      guard let gradients = backwards?.gradients else { continue }
      compute.multiply(
        block, transposed: true, normed, transposed: false, into: gradients[layout.head], accumulate: true)
      compute.multiply(block, transposed: false, head, transposed: false, into: gradient, accumulate: false)
      if let told { candidatesBackward(told, normed, parameters, gradients, into: gradient) }
    }
  }

  /// The cross-entropies of some rows of logits, which become their gradients times `scale`.
  func losses(
    of logits: FloatMatrix, _ targets: TargetBlock, weights: [Float], scale: Float, keep: Int = 0
  ) -> (sum: Double, weight: Double) {
    let surplus = targets.surplus(of: logits)
    var losses = [Float](repeating: 0, count: logits.rows)
    compute.crossEntropy(
      logits, targets: targets.tokens, weights: weights, gradientScale: scale, keep: keep, losses: &losses)
    if scale != 0 { targets.correct(logits, weights: weights, scale: scale) }
    var (sum, weight) = (0.0, 0.0)
    for row in targets.tokens.indices where targets.tokens[row] >= 0 {
      sum += Double(weights[row]) * Double(losses[row] + surplus[row])
      weight += Double(weights[row])
    }
    return (sum, weight)
  }

  private func outcomeLosses(
    _ outcomes: [Int32], _ scratch: AskedScratch, _ parameters: FloatArena,
    _ backwards: (gradients: FloatArena, scales: LossScales)?, _ sums: inout LossSums
  ) {
    guard let head = layout.outcomeHead, outcomes.contains(where: { $0 >= 0 }) else { return }
    compute.multiply(
      scratch.askedNormed, transposed: false, parameters[head], transposed: true, into: scratch.outcomes,
      accumulate: false)
    var losses = [Float](repeating: 0, count: outcomes.count)
    compute.crossEntropy(
      scratch.outcomes, targets: outcomes, weights: [Float](repeating: 1, count: outcomes.count),
      gradientScale: backwards?.scales.outcome ?? 0, keep: 0, losses: &losses)
    for (outcome, loss) in zip(outcomes, losses) where outcome >= 0 {
      sums.outcomes += Double(loss)
      sums.outcomeCount += 1
    }
    guard let gradients = backwards?.gradients else { return }
    compute.multiply(
      scratch.outcomes, transposed: true, scratch.askedNormed, transposed: false, into: gradients[head],
      accumulate: true)
    compute.multiply(
      scratch.outcomes, transposed: false, parameters[head], transposed: false,
      into: scratch.askedNormedGradient, accumulate: true)
  }
}

extension Activations.Scratch {
  /// The same room, that for asked rows cut to their number.
  fileprivate func firstAsked(_ count: Int) -> AskedScratch {
    AskedScratch(
      stream: stream, asked: asked.rows(0..<count), askedNormed: askedNormed.rows(0..<count),
      askedGradient: askedGradient.rows(0..<count), askedNormedGradient: askedNormedGradient.rows(0..<count),
      askedStatistics: askedStatistics, outcomes: outcomes.rows(0..<count))
  }
}

/// The part of the room that the answers work in.
private struct AskedScratch {
  let stream, asked, askedNormed, askedGradient, askedNormedGradient: FloatMatrix
  let askedStatistics: Activations.RowStatistics
  let outcomes: FloatMatrix
}

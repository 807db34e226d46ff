internal import Kernels
internal import LanguageModel

extension DecoderPass {
  /// From tokens to the residual stream behind the last layer.
  func forward(
    _ batch: TrainingBatch, _ parameters: FloatArena, _ activations: Activations, dropout: Dropout
  ) {
    if config.position == .rotary {
      rotary.gather(
        batch.positions, compute: compute, cosines: activations.scratch.cosines,
        sines: activations.scratch.sines)
    }
    embed(batch, parameters, into: activations.layers.first?.input ?? activations.output)
    for index in activations.layers.indices {
      attend(index, batch, parameters, activations, dropout: dropout)
      let next =
        index + 1 < activations.layers.count ? activations.layers[index + 1].input : activations.output
      feedForward(index, parameters, activations, into: next, dropout: dropout)
    }
  }

  /// x = the embeddings of tokens, of their places and of the facts beside them.
  private func embed(_ batch: TrainingBatch, _ parameters: FloatArena, into x: FloatMatrix) {
    compute.gatherRows(parameters[layout.embedding], ids: batch.tokens, into: x)
    if let positions = layout.positions {
      compute.addRowSums(
        parameters[positions], offsets: batch.rowOffsets, ids: batch.positions, to: x)
    }
    if let state = layout.state {
      compute.addRowSums(parameters[state], offsets: batch.featureOffsets, ids: batch.features, to: x)
    }
  }

  /// middle = input + dropout(output · attention(norm(input))).
  private func attend(
    _ index: Int, _ batch: TrainingBatch, _ parameters: FloatArena, _ activations: Activations,
    dropout: Dropout
  ) {
    let layer = layout.layers[index]
    let kept = activations.layers[index]
    normalise(
      kept.input, layer.attentionNorm, parameters, into: kept.attentionNormed, kept.attentionStatistics)
    project(
      kept.attentionNormed, layer.queryKeyValue, layer.queryKeyValueBias, parameters, into: kept.queryKeyValue
    )
    normaliseHeads(layer, parameters, kept)
    let queryKey = queryKey(of: kept)
    if config.position == .rotary {
      compute.rotate(
        queryKey, headSize: config.headSize, cosines: activations.scratch.cosines.base,
        sines: activations.scratch.sines.base, backwards: false)
    }
    compute.attention(
      queryKey.columns(queryColumns), queryKey.columns(keyColumns), kept.queryKeyValue.columns(valueColumns),
      sequenceStarts: batch.sequenceStarts, prefixLengths: batch.prefixLengths, headSize: config.headSize,
      keyValueHeads: config.keyValueHeads, into: kept.mixed, logSumExp: kept.logSumExp)
    project(kept.mixed, layer.output, layer.outputBias, parameters, into: kept.middle)
    compute.dropout(
      kept.middle, rate: dropout.rate, seed: seed(dropout, layer: index, isFeedForward: false), offset: 0)
    compute.add(kept.input, to: kept.middle)
  }

  /// next = middle + dropout(down · activation(norm(middle))).
  private func feedForward(
    _ index: Int, _ parameters: FloatArena, _ activations: Activations, into next: FloatMatrix,
    dropout: Dropout
  ) {
    let layer = layout.layers[index]
    let kept = activations.layers[index]
    normalise(
      kept.middle, layer.feedForwardNorm, parameters, into: kept.feedForwardNormed, kept.feedForwardStatistics
    )
    project(kept.feedForwardNormed, layer.gateUp, layer.gateUpBias, parameters, into: kept.gateUp)
    if config.feedForward == .swiGLU {
      compute.swiGLU(kept.gateUp.columns(gateColumns), kept.gateUp.columns(upColumns), into: kept.active)
    } else {
      compute.gelu(kept.gateUp, into: kept.active)
    }
    project(kept.active, layer.down, layer.downBias, parameters, into: next)
    compute.dropout(
      next, rate: dropout.rate, seed: seed(dropout, layer: index, isFeedForward: true), offset: 0)
    compute.add(kept.middle, to: next)
  }

  /// Queries and keys of each head divided by their root mean square.
  private func normaliseHeads(
    _ layer: ParameterLayout.Layer, _ parameters: FloatArena, _ kept: Activations.Layer
  ) {
    guard let normed = kept.normedQueryKey else { return }
    for head in 0..<config.heads + config.keyValueHeads {
      guard let weight = head < config.heads ? layer.queryNorm : layer.keyNorm else { return }
      let columns = head * config.headSize..<(head + 1) * config.headSize
      compute.rmsNorm(
        kept.queryKeyValue.columns(columns), weight: parameters.pointer(weight), epsilon: config.normEpsilon,
        into: normed.columns(columns), inverse: kept.headInverses + head * normed.rows)
    }
  }

  /// The queries and keys that attention works on, [T, Q + G].
  func queryKey(of kept: Activations.Layer) -> FloatMatrix {
    kept.normedQueryKey ?? kept.queryKeyValue.columns(0..<config.queryWidth + config.keyValueWidth)
  }

  var queryColumns: Range<Int> { 0..<config.queryWidth }
  var keyColumns: Range<Int> { config.queryWidth..<config.queryWidth + config.keyValueWidth }
  var valueColumns: Range<Int> { keyColumns.upperBound..<keyColumns.upperBound + config.keyValueWidth }
  var gateColumns: Range<Int> { 0..<config.feedForwardSize }
  var upColumns: Range<Int> { config.feedForwardSize..<2 * config.feedForwardSize }
}

extension TrainingBatch {
  /// One row a token: 0, 1, …, T.
  var rowOffsets: [Int32] { (0...Int32(tokenCount)).map { $0 } }
}

internal import Kernels
internal import LanguageModel

extension DecoderPass {
  /// From the gradient of the last residual stream, in `scratch.stream`, to those of all parameters.
  func backward(
    _ batch: TrainingBatch, _ parameters: FloatArena, _ gradients: FloatArena, _ activations: Activations,
    dropout: Dropout
  ) {
    for index in activations.layers.indices.reversed() {
      feedForwardBackward(index, parameters, gradients, activations, dropout: dropout)
      attendBackward(index, batch, parameters, gradients, activations, dropout: dropout)
    }
    let dx = activations.scratch.stream
    compute.scatterAdd(dx, ids: batch.tokens, into: gradients[layout.embedding])
    if let positions = layout.positions {
      compute.scatterAdd(dx, ids: batch.positions, into: gradients[positions])
    }
    if let state = layout.state {
      compute.scatterAddSums(dx, offsets: batch.featureOffsets, ids: batch.features, into: gradients[state])
    }
  }

  private func feedForwardBackward(
    _ index: Int, _ parameters: FloatArena, _ gradients: FloatArena, _ activations: Activations,
    dropout: Dropout
  ) {
    let layer = layout.layers[index]
    let kept = activations.layers[index]
    let scratch = activations.scratch
    let dy = branchGradient(scratch, dropout, seed: seed(dropout, layer: index, isFeedForward: true))
    projectBackward(dy, kept.active, layer.down, layer.downBias, parameters, gradients, into: scratch.active)
    if config.feedForward == .swiGLU {
      compute.swiGLUBackward(
        scratch.active, kept.gateUp.columns(gateColumns), kept.gateUp.columns(upColumns),
        into: scratch.gateUp.columns(gateColumns), scratch.gateUp.columns(upColumns))
    } else {
      compute.geluBackward(scratch.active, kept.gateUp, into: scratch.gateUp)
    }
    projectBackward(
      scratch.gateUp, kept.feedForwardNormed, layer.gateUp, layer.gateUpBias, parameters, gradients,
      into: scratch.normed)
    normaliseBackward(
      scratch.normed, kept.middle, layer.feedForwardNorm, parameters, gradients, into: scratch.stream,
      kept.feedForwardStatistics)
  }

  private func attendBackward(
    _ index: Int, _ batch: TrainingBatch, _ parameters: FloatArena, _ gradients: FloatArena,
    _ activations: Activations, dropout: Dropout
  ) {
    let layer = layout.layers[index]
    let kept = activations.layers[index]
    let scratch = activations.scratch
    let dy = branchGradient(scratch, dropout, seed: seed(dropout, layer: index, isFeedForward: false))
    projectBackward(
      dy, kept.mixed, layer.output, layer.outputBias, parameters, gradients, into: scratch.mixed)
    let queryKey = queryKey(of: kept)
    let gradient =
      scratch.normedQueryKey
      ?? scratch.queryKeyValue.columns(0..<config.queryWidth + config.keyValueWidth)
    compute.attentionBackward(
      scratch.mixed, y: kept.mixed, queryKey.columns(queryColumns), queryKey.columns(keyColumns),
      kept.queryKeyValue.columns(valueColumns), logSumExp: kept.logSumExp,
      sequenceStarts: batch.sequenceStarts, prefixLengths: batch.prefixLengths, headSize: config.headSize,
      keyValueHeads: config.keyValueHeads, into: gradient.columns(queryColumns),
      gradient.columns(keyColumns), scratch.queryKeyValue.columns(valueColumns))
    if config.position == .rotary {
      compute.rotate(
        gradient, headSize: config.headSize, cosines: scratch.cosines.base, sines: scratch.sines.base,
        backwards: true)
    }
    normaliseHeadsBackward(layer, parameters, gradients, kept, scratch)
    projectBackward(
      scratch.queryKeyValue, kept.attentionNormed, layer.queryKeyValue, layer.queryKeyValueBias, parameters,
      gradients, into: scratch.normed)
    normaliseBackward(
      scratch.normed, kept.input, layer.attentionNorm, parameters, gradients, into: scratch.stream,
      kept.attentionStatistics)
  }

  /// From the gradients of normed queries and keys to those of the raw ones.
  private func normaliseHeadsBackward(
    _ layer: ParameterLayout.Layer, _ parameters: FloatArena, _ gradients: FloatArena,
    _ kept: Activations.Layer, _ scratch: Activations.Scratch
  ) {
    guard let normed = scratch.normedQueryKey else { return }
    scratch.queryKeyValue.columns(0..<normed.columns).clear()
    for head in 0..<config.heads + config.keyValueHeads {
      guard let weight = head < config.heads ? layer.queryNorm : layer.keyNorm else { return }
      let columns = head * config.headSize..<(head + 1) * config.headSize
      compute.rmsNormBackward(
        normed.columns(columns), kept.queryKeyValue.columns(columns), weight: parameters.pointer(weight),
        inverse: kept.headInverses + head * normed.rows, into: scratch.queryKeyValue.columns(columns),
        weightGradient: gradients.pointer(weight))
    }
  }

  /// The gradient of what a block added to the stream, before dropout.
  private func branchGradient(
    _ scratch: Activations.Scratch, _ dropout: Dropout, seed: UInt64
  ) -> FloatMatrix {
    guard dropout.rate > 0 else { return scratch.stream }
    compute.copy(scratch.stream, into: scratch.dropped)
    compute.dropout(scratch.dropped, rate: dropout.rate, seed: seed, offset: 0)
    return scratch.dropped
  }
}

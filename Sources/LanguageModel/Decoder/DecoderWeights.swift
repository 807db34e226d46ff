internal import Kernels
internal import ModelFiles

/// A tensor of weights and the bias that goes with it: a matrix [outputs, inputs] and [outputs], or the two
/// vectors of a norm.
struct Affine: Sendable {
  let weight: Tensor
  let bias: Tensor?
}

/// The tensors of a decoder, mapped from the files of its folder and checked against its configuration.
///
/// Names are those of LLaMA in Hugging Face; matrices are [outputs, inputs]. `TensorNames` says what other
/// families of files call them.
struct DecoderWeights: Sendable {
  /// One layer's tensors.
  struct Layer: Sendable {
    let attentionNorm, query, key, value, output: Affine
    let queryNorm, keyNorm: Tensor?
    let feedForwardNorm: Affine
    /// `nil` in a feed-forward part without a gate.
    let gate: Affine?
    let up, down: Affine
  }

  /// [vocabulary, width].
  let embedding: Tensor
  /// [places, width], where places are learned.
  let places: Tensor?
  let layers: [Layer]
  let norm: Affine
  /// [vocabulary, width]; the embedding itself when they are tied.
  let head: Tensor
  /// [outcomes, width].
  let outcomeHead: Tensor?
  let state: StateEmbedding?
  let candidates: CandidateHead?
  /// What the rotary frequencies are divided by, [headSize / 2]; `nil` where the file says nothing of it.
  let rotaryFactors: [Float]?
  /// The number of weights, tied ones once.
  let parameterCount: Int

  init(from source: consuming TensorSource, config c: DecoderConfig) throws(ModelError) {
    var source = source
    embedding = try source.take("model.embed_tokens", [c.vocabularySize, c.width])
    places =
      c.position == .learned ? try source.take("model.embed_positions", [c.maximumLength, c.width]) : nil
    var layers: [Layer] = []
    for index in 0..<c.layerCount { layers.append(try Layer(index, config: c, from: &source)) }
    self.layers = layers
    norm = try source.takeNorm("model.norm", c)
    head = c.tiesEmbeddings ? embedding : try source.take("lm_head", [c.vocabularySize, c.width])
    outcomeHead = c.outcomes == 0 ? nil : try source.take("wdl_head", [c.outcomes, c.width])
    if c.stateFacts == 0 {
      state = nil
    } else {
      let name = String(c.stateTensor.dropLast(".weight".count))
      state = StateEmbedding(try source.take(name, [c.width, c.stateFacts]))
    }
    candidates = c.candidateFeatures == 0 ? nil : try CandidateHead(from: &source, config: c)
    parameterCount = source.elementCount
    rotaryFactors = try source.takeRotaryFactors()
    try source.finish()
  }
}

extension DecoderWeights.Layer {
  init(_ index: Int, config c: DecoderConfig, from source: inout TensorSource) throws(ModelError) {
    let layer = "model.layers.\(index)."
    let attention = layer + "self_attn."
    let feedForward = layer + "mlp."
    let queryWidth = c.heads * c.headSize
    let keyWidth = c.keyValueHeads * c.headSize
    attentionNorm = try source.takeNorm(layer + "input_layernorm", c)
    query = try source.take(attention + "q_proj", [queryWidth, c.width], bias: c.hasAttentionBias)
    key = try source.take(attention + "k_proj", [keyWidth, c.width], bias: c.hasAttentionBias)
    value = try source.take(attention + "v_proj", [keyWidth, c.width], bias: c.hasAttentionBias)
    let outputBias = c.hasAttentionBias && !c.omitsOutputBias
    output = try source.take(attention + "o_proj", [c.width, queryWidth], bias: outputBias)
    let normed = c.normalisesQueriesAndKeys
    queryNorm = normed ? try source.take(attention + "q_norm", [c.headSize]) : nil
    keyNorm = normed ? try source.take(attention + "k_norm", [c.headSize]) : nil
    feedForwardNorm = try source.takeNorm(layer + "post_attention_layernorm", c)
    let (inner, bias) = (c.feedForwardSize, c.hasFeedForwardBias)
    gate =
      c.feedForward == .swiGLU
      ? try source.take(feedForward + "gate_proj", [inner, c.width], bias: bias) : nil
    up = try source.take(feedForward + "up_proj", [inner, c.width], bias: bias)
    down = try source.take(feedForward + "down_proj", [c.width, inner], bias: bias)
  }
}

/// The state embedding, a row per fact.
///
/// The file has a column per fact; gathering columns would touch a
/// line of memory per number, so the matrix is turned once.
struct StateEmbedding: Sendable {
  /// [facts, width].
  let rows: [UInt8]
  let format: WeightFormat

  init(_ tensor: Tensor) {
    format = tensor.format
    rows = Compute.transpose(tensor.bytes, format, rows: tensor.shape[0], columns: tensor.shape[1])
  }
}

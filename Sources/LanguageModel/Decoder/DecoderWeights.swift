internal import Kernels
package import ModelFiles

/// A tensor of weights and the bias that goes with it: a matrix [outputs, inputs] and [outputs], or the two
/// vectors of a norm.
struct Affine: Sendable {
  let weight: Tensor
  let bias: Tensor?
}

/// The tensors of a decoder, mapped from the files of its folder and checked against its configuration.
///
/// Names are those of LLaMA in Hugging Face; matrices are [outputs, inputs].
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
  /// The number of weights, tied ones once.
  let parameterCount: Int

  init(folder: String, config c: DecoderConfig) throws(ModelError) {
    var source = try TensorSource(folder: folder)
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
    try source.finish()
    parameterCount = source.elementCount
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
    output = try source.take(attention + "o_proj", [c.width, queryWidth], bias: c.hasAttentionBias)
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

/// Hands out the tensors of a model by name, each once; none may be left over.
package struct TensorSource {
  /// The file that says which tensors there are.
  private let file: String
  private var tensors: [String: Tensor]
  /// The elements of the tensors handed out.
  private(set) var elementCount = 0

  /// The tensors of a file, which is named in errors.
  package init(file: String, tensors: [Tensor]) {
    self.file = file
    self.tensors = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
  }

  /// The tensor `name`.weight, which must have `shape`; a matrix may be stored in blocks of bytes instead
  /// (``QuantizedWeights``).
  package mutating func take(
    _ name: String, _ shape: [Int], suffix: String = ".weight"
  ) throws(ModelError) -> Tensor {
    let name = name + suffix
    guard let tensor = tensors.removeValue(forKey: name) else {
      throw .missingTensor(file: file, tensor: name, expected: shape)
    }
    let inBlocks = tensor.type == .uint8 ? QuantizedWeights.storedShape(of: shape, named: name) : nil
    guard tensor.type.isFloatingPoint || inBlocks != nil else {
      throw .unsupportedType(
        file: file, tensor: name, found: tensor.type.rawValue, supported: [.bfloat16, .float32])
    }
    guard tensor.shape == inBlocks ?? shape else {
      throw .wrongShape(file: file, tensor: name, expected: inBlocks ?? shape, found: tensor.shape)
    }
    elementCount += shape.reduce(1, *)
    return tensor
  }

  /// The matrix `name`.weight and, where there is one, the vector `name`.bias.
  mutating func take(_ name: String, _ shape: [Int], bias: Bool) throws(ModelError) -> Affine {
    Affine(
      weight: try take(name, shape), bias: bias ? try take(name, [shape[0]], suffix: ".bias") : nil)
  }

  /// The vectors of a norm, with a bias where the configuration asks for LayerNorm.
  mutating func takeNorm(_ name: String, _ c: DecoderConfig) throws(ModelError) -> Affine {
    try take(name, [c.width], bias: c.norm == .layer)
  }

  /// Refuses tensors that were not asked for.
  package func finish() throws(ModelError) {
    guard tensors.isEmpty else { throw .unknownTensors(file: file, tensors: tensors.keys.sorted()) }
  }
}

extension Tensor {
  /// The kernels' name for the type of weights that `TensorSource` has let through.
  var format: WeightFormat {
    switch type {
    case .float32: .float32
    case .bfloat16: .bfloat16
    case .uint8: .int8
    case .uint16, .int32, .int64:
      preconditionFailure("\(name) is stored as \(type.rawValue), which is no type of weights")
    }
  }
}

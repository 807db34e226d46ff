internal import Kernels
internal import ModelFiles

/// The tensors of a decoder, mapped from `model.safetensors` and checked against its configuration.
///
/// Names are those of LLaMA in Hugging Face; matrices are [outputs, inputs].
struct DecoderWeights: Sendable {
  /// One layer's tensors.
  struct Layer: Sendable {
    let attentionNorm, query, key, value, output: Tensor
    let queryNorm, keyNorm: Tensor?
    let feedForwardNorm, gate, up, down: Tensor
  }

  /// [vocabulary, width].
  let embedding: Tensor
  let layers: [Layer]
  let norm: Tensor
  /// [vocabulary, width]; the embedding itself when they are tied.
  let head: Tensor
  /// [outcomes, width].
  let outcomeHead: Tensor?
  let state: StateEmbedding?

  init(folder: String, config c: DecoderConfig) throws(ModelError) {
    var source = TensorSource(try SafetensorsFile(path: folder + "/model.safetensors"))
    embedding = try source.take("model.embed_tokens", [c.vocabularySize, c.width])
    var layers: [Layer] = []
    for index in 0..<c.layerCount { layers.append(try Layer(index, config: c, from: &source)) }
    self.layers = layers
    norm = try source.take("model.norm", [c.width])
    head = c.tiesEmbeddings ? embedding : try source.take("lm_head", [c.vocabularySize, c.width])
    outcomeHead = c.outcomes == 0 ? nil : try source.take("wdl_head", [c.outcomes, c.width])
    if c.stateFacts == 0 {
      state = nil
    } else {
      let name = String(c.stateTensor.dropLast(".weight".count))
      state = StateEmbedding(try source.take(name, [c.width, c.stateFacts]))
    }
    try source.finish()
  }
}

extension DecoderWeights.Layer {
  init(_ index: Int, config c: DecoderConfig, from source: inout TensorSource) throws(ModelError) {
    let prefix = "model.layers.\(index)."
    let queryWidth = c.heads * c.headSize
    let keyWidth = c.keyValueHeads * c.headSize
    attentionNorm = try source.take(prefix + "input_layernorm", [c.width])
    query = try source.take(prefix + "self_attn.q_proj", [queryWidth, c.width])
    key = try source.take(prefix + "self_attn.k_proj", [keyWidth, c.width])
    value = try source.take(prefix + "self_attn.v_proj", [keyWidth, c.width])
    output = try source.take(prefix + "self_attn.o_proj", [c.width, queryWidth])
    let normed = c.normalisesQueriesAndKeys
    queryNorm = normed ? try source.take(prefix + "self_attn.q_norm", [c.headSize]) : nil
    keyNorm = normed ? try source.take(prefix + "self_attn.k_norm", [c.headSize]) : nil
    feedForwardNorm = try source.take(prefix + "post_attention_layernorm", [c.width])
    gate = try source.take(prefix + "mlp.gate_proj", [c.feedForwardSize, c.width])
    up = try source.take(prefix + "mlp.up_proj", [c.feedForwardSize, c.width])
    down = try source.take(prefix + "mlp.down_proj", [c.width, c.feedForwardSize])
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

/// Hands out the tensors of a file by name, each once; none may be left over.
struct TensorSource {
  private let file: String
  private var tensors: [String: Tensor]

  init(_ file: SafetensorsFile) {
    self.file = file.path
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
  }

  /// The tensor `name`.weight, which must have `shape`.
  mutating func take(_ name: String, _ shape: [Int]) throws(ModelError) -> Tensor {
    let name = name + ".weight"
    guard let tensor = tensors.removeValue(forKey: name) else {
      throw .missingTensor(file: file, tensor: name, expected: shape)
    }
    guard tensor.shape == shape else {
      throw .wrongShape(file: file, tensor: name, expected: shape, found: tensor.shape)
    }
    guard tensor.type.isFloatingPoint else {
      throw .unsupportedType(
        file: file, tensor: name, found: tensor.type.rawValue, supported: [.bfloat16, .float32])
    }
    return tensor
  }

  func finish() throws(ModelError) {
    guard tensors.isEmpty else { throw .unknownTensors(file: file, tensors: tensors.keys.sorted()) }
  }
}

extension Tensor {
  /// The kernels' name for the type of weights that `TensorSource` has let through.
  var format: WeightFormat {
    precondition(type.isFloatingPoint, "\(name) is stored as \(type.rawValue), weights are BF16 or F32")
    return type == .float32 ? .float32 : .bfloat16
  }
}

extension DecoderWeights {
  /// The number of weights, tied ones once.
  var parameterCount: Int {
    let layerTensors = layers.flatMap { layer in
      [
        layer.attentionNorm, layer.query, layer.key, layer.value, layer.output, layer.feedForwardNorm,
        layer.gate, layer.up, layer.down,
      ] + [layer.queryNorm, layer.keyNorm].compactMap(\.self)
    }
    let tensors = layerTensors + [embedding, norm] + [outcomeHead].compactMap(\.self)
    let tied = head.name == embedding.name
    let stateCount = state.map { $0.rows.count / $0.format.size } ?? 0
    return tensors.reduce(0) { $0 + $1.elementCount } + (tied ? 0 : head.elementCount) + stateCount
  }
}

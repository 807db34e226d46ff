public import ModelFiles

extension DecoderConfig {
  /// Reads what the metadata of a GGUF file say of its model.
  ///
  /// The architectures are those of ``Family`` but ours. A key of the architecture that is not known, such as
  /// one of experts or of windows of attention, is an error that names it.
  public init(_ file: GGUFFile) throws(ModelError) {
    let family = try Self.family(of: file)
    let prefix = family.rawValue + "."
    let members = file.metadata.sorted { $0.key < $1.key }.filter { $0.key.hasPrefix(prefix) }.map {
      JSONValue.Member(name: String($0.key.dropFirst(prefix.count)), value: $0.value.json)
    }
    var reader = try ConfigReader(
      .object(members), file: file.path, harmless: ["vocab_size", "tensor_data_layout"], prefix: prefix)
    guard let embedding = file.tensors.first(where: { $0.name == "token_embd.weight" }),
      embedding.shape.count == 2
    else {
      throw .malformed(file: file.path, problem: "token_embd.weight, a matrix, should be among the tensors")
    }
    self.family = family
    vocabularySize = embedding.shape[0]
    width = try reader.count("embedding_length", in: 1...1 << 16)
    layerCount = try reader.count("block_count", in: 1...1024)
    heads = try reader.count("attention.head_count", in: 1...1 << 12)
    keyValueHeads = try reader.count("attention.head_count_kv", in: 1...heads, otherwise: heads)
    try reader.require(heads % keyValueHeads == 0, "attention.head_count_kv", "a divisor of \(heads)")
    headSize = try reader.count("attention.key_length", in: 2...256, otherwise: width / heads)
    try reader.require(headSize % 2 == 0, "attention.key_length", "an even number")
    try reader.expect("attention.value_length", .integer(headSize))
    feedForwardSize = try reader.count("feed_forward_length", in: 1...1 << 20)
    maximumLength = try reader.count("context_length", in: 1...1 << 24)
    tiesEmbeddings = !file.tensors.contains { $0.name == "output.weight" }
    let epsilon = family == .gpt2 ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"
    normEpsilon = Float(try reader.number(epsilon, in: 0...1))
    rotaryBase = try reader.number("rope.freq_base", in: 1...1e12, otherwise: 10_000)
    if family == .gpt2 {
      (norm, position, feedForward) = (.layer, .learned, .gelu)
      (hasAttentionBias, hasFeedForwardBias) = (true, true)
    } else {
      try reader.expect("rope.dimension_count", .integer(headSize))
      rotaryScaling = try reader.ggufRotaryScaling()
      // Nowhere in the metadata: the tensors say whether there are biases.
      let names = Set(file.tensors.map(\.name))
      hasAttentionBias = names.contains("blk.0.attn_q.bias")
      omitsOutputBias = hasAttentionBias && !names.contains("blk.0.attn_output.bias")
      hasFeedForwardBias = names.contains("blk.0.ffn_up.bias")
      normalisesQueriesAndKeys = family == .qwen3
    }
    try reader.expect("attention.causal", .boolean(true))
    try reader.expect("expert_count", .integer(0))
    try reader.expect("expert_used_count", .integer(0))
    try reader.finish()
  }

  private static func family(of file: GGUFFile) throws(ModelError) -> Family {
    let key = "general.architecture"
    let families = Family.allCases.filter { $0 != .yiwen }
    guard let family = families.first(where: { $0.rawValue == file[key]?.text }) else {
      throw .configuration(
        file: file.path, key: key, found: file[key]?.json.description,
        expected: families.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    if let parts = file["split.count"]?.integer, parts > 1 {
      throw .configuration(
        file: file.path, key: "split.count", found: "\(parts)", expected: "1, a file that is whole")
    }
    return family
  }
}

extension ConfigReader {
  /// How rotary angles are stretched, where metadata say so; Llama 3.1 has a tensor for it instead.
  fileprivate mutating func ggufRotaryScaling() throws(ModelError) -> RotaryScaling? {
    let old = has("rope.scale_linear") ? try number("rope.scale_linear", in: 1...1e6) : 1
    let kind = try text("rope.scaling.type") ?? (old > 1 ? "linear" : "none")
    ignore("rope.scaling.original_context_length")
    ignore("rope.scaling.finetuned")
    switch kind {
    case "none": return nil
    case "linear": return .linear(factor: try number("rope.scaling.factor", in: 1...1e6, otherwise: old))
    default: throw error("rope.scaling.type", .string(kind), "\"none\" or \"linear\"")
    }
  }
}

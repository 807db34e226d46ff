internal import ModelFiles

extension DecoderConfig {
  /// Reads the configuration of a LLaMA, a Qwen2 or a Qwen3 as Hugging Face has it.
  init(llama json: JSONValue, family: Family, file: String) throws(ModelError) {
    // How tensors are cut up for several machines leaves the products as they are; old files say the length twice.
    var reader = try ConfigReader(
      huggingFace: json, file: file, harmless: ["pretraining_tp", "max_sequence_length", "is_llama_config"])
    try reader.expect("rope_interleaved", .boolean(false))
    self.family = family
    vocabularySize = try reader.count("vocab_size", in: 1...1 << 24)
    width = try reader.count("hidden_size", in: 1...1 << 16)
    layerCount = try reader.count("num_hidden_layers", in: 1...1024)
    heads = try reader.count("num_attention_heads", in: 1...1 << 12)
    keyValueHeads = try reader.count("num_key_value_heads", in: 1...heads, otherwise: heads)
    try reader.require(heads % keyValueHeads == 0, "num_key_value_heads", "a divisor of \(heads)")
    headSize = try reader.count(
      "head_dim", in: 2...256, otherwise: family == .qwen3 ? 128 : width / heads)
    try reader.require(headSize % 2 == 0, "head_dim", "an even number")
    feedForwardSize = try reader.count("intermediate_size", in: 1...1 << 20)
    maximumLength = try reader.count("max_position_embeddings", in: 1...1 << 24)
    normEpsilon = Float(try reader.number("rms_norm_eps", in: 0...1, otherwise: 1e-6))
    try reader.expect("hidden_act", .string("silu"))
    (rotaryBase, rotaryScaling) = try reader.rotaryAngles(maximumLength: maximumLength)
    tiesEmbeddings = try reader.boolean("tie_word_embeddings")
    switch family {
    case .qwen2:
      (hasAttentionBias, omitsOutputBias) = (true, true)
      try reader.expect("use_mrope", .boolean(false))
    case .qwen3:
      hasAttentionBias = try reader.boolean("attention_bias")
      normalisesQueriesAndKeys = true
    case .llama, .gpt2, .yiwen:
      hasAttentionBias = try reader.boolean("attention_bias")
      hasFeedForwardBias = try reader.boolean("mlp_bias")
    }
    if family != .llama { try reader.refuseWindows() }
    try reader.finish()
  }
}

extension ConfigReader {
  /// The base of the rotary angles and how they are stretched, as old and new versions of Hugging Face's
  /// library write them.
  fileprivate mutating func rotaryAngles(
    maximumLength: Int
  ) throws(ModelError) -> (base: Double, scaling: RotaryScaling?) {
    let bases = 1.0...1e12
    var base = try number("rope_theta", in: bases, otherwise: 10_000)
    if var parameters = try object("rope_parameters") {
      base = try parameters.number("rope_theta", in: bases, otherwise: base)
      let scaling = try parameters.rotaryScaling()
      try parameters.finish()
      try expect("rope_scaling", .null)
      return (base, scaling)
    }
    guard var parameters = try object("rope_scaling") else { return (base, nil) }
    let scaling = try parameters.rotaryScaling()
    try parameters.finish()
    return (base, scaling)
  }

  private mutating func rotaryScaling() throws(ModelError) -> RotaryScaling? {
    let old = try text("type")
    let kind = try text("rope_type") ?? old ?? "default"
    switch kind {
    case "default": return nil
    case "linear": return .linear(factor: try number("factor", in: 1...1e6))
    case "llama3":
      let slow = try number("low_freq_factor", in: 1e-6...1e6)
      let fast = try number("high_freq_factor", in: 1e-6...1e6)
      try require(fast > slow, "high_freq_factor", "more than the low_freq_factor of \(slow)")
      return .llama3(
        factor: try number("factor", in: 1...1e6), slow: slow, fast: fast,
        originalLength: try count("original_max_position_embeddings", in: 1...1 << 24))
    default:
      throw error(
        has("rope_type") ? "rope_type" : "type", .string(kind), "\"default\", \"linear\" or \"llama3\"")
    }
  }

  /// Refuses windows of attention; where none slides, the numbers that would describe one mean nothing.
  fileprivate mutating func refuseWindows() throws(ModelError) {
    try expect("use_sliding_window", .boolean(false))
    try expectAll("layer_types", "full_attention")
    ignore("sliding_window")
    ignore("max_window_layers")
  }
}

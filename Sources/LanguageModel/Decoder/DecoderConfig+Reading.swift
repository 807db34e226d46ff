public import ModelFiles

extension DecoderConfig {
  /// Reads `config.json` in `folder`, of a model of ours or of one of Hugging Face's ``Family`` names.
  ///
  /// A missing value, an unknown key and a value that is not supported are errors that name it.
  public init(folder: String) throws(ModelError) {
    let path = folder + "/config.json"
    let bytes = try MappedFile.read(path: path, limit: 1 << 20)
    try self.init(json: bytes, file: path)
  }

  /// Reads the content of a `config.json`; `file` is its name in errors.
  public init(json bytes: [UInt8], file: String) throws(ModelError) {
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(file: file, error)
    }
    switch try Family(json, file: file) {
    case .yiwen: try self.init(yiwen: json, file: file)
    case .gpt2: try self.init(gpt2: json, file: file)
    case .llama: try self.init(llama: json, family: .llama, file: file)
    case .qwen2: try self.init(llama: json, family: .qwen2, file: file)
    case .qwen3: try self.init(llama: json, family: .qwen3, file: file)
    }
  }

  /// Reads a configuration as this program writes it.
  private init(yiwen json: JSONValue, file: String) throws(ModelError) {
    var reader = try ConfigReader(json, file: file, harmless: Self.descriptive)
    family = .yiwen
    vocabularySize = try reader.count("vocab_size", in: 1...1 << 24)
    width = try reader.count("hidden_size", in: 1...1 << 16)
    layerCount = try reader.count("num_hidden_layers", in: 1...1024)
    heads = try reader.count("num_attention_heads", in: 1...1 << 12)
    keyValueHeads = try reader.count("num_key_value_heads", in: 1...heads, otherwise: heads)
    headSize = try reader.count("head_dim", in: 2...256, otherwise: width / heads)
    feedForwardSize = try reader.count("intermediate_size", in: 1...1 << 20)
    maximumLength = try reader.count("max_position_embeddings", in: 1...1 << 24)
    norm = try reader.choice("norm", otherwise: .rootMeanSquare)
    position = try reader.choice("position", otherwise: .rotary)
    feedForward = try reader.choice("hidden_act", otherwise: .swiGLU)
    let epsilon = norm == .layer ? "layer_norm_eps" : "rms_norm_eps"
    normEpsilon = Float(try reader.number(epsilon, in: 0...1))
    rotaryBase = try reader.number("rope_theta", in: 1...1e12, otherwise: position == .learned ? 10_000 : nil)
    hasAttentionBias = try reader.boolean("attention_bias")
    hasFeedForwardBias = try reader.boolean("mlp_bias")
    normalisesQueriesAndKeys = try reader.boolean("qk_norm")
    tiesEmbeddings = try reader.boolean("tie_word_embeddings")
    outcomes = try reader.count("wdl_head", in: 0...1024, otherwise: 0)
    stateFacts = try reader.count("board_embedding", in: 0...1 << 24, otherwise: 0)
    let facts = try reader.count("state_embedding", in: 0...1 << 24, otherwise: 0)
    if facts > 0 {
      try reader.require(stateFacts == 0, "state_embedding", "absent or 0 beside a board_embedding")
      stateFacts = facts
      stateTensor = "model.embed_state.weight"
    }
    candidateFeatures = try reader.count("candidate_features", in: 0...1 << 20, otherwise: 0)
    candidateWidth = try reader.count("candidate_width", in: 0...1 << 12, otherwise: 0)
    try reader.require(
      (candidateFeatures > 0) == (candidateWidth > 0), "candidate_width",
      candidateFeatures > 0
        ? "at least 1 beside candidate_features" : "absent or 0 without candidate_features")
    sequence = try reader.text("sequence")
    prefixLength = try reader.count("prefix", in: 0...maximumLength, otherwise: 0)
    pieces = try reader.count("pieces", in: 0...prefixLength, otherwise: 0)
    history = try reader.optionalCount("history", in: 0...prefixLength)
    mask = try reader.choice("attention_mask", otherwise: prefixLength > 0 ? .prefix : .causal)
    try reader.require(
      mask == .prefix || prefixLength == 0, "attention_mask", "\"prefix\" beside a prefix of \(prefixLength)")
    try reader.require(
      pieces + (history ?? 0) < max(1, prefixLength), "prefix", "more than the pieces and the history in it")
    try reader.require(heads % keyValueHeads == 0, "num_key_value_heads", "a divisor of \(heads)")
    try reader.require(headSize % 2 == 0, "head_dim", "an even number")
    try reader.finish()
  }

  /// Keys that say nothing about the computation.
  private static let descriptive: Set<String> = [
    "model_type", "architectures", "torch_dtype", "bos_token_id", "eos_token_id", "pad_token_id", "dropout",
    "task", "view", "transformers_version",
  ]
}

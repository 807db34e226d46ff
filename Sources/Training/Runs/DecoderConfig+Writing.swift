public import LanguageModel
public import ModelFiles

extension DecoderConfig {
  /// The members of a `config.json` that states this configuration, with `details` added.
  ///
  /// - Parameters:
  ///   - type: How the weights beside it are stored.
  ///   - details: Members that do not change the computation; those that the configuration states itself are
  ///     left out.
  /// - Returns: An object that `DecoderConfig.init(json:file:)` reads as this configuration.
  public func json(
    type: Tensor.ElementType = .bfloat16, details: [(name: String, value: JSONValue)] = []
  ) -> JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ value: JSONValue) { members.append(.init(name: name, value: value)) }
    add("model_type", .string("yiwen"))
    add("architectures", .array([.string("YiwenDecoder")]))
    add("vocab_size", .integer(vocabularySize))
    add("hidden_size", .integer(width))
    add("num_hidden_layers", .integer(layerCount))
    add("num_attention_heads", .integer(heads))
    add("num_key_value_heads", .integer(keyValueHeads))
    add("head_dim", .integer(headSize))
    add("intermediate_size", .integer(feedForwardSize))
    add("hidden_act", .string(feedForward.rawValue))
    add("norm", .string(norm.rawValue))
    // Seven digits, as people write it, say the same single-precision number.
    let epsilon = JSONValue.number(Double("\(normEpsilon)") ?? Double(normEpsilon))
    add(norm == .layer ? "layer_norm_eps" : "rms_norm_eps", epsilon)
    add("position", .string(position.rawValue))
    if position == .rotary { add("rope_theta", .number(rotaryBase)) }
    add("max_position_embeddings", .integer(maximumLength))
    add("qk_norm", .boolean(normalisesQueriesAndKeys))
    add("tie_word_embeddings", .boolean(tiesEmbeddings))
    add("attention_bias", .boolean(hasAttentionBias))
    add("mlp_bias", .boolean(hasFeedForwardBias))
    if stateFacts > 0 {
      add(
        stateTensor == "model.embed_board.weight" ? "board_embedding" : "state_embedding",
        .integer(stateFacts))
    }
    if outcomes > 0 { add("wdl_head", .integer(outcomes)) }
    if candidateFeatures > 0 {
      add("candidate_features", .integer(candidateFeatures))
      add("candidate_width", .integer(candidateWidth))
    }
    add("attention_mask", .string(mask.rawValue))
    if let sequence { add("sequence", .string(sequence)) }
    if prefixLength > 0 { add("prefix", .integer(prefixLength)) }
    if pieces > 0 { add("pieces", .integer(pieces)) }
    if let history { add("history", .integer(history)) }
    add("torch_dtype", .string(type == .bfloat16 ? "bfloat16" : "float32"))
    for detail in details where !Self.statedKeys.contains(detail.name) { add(detail.name, detail.value) }
    return .object(members)
  }

  /// The names that ``json(type:details:)`` gives values of its own.
  static let statedKeys: Set<String> = [
    "model_type", "architectures", "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "head_dim", "intermediate_size", "hidden_act", "norm", "layer_norm_eps",
    "rms_norm_eps", "position", "rope_theta", "max_position_embeddings", "qk_norm", "tie_word_embeddings",
    "attention_bias", "mlp_bias", "board_embedding", "state_embedding", "wdl_head", "candidate_features",
    "candidate_width", "attention_mask",
    "sequence", "prefix", "pieces", "history", "torch_dtype",
  ]
}

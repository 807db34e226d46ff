internal import ModelFiles

extension DecoderConfig {
  /// Reads the configuration of a GPT-2 as Hugging Face has it; CPM and many Chinese models are of that shape.
  init(gpt2 json: JSONValue, file: String) throws(ModelError) {
    var reader = try ConfigReader(huggingFace: json, file: file, harmless: Self.gpt2Descriptive)
    family = .gpt2
    vocabularySize = try reader.count("vocab_size", in: 1...1 << 24)
    width = try reader.count("n_embd", in: 1...1 << 16)
    layerCount = try reader.count("n_layer", in: 1...1024)
    heads = try reader.count("n_head", in: 1...1 << 12)
    keyValueHeads = heads
    headSize = width / heads
    try reader.require(
      headSize * heads == width && headSize % 2 == 0 && (2...256).contains(headSize), "n_head",
      "a number that cuts the width of \(width) into heads of an even size up to 256")
    feedForwardSize = try reader.count("n_inner", in: 1...1 << 20, otherwise: 4 * width)
    // Old files call the same number n_ctx too.
    let length = reader.has("n_positions") ? "n_positions" : "n_ctx"
    maximumLength = try reader.count(length, in: 1...1 << 24)
    try reader.expect("n_ctx", .integer(maximumLength))
    normEpsilon = Float(try reader.number("layer_norm_epsilon", in: 0...1, otherwise: 1e-5))
    rotaryBase = 10_000
    (norm, position) = (.layer, .learned)
    (hasAttentionBias, hasFeedForwardBias) = (true, true)
    let activation = try reader.text("activation_function") ?? "gelu_new"
    try reader.require(
      Self.tanhGELU.contains(activation), "activation_function",
      Self.tanhGELU.map { "\"\($0)\"" }.joined(separator: " or "))
    feedForward = .gelu
    tiesEmbeddings = try reader.boolean("tie_word_embeddings", otherwise: true)
    try reader.expect("scale_attn_weights", .boolean(true))
    try reader.expect("scale_attn_by_inverse_layer_idx", .boolean(false))
    try reader.finish()
  }

  /// What Hugging Face calls GELU by the hyperbolic tangent.
  private static let tanhGELU = ["gelu_new", "gelu_pytorch_tanh", "gelu_fast"]

  /// Keys of GPT-2 that do not change what it computes, such as how it was trained.
  private static let gpt2Descriptive: Set<String> = [
    "attn_pdrop", "embd_pdrop", "resid_pdrop", "n_special", "predict_special_tokens",
    "reorder_and_upcast_attn", "summary_activation", "summary_first_dropout", "summary_proj_to_labels",
    "summary_type", "summary_use_proj",
  ]
}

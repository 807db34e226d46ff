extension TensorNames {
  /// GPT-2 of Hugging Face: matrices have a row for each input, and query, key and value lie side by side.
  static let gpt2 = TensorNames(
    places: [
      "model.embed_tokens": TensorPlace("wte"),
      "model.embed_positions": TensorPlace("wpe"),
      "model.layers.#.input_layernorm": TensorPlace("h.#.ln_1"),
      "model.layers.#.self_attn.q_proj": TensorPlace("h.#.attn.c_attn", part: 0, of: 3, isTurned: true),
      "model.layers.#.self_attn.k_proj": TensorPlace("h.#.attn.c_attn", part: 1, of: 3, isTurned: true),
      "model.layers.#.self_attn.v_proj": TensorPlace("h.#.attn.c_attn", part: 2, of: 3, isTurned: true),
      "model.layers.#.self_attn.o_proj": TensorPlace("h.#.attn.c_proj", isTurned: true),
      "model.layers.#.post_attention_layernorm": TensorPlace("h.#.ln_2"),
      "model.layers.#.mlp.up_proj": TensorPlace("h.#.mlp.c_fc", isTurned: true),
      "model.layers.#.mlp.down_proj": TensorPlace("h.#.mlp.c_proj", isTurned: true),
      "model.norm": TensorPlace("ln_f"),
    ],
    // The causal mask, which old files kept beside the weights.
    ignored: ["h.#.attn.bias", "h.#.attn.masked_bias"],
    optionalPrefix: "transformer.")
}

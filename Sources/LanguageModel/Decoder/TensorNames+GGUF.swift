extension TensorNames {
  /// The names in a GGUF file of that family.
  init(ggufOf config: DecoderConfig) {
    places = [
      "model.embed_tokens": TensorPlace("token_embd"),
      "model.embed_positions": TensorPlace("position_embd"),
      "model.layers.#.input_layernorm": TensorPlace("blk.#.attn_norm"),
      "model.layers.#.self_attn.q_proj": TensorPlace("blk.#.attn_q"),
      "model.layers.#.self_attn.k_proj": TensorPlace("blk.#.attn_k"),
      "model.layers.#.self_attn.v_proj": TensorPlace("blk.#.attn_v"),
      "model.layers.#.self_attn.o_proj": TensorPlace("blk.#.attn_output"),
      "model.layers.#.self_attn.q_norm": TensorPlace("blk.#.attn_q_norm"),
      "model.layers.#.self_attn.k_norm": TensorPlace("blk.#.attn_k_norm"),
      "model.layers.#.post_attention_layernorm": TensorPlace("blk.#.ffn_norm"),
      "model.layers.#.mlp.gate_proj": TensorPlace("blk.#.ffn_gate"),
      "model.layers.#.mlp.up_proj": TensorPlace("blk.#.ffn_up"),
      "model.layers.#.mlp.down_proj": TensorPlace("blk.#.ffn_down"),
      "model.norm": TensorPlace("output_norm"),
      "lm_head": TensorPlace("output"),
    ]
    switch config.family {
    case .gpt2:
      for (part, name) in ["q_proj", "k_proj", "v_proj"].enumerated() {
        places["model.layers.#.self_attn." + name] = TensorPlace("blk.#.attn_qkv", part: part, of: 3)
      }
    case .llama:
      for name in ["q", "k"] {
        places["model.layers.#.self_attn.\(name)_proj"] = TensorPlace(
          "blk.#.attn_\(name)", isInterleaved: true)
      }
      rotaryFactors = "rope_freqs"
    case .qwen2, .qwen3, .yiwen: break
    }
  }
}

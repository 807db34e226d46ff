internal import Foundation
internal import LanguageModel
internal import ModelFiles

/// The configuration and the weights of a tiny model with a prefix mask.
enum RandomWeights {
  /// Writes `config.json` and `model.safetensors`; the weights follow from `seed`.
  static func write(
    to folder: String, vocabulary: Int, context: Int, outcomes: Int = 0, seed: UInt64
  ) throws {
    let (width, inner, size) = (16, 24, 8)
    let config = """
      {"vocab_size": \(vocabulary), "hidden_size": \(width), "num_hidden_layers": 2, "num_attention_heads": 2,
       "num_key_value_heads": 1, "head_dim": \(size), "intermediate_size": \(inner), "hidden_act": "silu",
       "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "max_position_embeddings": \(context),
       "attention_mask": "prefix", "wdl_head": \(outcomes)}
      """
    try Data(config.utf8).write(to: URL(fileURLWithPath: folder + "/config.json"))
    var shapes: [(String, [Int])] = [
      ("model.embed_tokens.weight", [vocabulary, width]), ("lm_head.weight", [vocabulary, width]),
      ("model.norm.weight", [width]),
    ]
    if outcomes > 0 { shapes.append(("wdl_head.weight", [outcomes, width])) }
    for layer in 0..<2 {
      let name = "model.layers.\(layer)."
      shapes += [
        (name + "input_layernorm.weight", [width]), (name + "post_attention_layernorm.weight", [width]),
        (name + "self_attn.q_proj.weight", [2 * size, width]),
        (name + "self_attn.k_proj.weight", [size, width]),
        (name + "self_attn.v_proj.weight", [size, width]),
        (name + "self_attn.o_proj.weight", [width, 2 * size]),
        (name + "mlp.gate_proj.weight", [inner, width]), (name + "mlp.up_proj.weight", [inner, width]),
        (name + "mlp.down_proj.weight", [width, inner]),
      ]
    }
    var generator = SeededGenerator(seed: seed)
    let writer = try SafetensorsWriter(
      path: folder + "/model.safetensors", entries: shapes.map { .init($0.0, .float32, $0.1) })
    for (_, shape) in shapes {
      try writer.write(
        (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &generator) })
    }
    try writer.finish()
  }
}

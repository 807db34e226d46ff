internal import Foundation
internal import LanguageModel
internal import ModelFiles
public import Tokenizers

/// A model of a few words that knows the tasks, with random weights: a prefix mask and an outcome head.
public final class RandomTaskModel {
  /// The model's folder, removed when this object goes.
  public let folder: String
  /// Its vocabulary.
  public static let tokenizer = UnigramTokenizer(
    special: SpecialToken.names + TaskToken.names,
    pieces: ["天气", "公园", "学校", "今天", "我", "们", "去", "玩", "好", "很", "，", "。", "\n", "天", "气", "公", "园"]
      .enumerated().map { .init(text: $1, score: -1 - Double($0) / 8) })

  /// Weights that follow from `seed`.
  public init(context: Int = 96, seed: UInt64 = 3) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    folder = url.path
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(Self.tokenizer.json.text().utf8).write(to: url.appendingPathComponent("tokenizer.json"))
    let (count, width, inner, size) = (Self.tokenizer.count, 16, 24, 8)
    let config = """
      {"vocab_size": \(count), "hidden_size": \(width), "num_hidden_layers": 2, "num_attention_heads": 2,
       "num_key_value_heads": 1, "head_dim": \(size), "intermediate_size": \(inner), "hidden_act": "silu",
       "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "max_position_embeddings": \(context),
       "attention_mask": "prefix", "wdl_head": 5}
      """
    try Data(config.utf8).write(to: url.appendingPathComponent("config.json"))
    var shapes: [(String, [Int])] = [
      ("model.embed_tokens.weight", [count, width]), ("lm_head.weight", [count, width]),
      ("model.norm.weight", [width]), ("wdl_head.weight", [5, width]),
    ]
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

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

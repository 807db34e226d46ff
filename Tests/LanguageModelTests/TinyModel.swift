import Foundation
import LanguageModel

/// A model folder with random weights, removed when this object goes.
final class TinyModel {
  let folder: String
  /// The weights by name, row major.
  private(set) var weights: [String: (shape: [Int], values: [Float])] = [:]

  /// The sizes used here; `changes` are added to or replace keys of the configuration.
  static let sizes: [String: String] = [
    "vocab_size": "37", "hidden_size": "24", "num_hidden_layers": "2", "num_attention_heads": "4",
    "num_key_value_heads": "2", "head_dim": "6", "intermediate_size": "35", "hidden_act": "\"silu\"",
    "rms_norm_eps": "1e-6", "rope_theta": "10000.0", "max_position_embeddings": "32",
  ]

  init(
    _ changes: [String: String] = [:], leavingOut: String? = nil, adding: String? = nil,
    reshaping: String? = nil, damaging: String? = nil
  ) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    folder = url.path
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let config = Self.sizes.merging(changes) { $1 }
    let json = "{" + config.map { "\"\($0.key)\": \($0.value)" }.sorted().joined(separator: ", ") + "}"
    try Data(json.utf8).write(to: url.appendingPathComponent("config.json"))

    var generator = SeededGenerator(seed: 5)
    for (name, shape) in Self.tensors(config) where name != leavingOut {
      let count = shape.reduce(1, *)
      var values = (0..<count).map { _ in Float(Double(generator.next() >> 11) * 0x1p-53 - 0.5) }
      if name == damaging { values[0] = .nan }
      weights[name] = (name == reshaping ? [1] + shape : shape, values)
    }
    if let adding { weights[adding] = ([1], [0]) }
    try Data(Self.file(weights)).write(to: url.appendingPathComponent("model.safetensors"))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static func tensors(_ config: [String: String]) -> [(String, [Int])] {
    func size(_ key: String) -> Int { max(0, Int(config[key] ?? "0") ?? 0) }
    let (width, inner, head) = (size("hidden_size"), size("intermediate_size"), size("head_dim"))
    let (q, k) = (size("num_attention_heads") * head, size("num_key_value_heads") * head)
    var tensors = [
      ("model.embed_tokens.weight", [size("vocab_size"), width]), ("model.norm.weight", [width]),
    ]
    if config["tie_word_embeddings"] != "true" {
      tensors.append(("lm_head.weight", [size("vocab_size"), width]))
    }
    if size("wdl_head") > 0 { tensors.append(("wdl_head.weight", [size("wdl_head"), width])) }
    for (key, name) in [("board_embedding", "embed_board"), ("state_embedding", "embed_state")]
    where size(key) > 0 {
      tensors.append(("model.\(name).weight", [width, size(key)]))
    }
    for layer in 0..<size("num_hidden_layers") {
      var parts = [
        ("input_layernorm", [width]), ("post_attention_layernorm", [width]),
        ("self_attn.q_proj", [q, width]),
        ("self_attn.k_proj", [k, width]), ("self_attn.v_proj", [k, width]), ("self_attn.o_proj", [width, q]),
        ("mlp.gate_proj", [inner, width]), ("mlp.up_proj", [inner, width]),
        ("mlp.down_proj", [width, inner]),
      ]
      if config["qk_norm"] == "true" {
        parts += [("self_attn.q_norm", [head]), ("self_attn.k_norm", [head])]
      }
      tensors += parts.map { ("model.layers.\(layer).\($0.0).weight", $0.1) }
    }
    return tensors
  }

  private static func file(_ weights: [String: (shape: [Int], values: [Float])]) -> [UInt8] {
    var entries: [String] = []
    var data: [UInt8] = []
    for (name, tensor) in weights.sorted(by: { $0.key < $1.key }) {
      let start = data.count
      for value in tensor.values {
        data += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":\#(tensor.shape),"data_offsets":[\#(start),\#(data.count)]}"#)
    }
    // One byte more than a multiple of four, so that no tensor is aligned.
    var header = "{" + entries.joined(separator: ",") + "}"
    while (header.utf8.count + 8) % 4 != 1 { header += " " }
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
  }
}

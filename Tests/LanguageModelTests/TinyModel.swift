import Foundation
import LanguageModel

/// A model folder with random weights, removed when this object goes.
final class TinyModel {
  let folder: String
  /// The weights by name, row major.
  private(set) var weights: [String: (shape: [Int], values: [Float])] = [:]

  /// The sizes used here; `changes` are added to or replace keys of the configuration, or take
  /// one away where they are empty.
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
    let config = Self.sizes.merging(changes) { $1 }.filter { !$0.value.isEmpty }
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

  /// Shares the weights out to two files and an index, which `changing` may spoil first.
  func share(changing: (inout [String: String]) -> Void = { _ in }) throws {
    let url = URL(fileURLWithPath: folder)
    var index: [String: String] = [:]
    for (number, name) in weights.keys.sorted().enumerated() { index[name] = "part-\(number % 2)" }
    for part in Set(index.values) {
      let content = weights.filter { index[$0.key] == part }
      try Data(Self.file(content)).write(to: url.appendingPathComponent(part))
    }
    changing(&index)
    let entries = index.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \"\($0.value)\"" }
    let json = "{\"metadata\": {}, \"weight_map\": {" + entries.joined(separator: ", ") + "}}"
    try Data(json.utf8).write(to: url.appendingPathComponent("model.safetensors.index.json"))
    try FileManager.default.removeItem(at: url.appendingPathComponent("model.safetensors"))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static func tensors(_ config: [String: String]) -> [(String, [Int])] {
    func isTrue(_ key: String) -> Bool { config[key] == "true" }
    func size(_ key: String) -> Int { max(0, Int(config[key] ?? "0") ?? 0) }
    let (width, inner, head) = (size("hidden_size"), size("intermediate_size"), size("head_dim"))
    let (q, k) = (size("num_attention_heads") * head, size("num_key_value_heads") * head)
    let isLayerNorm = config["norm"] == "\"layernorm\""
    var tensors = [
      ("model.embed_tokens.weight", [size("vocab_size"), width]), ("model.norm.weight", [width]),
    ]
    if isLayerNorm { tensors.append(("model.norm.bias", [width])) }
    if config["position"] == "\"learned\"" {
      tensors.append(("model.embed_positions.weight", [size("max_position_embeddings"), width]))
    }
    if !isTrue("tie_word_embeddings") {
      tensors.append(("lm_head.weight", [size("vocab_size"), width]))
    }
    if size("wdl_head") > 0 { tensors.append(("wdl_head.weight", [size("wdl_head"), width])) }
    for (key, name) in [("board_embedding", "embed_board"), ("state_embedding", "embed_state")]
    where size(key) > 0 {
      tensors.append(("model.\(name).weight", [width, size(key)]))
    }
    for layer in 0..<size("num_hidden_layers") {
      let norms = [("input_layernorm", [width]), ("post_attention_layernorm", [width])]
      let attention = [
        ("self_attn.q_proj", [q, width]), ("self_attn.k_proj", [k, width]),
        ("self_attn.v_proj", [k, width]), ("self_attn.o_proj", [width, q]),
      ]
      var feedForward = [("mlp.up_proj", [inner, width]), ("mlp.down_proj", [width, inner])]
      if config["hidden_act"] != "\"gelu_new\"" { feedForward.append(("mlp.gate_proj", [inner, width])) }
      var parts = (norms + attention + feedForward).map { ($0.0 + ".weight", $0.1) }
      let biased =
        (isLayerNorm ? norms : []) + (isTrue("attention_bias") ? attention : [])
        + (isTrue("mlp_bias") ? feedForward : [])
      parts += biased.map { ($0.0 + ".bias", [$0.1[0]]) }
      if isTrue("qk_norm") {
        parts += [("self_attn.q_norm.weight", [head]), ("self_attn.k_norm.weight", [head])]
      }
      tensors += parts.map { ("model.layers.\(layer).\($0.0)", $0.1) }
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

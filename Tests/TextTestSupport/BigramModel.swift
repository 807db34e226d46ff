internal import Foundation
internal import LanguageModel
internal import ModelFiles
internal import Tokenizers

/// A model whose next token depends on the last one alone, by a table of probabilities: every answer is known.
///
/// The embedding of a token is a vector with a single 1, attention and feed-forward add nothing, and the head's column of
/// a token holds the logarithms of the probabilities of what follows it.
public final class BigramModel {
  /// The model's folder, removed when this object goes.
  public let folder: String
  /// The tokens behind the special ones.
  public let letters: [Character]

  /// What each character is followed by, with which probability; `^` begins and `$` ends a text.
  ///
  /// What is not named has a probability of about 1e-9. A newline is written as it is.
  public init(_ letters: String, _ table: [Character: [Character: Double]], context: Int = 64) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    folder = url.path
    self.letters = Array(letters)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let names = self.letters.map { $0 == "\n" ? "<0x0A>" : String($0) }
    let lines = (SpecialToken.names + names).joined(separator: "\n") + "\n"
    try Data(lines.utf8).write(to: url.appendingPathComponent("tokens.txt"))
    let count = 4 + self.letters.count
    let config = """
      {"vocab_size": \(count), "hidden_size": \(count), "num_hidden_layers": 1, "num_attention_heads": 1,
       "num_key_value_heads": 1, "head_dim": 2, "intermediate_size": 1, "hidden_act": "silu",
       "rms_norm_eps": 1e-12, "rope_theta": 10000.0, "max_position_embeddings": \(context)}
      """
    try Data(config.utf8).write(to: url.appendingPathComponent("config.json"))

    var head = [Float](repeating: -20, count: count * count)
    for (previous, followers) in table {
      for (next, probability) in followers {
        head[id(next, after: true) * count + id(previous, after: false)] = Float(log(probability))
      }
    }
    // The norm turns a single 1 into the root of the width.
    head = head.map { $0 / Float(count).squareRoot() }
    var identity = [Float](repeating: 0, count: count * count)
    for index in 0..<count { identity[index * count + index] = 1 }
    let layer = "model.layers.0."
    let tensors: [(name: String, shape: [Int], values: [Float])] = [
      ("model.embed_tokens.weight", [count, count], identity), ("lm_head.weight", [count, count], head),
      ("model.norm.weight", [count], Array(repeating: 1, count: count)),
      (layer + "input_layernorm.weight", [count], Array(repeating: 1, count: count)),
      (layer + "post_attention_layernorm.weight", [count], Array(repeating: 1, count: count)),
      (layer + "self_attn.q_proj.weight", [2, count], Array(repeating: 0, count: 2 * count)),
      (layer + "self_attn.k_proj.weight", [2, count], Array(repeating: 0, count: 2 * count)),
      (layer + "self_attn.v_proj.weight", [2, count], Array(repeating: 0, count: 2 * count)),
      (layer + "self_attn.o_proj.weight", [count, 2], Array(repeating: 0, count: 2 * count)),
      (layer + "mlp.gate_proj.weight", [1, count], Array(repeating: 0, count: count)),
      (layer + "mlp.up_proj.weight", [1, count], Array(repeating: 0, count: count)),
      (layer + "mlp.down_proj.weight", [count, 1], Array(repeating: 0, count: count)),
    ]
    let writer = try SafetensorsWriter(
      path: folder + "/model.safetensors",
      entries: tensors.map { .init($0.name, .float32, $0.shape) })
    for tensor in tensors { try writer.write(tensor.values) }
    try writer.finish()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// `^` is `<bos>`; `$` is `<eos>`.
  private func id(_ character: Character, after: Bool) -> Int {
    switch character {
    case "^": 1
    case "$": 2
    default: 4 + (letters.firstIndex(of: character) ?? 0)
    }
  }
}

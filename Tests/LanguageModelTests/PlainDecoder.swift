import Foundation
import LanguageModel

/// The decoder as a textbook writes it: one stream, no cache, every sum in `Double`.
struct PlainDecoder {
  let config: DecoderConfig
  let weights: [String: (shape: [Int], values: [Float])]

  init(_ model: TinyModel) throws {
    config = try DecoderConfig(folder: model.folder)
    weights = model.weights
  }

  /// The logits and outcomes after every input of a stream of that shape.
  func answers(
    to inputs: [TokenInput], shape: StreamShape = StreamShape()
  ) -> [(logits: [Double], outcome: [Double])] {
    var x = inputs.enumerated().map { embedding(of: $1, at: shape.place(of: $0)) }
    for layer in 0..<config.layerCount {
      let name = "model.layers.\(layer)."
      let mixed = attention(
        x.map { norm($0, name + "input_layernorm") }, name + "self_attn.", shape: shape)
      x = zip(x, mixed).map { zip($0, $1).map(+) }
      for row in x.indices {
        let n = norm(x[row], name + "post_attention_layernorm")
        var inner = product(name + "mlp.up_proj", n)
        switch config.feedForward {
        case .swiGLU:
          let gate = product(name + "mlp.gate_proj", n).map { $0 / (1 + exp(-$0)) }
          inner = zip(gate, inner).map(*)
        case .gelu:
          inner = inner.map {
            $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
          }
        }
        x[row] = zip(x[row], product(name + "mlp.down_proj", inner)).map(+)
      }
    }
    return x.map { row in
      let n = norm(row, "model.norm")
      return (
        product(config.tiesEmbeddings ? "model.embed_tokens" : "lm_head", n),
        config.outcomes > 0 ? product("wdl_head", n) : []
      )
    }
  }

  private func values(_ name: String) -> [Double] {
    (weights[name + ".weight"]?.values ?? []).map(Double.init)
  }

  /// Zeros where there is no bias.
  private func biases(_ name: String, count: Int) -> [Double] {
    weights[name + ".bias"]?.values.map(Double.init) ?? Array(repeating: 0, count: count)
  }

  private func product(_ name: String, _ x: [Double]) -> [Double] {
    let w = values(name)
    let rows = w.count / x.count
    return zip(0..<rows, biases(name, count: rows)).map { row, bias in
      x.indices.reduce(bias) { $0 + w[row * x.count + $1] * x[$1] }
    }
  }

  /// Only a norm with a bias subtracts the mean.
  private func norm(_ x: [Double], _ name: String) -> [Double] {
    let mean = weights[name + ".bias"] == nil ? 0 : x.reduce(0, +) / Double(x.count)
    let square = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    let scale = 1 / (square + Double(config.normEpsilon)).squareRoot()
    return zip(zip(x, values(name)), biases(name, count: x.count)).map { ($0.0 - mean) * scale * $0.1 + $1 }
  }

  private func embedding(of input: TokenInput, at place: Int) -> [Double] {
    let table = values("model.embed_tokens")
    var x = (0..<config.width).map { table[Int(input.token) * config.width + $0] }
    if config.position == .learned {
      let places = values("model.embed_positions")
      for c in x.indices { x[c] += places[place * config.width + c] }
    }
    guard !input.features.isEmpty else { return x }
    let state = values(String(config.stateTensor.dropLast(7)))
    for feature in input.features {
      for c in x.indices { x[c] += state[c * config.stateFacts + Int(feature)] }
    }
    return x
  }

  private func attention(_ rows: [[Double]], _ name: String, shape: StreamShape) -> [[Double]] {
    let size = config.headSize
    func heads(_ part: String, _ count: Int) -> [[[Double]]] {
      rows.enumerated().map { position, row in
        let all = product(name + part + "_proj", row)
        return (0..<count).map { head in
          var slice = Array(all[head * size..<(head + 1) * size])
          if part == "v" { return slice }
          if config.normalisesQueriesAndKeys { slice = norm(slice, name + part + "_norm") }
          return config.position == .rotary ? rotated(slice, by: shape.place(of: position)) : slice
        }
      }
    }
    let (q, k) = (heads("q", config.heads), heads("k", config.keyValueHeads))
    let v = heads("v", config.keyValueHeads)
    return rows.indices.map { t in
      let seen = 0..<max(t + 1, shape.prefixLength)
      var mixed: [Double] = []
      for head in 0..<config.heads {
        let group = head / (config.heads / config.keyValueHeads)
        let scores = seen.map { p in
          exp(zip(q[t][head], k[p][group]).reduce(0) { $0 + $1.0 * $1.1 } / Double(size).squareRoot())
        }
        let total = scores.reduce(0, +)
        mixed += (0..<size).map { c in seen.reduce(0) { $0 + scores[$1] / total * v[$1][group][c] } }
      }
      return product(name + "o_proj", mixed)
    }
  }

  private func rotated(_ x: [Double], by position: Int) -> [Double] {
    let half = x.count / 2
    var y = x
    for pair in 0..<half {
      let angle = Double(position) * pow(config.rotaryBase, -2 * Double(pair) / Double(x.count))
      y[pair] = x[pair] * cos(angle) - x[pair + half] * sin(angle)
      y[pair + half] = x[pair + half] * cos(angle) + x[pair] * sin(angle)
    }
    return y
  }
}

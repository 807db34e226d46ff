import LanguageModel
import Testing

@testable import Kernels
@testable import Training

/// A tiny decoder of each kind, no two alike in anything.
struct FamilyMember: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let config: DecoderConfig
  var sparseSoftmax = 0
  var dropout: Float = 0

  static let all = [
    member("plain causal") { _ in },
    member("query/key norm, facts, outcomes") {
      $0.normalisesQueriesAndKeys = true
      $0.stateFacts = 12
      $0.outcomes = 3
    },
    member("prefix, tied") {
      $0.mask = .prefix
      $0.tiesEmbeddings = true
    },
    member("shared keys, biases, query/key norm", keyValueHeads: 1) {
      $0.hasAttentionBias = true
      $0.hasFeedForwardBias = true
      $0.normalisesQueriesAndKeys = true
    },
    member("GPT-2") {
      $0.norm = .layer
      $0.position = .learned
      $0.feedForward = .gelu
      $0.hasAttentionBias = true
      $0.hasFeedForwardBias = true
      $0.tiesEmbeddings = true
    },
    member("GELU, learned places, prefix") {
      $0.position = .learned
      $0.feedForward = .gelu
      $0.mask = .prefix
    },
    member("LayerNorm, rotary, facts", keyValueHeads: 2) {
      $0.norm = .layer
      $0.stateFacts = 12
    },
    member("no layers", layers: 0) { $0.outcomes = 3 },
    member("dropout", dropout: 0.3) { $0.outcomes = 3 },
    member("sparse softmax", sparseSoftmax: 5) { _ in },
  ]

  private static func member(
    _ name: String, layers: Int = 2, keyValueHeads: Int = 4, sparseSoftmax: Int = 0, dropout: Float = 0,
    change: (inout DecoderConfig) -> Void
  ) -> FamilyMember {
    var config = DecoderConfig(
      vocabularySize: 23, width: 20, layerCount: layers, heads: 4, keyValueHeads: keyValueHeads, headSize: 6,
      feedForwardSize: 27, maximumLength: 16)
    change(&config)
    if config.stateFacts > 0 { config.stateTensor = "model.embed_state.weight" }
    return FamilyMember(testDescription: name, config: config, sparseSoftmax: sparseSoftmax, dropout: dropout)
  }

  /// A pass and parameters with nothing at 0 or 1, where an error would hide.
  func pass(seed: UInt64) -> (pass: DecoderPass, parameters: FloatArena) {
    let pass = DecoderPass(config: config, compute: .best, expectedTokens: 8, sparseSoftmax: sparseSoftmax)
    let parameters = FloatArena(count: pass.layout.count)
    Initialisation.fill(parameters, layout: pass.layout, config: config, seed: seed, orthogonal: false)
    var generator = SeededGenerator(seed: seed)
    for index in 0..<parameters.count {
      parameters.base[index] += Float.random(in: -0.2...0.2, using: &generator)
    }
    return (pass, parameters)
  }

  /// Sequences of several lengths, with and without targets, facts, outcomes and prefixes.
  func batch(seed: UInt64) -> TrainingBatch {
    var generator = SeededGenerator(seed: seed)
    let starts: [Int32] = [0, 5, 6, 14, 17]
    let count = 17
    func random(_ range: Range<Int>) -> Int32 { Int32(Int.random(in: range, using: &generator)) }
    let counts = (0..<count).map { config.stateFacts > 0 ? $0 % 4 : 0 }
    var features: [Int32] = []
    for factCount in counts { features += (0..<factCount).map { Int32($0 * 4) + random(0..<4) } }
    return TrainingBatch(
      tokens: (0..<count).map { _ in random(0..<config.vocabularySize) },
      positions: zip(starts, starts.dropFirst()).flatMap { (0..<$1 - $0).map { $0 } },
      featureOffsets: counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) },
      features: features,
      sequenceStarts: starts, prefixLengths: config.mask == .prefix ? [3, 1, 8, 0] : [0, 1, 0, 0],
      targets: (0..<count).map { $0 % 3 == 1 ? -1 : random(0..<config.vocabularySize) },
      weights: (0..<count).map { [0.5, 1, 2][$0 % 3] },
      outcomes: (0..<count).map { config.outcomes > 0 && $0 % 2 == 0 ? random(0..<config.outcomes) : -1 })
  }
}

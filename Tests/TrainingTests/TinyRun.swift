import FoundationEssentials
import LanguageModel
import Testing

@testable import Training

/// Random sequences without end, the same for the same cursor.
struct RandomSource: TrainingSource {
  let config: DecoderConfig
  var seed: UInt64 = 7
  let epochLength = 1000

  func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int) {
    let length = 6
    let sequences = max(1, tokenLimit / length)
    let batch = TrainingThroughput.randomBatch(
      config: config, seed: seed &+ UInt64(cursor), sequences: sequences, length: length, factsPerToken: 3)
    return (batch, cursor + sequences)
  }
}

/// Sequences that count upwards from a random token: something to learn.
struct CountingSource: TrainingSource {
  let config: DecoderConfig
  let epochLength = 64

  func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int) {
    let length = 8
    let sequences = max(1, tokenLimit / length)
    let size = config.vocabularySize
    var tokens: [Int32] = []
    var targets: [Int32] = []
    for sequence in 0..<sequences {
      let start = (cursor + sequence) * 7 % size
      tokens += (0..<length).map { Int32((start + $0) % size) }
      targets += (0..<length).map { $0 + 1 < length ? Int32((start + $0 + 1) % size) : -1 }
    }
    let count = tokens.count
    let batch = TrainingBatch(
      tokens: tokens, positions: (0..<count).map { Int32($0 % length) },
      featureOffsets: [Int32](repeating: 0, count: count + 1), features: [],
      sequenceStarts: (0...sequences).map { Int32($0 * length) },
      prefixLengths: [Int32](repeating: 0, count: sequences), targets: targets,
      weights: [Float](repeating: 1, count: count), outcomes: [Int32](repeating: -1, count: count))
    return (batch, cursor + sequences)
  }
}

/// A decoder of a few thousand weights.
func tinyConfig() -> DecoderConfig {
  var config = DecoderConfig(
    vocabularySize: 30, width: 16, layerCount: 2, heads: 2, keyValueHeads: 2, headSize: 8,
    feedForwardSize: 24, maximumLength: 32, normEpsilon: 1e-6, rotaryBase: 10_000)
  config.stateFacts = 12
  config.stateTensor = "model.embed_state.weight"
  config.outcomes = 3
  config.normalisesQueriesAndKeys = true
  return config
}

/// A folder that is removed at the end.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/yiwen-training-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path + "/" + name)))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: path + "/" + name))
  }
}

/// Everything on that keeps state of its own.
func busyOptions(steps: Int) -> TrainingOptions {
  var options = TrainingOptions(steps: steps)
  options.tokensPerBatch = 24
  options.batchesPerStep = 2
  options.dropout = 0.1
  options.techniques.averageDecay = 0.9
  options.techniques.lookaheadSteps = 3
  options.techniques.replacementRate = 0.1
  options.techniques.adversarialRadius = 0.1
  options.techniques.lazyEmbeddings = true
  options.keeping.stepsPerValidation = 4
  options.keeping.validationBatches = 2
  return options
}

import LanguageModel
import ModelFiles
import Testing

@testable import Kernels
@testable import Training

/// A tiny model with the losses and gradients PyTorch computes for it; see Fixtures/README.
struct GoldenCase: CustomTestStringConvertible {
  static let all = ["board", "prefix", "plain", "mixed", "candidates", "soft", "soft-candidates"]
    .map { GoldenCase(name: $0) }

  let name: String
  var testDescription: String { name }

  var folder: String { fixtures + "/" + name }

  func config() throws -> DecoderConfig { try DecoderConfig(folder: folder) }

  func numbers() throws -> JSONValue {
    try JSONValue(parsing: MappedFile.read(path: folder + "/golden.json", limit: 1 << 20))
  }

  func batch() throws -> TrainingBatch {
    let batch = try #require(try numbers()["batch"])
    return TrainingBatch(
      tokens: try batch.integers("tokens"), positions: try batch.integers("positions"),
      featureOffsets: try batch.integers("featureOffsets"), features: try batch.integers("features"),
      sequenceStarts: try batch.integers("sequenceStarts"),
      prefixLengths: try batch.integers("prefixLengths"), targets: try batch.integers("targets"),
      weights: try batch.floats("weights"), outcomes: try batch.integers("outcomes"),
      candidates: try batch["candidates"].map(Self.candidates) ?? .init(),
      softTargets: try batch["softTargets"].map(Self.softTargets) ?? .init())
  }

  private static func candidates(_ given: JSONValue) throws -> CandidateRows {
    let (offsets, tokens) = (try given.integers("offsets"), try given.integers("tokens"))
    let (featureOffsets, features) = (try given.integers("featureOffsets"), try given.integers("features"))
    var rows = CandidateRows()
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      for candidate in Int(start)..<Int(end) {
        let own = features[Int(featureOffsets[candidate])..<Int(featureOffsets[candidate + 1])]
        rows.add(Int(tokens[candidate])) { $0 += own }
      }
      rows.endToken()
    }
    try #require(rows.tokens == tokens && rows.features == features)
    return rows
  }

  private static func softTargets(_ given: JSONValue) throws -> SoftTargets {
    let (offsets, tokens) = (try given.integers("offsets"), try given.integers("tokens"))
    let probabilities = try given.floats("probabilities")
    var targets = SoftTargets()
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      for entry in Int(start)..<Int(end) {
        targets.add(Int(tokens[entry]), probability: probabilities[entry])
      }
      targets.endToken()
    }
    try #require(targets.tokens == tokens)
    return targets
  }

  /// The options of the twin's ten steps.
  func options(_ kind: OptimizerOptions.Kind) throws -> TrainingOptions {
    let given = try #require(try numbers()["hyperparameters"])
    func number(_ name: String) throws -> Float { Float(try #require(given[name]?.number)) }
    var options = TrainingOptions(steps: 10)
    options.outcomeWeight = try number("outcomeWeight")
    if given["plainWeight"] != nil { options.plainWeight = try number("plainWeight") }
    options.optimizer.kind = kind
    options.optimizer.rate = try number("rate")
    options.optimizer.beta1 = try number("beta1")
    options.optimizer.beta2 = try number("beta2")
    options.optimizer.epsilon = try number("epsilon")
    options.optimizer.weightDecay = try number("decay")
    options.optimizer.clip = try number("clip")
    options.optimizer.muonRate = try number("muonRate")
    options.optimizer.muonMomentum = try number("momentum")
    options.optimizer.muonWeightDecay = try number("muonDecay")
    return options
  }

  func trainer(_ options: TrainingOptions, compute: Compute = .best) throws -> Trainer {
    let config = try config()
    return try Trainer(config: config, options: options, compute: compute) {
      (parameters, layout) throws(TrainingError) in
      try ModelWeightsFile.load(
        folder, into: parameters, layout: layout, config: config, extendingFacts: false)
    }
  }
}

extension JSONValue {
  /// The integers under a name.
  fileprivate func integers(_ name: String) throws -> [Int32] {
    try #require(self[name]?.elements).map { Int32(try #require($0.integer)) }
  }

  /// The numbers under a name.
  fileprivate func floats(_ name: String) throws -> [Float] {
    try #require(self[name]?.elements).map { Float(try #require($0.number)) }
  }
}

/// Beside this file.
let fixtures = String(#filePath.dropLast("GoldenCase.swift".count)) + "Fixtures"

/// The greatest difference relative to the greatest number, or to 1e-3 where that is less.
func relativeError(_ found: [Float], _ expected: [Float]) -> Float {
  guard found.count == expected.count else { return .infinity }
  let scale = max(1e-3, expected.map(abs).max() ?? 0)
  return zip(found, expected).map { abs($0 - $1) }.max().map { $0 / scale } ?? 0
}

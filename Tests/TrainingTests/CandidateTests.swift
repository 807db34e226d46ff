import Foundation
import LanguageModel
import ModelFiles
import Testing

@testable import Kernels
@testable import Training

/// The head that scores candidates: against PyTorch, against inference, and where it is not there.
@Suite struct CandidateTests {
  // MARK: Against PyTorch

  @Test func lossAndGradientsAreThoseOfPyTorch() throws {
    let options = try golden.toldOptions(.adamW)
    let trainer = try golden.trainer(options)
    let losses = try trainer.differentiate([try golden.toldBatch()])
    let expected = try #require(try golden.numbers()["loss"]?.number)
    let found = losses.sums.objective(options)
    #expect(abs(found / expected - 1) < 1e-5, "loss \(found), PyTorch has \(expected)")
    let file = try SafetensorsFile(path: golden.folder + "/golden.safetensors")
    var source = try TensorSource(file: file.path, tensors: file.tensors)
    for parameter in trainer.layout.parameters {
      let name = "gradient." + parameter.name
      let gradient = try ModelWeightsFile.numbers(of: source.take(name, parameter.fileShape, suffix: ""))
      let error = relativeError(trainer.gradients.fileNumbers(of: parameter), gradient)
      #expect(error < 1e-4, "\(parameter.name): \(error)")
    }
  }

  @Test(arguments: OptimizerOptions.Kind.allCases)
  func tenStepsAreThoseOfPyTorch(kind: OptimizerOptions.Kind) throws {
    let options = try golden.toldOptions(kind)
    let numbers = try golden.numbers()
    let expected = try #require(numbers[kind.rawValue])
    let factors = try #require(numbers["hyperparameters"]?["factors"]?.elements).compactMap(\.number)
    let losses = try #require(expected["losses"]?.elements).compactMap(\.number)
    let norms = try #require(expected["gradientNorms"]?.elements).compactMap(\.number)
    try #require(factors.count == 10 && losses.count == 10 && norms.count == 10)
    let trainer = try golden.trainer(options)
    let batch = try golden.toldBatch()
    for step in 0..<10 {
      let found = try trainer.differentiate([batch])
      let loss = found.sums.objective(options)
      #expect(abs(loss / losses[step] - 1) < 1e-4, "step \(step): loss \(loss), \(losses[step])")
      #expect(abs(found.gradientNorm / norms[step] - 1) < 1e-4, "step \(step): norm \(found.gradientNorm)")
      trainer.apply(found, factor: factors[step])
    }
    for parameter in trainer.layout.parameters {
      let summary = try #require(expected["parametersAfter"]?[parameter.name])
      let first = try #require(summary["first"]?.elements).compactMap(\.number).map { Float($0) }
      let found = trainer.parameters.fileNumbers(of: parameter)
      #expect(relativeError(Array(found.prefix(4)), first) < 1e-4, "\(parameter.name) after ten steps")
      let squares = found.reduce(0.0) { $0 + Double($1) * Double($1) }
      let expectedSquares = try #require(summary["sumOfSquares"]?.number)
      #expect(abs(squares / expectedSquares - 1) < 1e-4, "\(parameter.name): squares after ten steps")
    }
  }

  // MARK: The loss

  @Test func gradientsAreTheSlopesOfTheLoss() throws {
    let trainer = try trainer()
    let batch = try golden.toldBatch()
    func loss() throws -> Double { try trainer.differentiate([batch]).sums.objective(trainer.options) }
    _ = try loss()
    let gradients = Array(trainer.gradients.numbers)
    for parameter in trainer.layout.parameters {
      let region = parameter.region
      let gradient = gradients[region.offset..<region.offset + region.count]
      let length = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let numbers = UnsafeMutableBufferPointer(
        start: trainer.parameters.pointer(region), count: region.count)
      let before = Array(numbers)
      let step = 2e-3
      let losses = try [step, -step].map { step in
        for (index, slope) in gradient.enumerated() {
          numbers[index] = before[index] + Float(step * Double(slope) / max(length, 1e-6))
        }
        return try loss()
      }
      _ = numbers.update(from: before)
      let found = (losses[0] - losses[1]) / (2 * step)
      #expect(abs(found - length) <= 0.01 * max(length, 0.02), "\(parameter.name): \(found), not \(length)")
    }
  }

  @Test func rowsWithoutCandidatesCountAlikeInEveryBatch() throws {
    let (told, bare) = (try golden.toldBatch(), try golden.batch())
    let (parts, whole) = (try trainer(), try trainer())
    let sums = try parts.differentiate([told, bare]).sums
    let expected = try whole.differentiate([told.followed(by: bare)]).sums
    #expect(abs(sums.objective(parts.options) / expected.objective(parts.options) - 1) < 1e-6)
    #expect(abs(sums.plain / expected.plain - 1) < 1e-6 && sums.plainWeight == expected.plainWeight)
    #expect(relativeError(Array(parts.gradients.numbers), Array(whole.gradients.numbers)) < 1e-5)
    // Only rows with candidates have a plain loss of their own.
    let offsets = told.candidates.offsets
    let weight = told.targets.indices.reduce(0.0) { sum, row in
      told.targets[row] >= 0 && offsets[row] < offsets[row + 1] ? sum + Double(told.weights[row]) : sum
    }
    #expect(sums.plainWeight == weight)
    #expect(try parts.evaluate([bare]).plainMean == nil)
  }

  // MARK: Inference

  @Test func inferenceScoresAsTrainingDoes() throws {
    let batch = try golden.toldBatch()
    let decoder = try Decoder(folder: golden.folder)
    #expect(decoder.scoresCandidates)
    let trainer = try trainer()
    let file = try SafetensorsFile(path: golden.folder + "/golden.safetensors")
    var source = try TensorSource(file: file.path, tensors: file.tensors)
    let vocabulary = trainer.config.vocabularySize
    let expected = try source.take("told_logits", [batch.tokenCount, vocabulary], suffix: "").numbers
    let outputs = try decoder.outputs(batch)
    for row in 0..<batch.tokenCount {
      let candidates = batch.candidateTokens(row)
      var logits = outputs[row].logits
      // What training does not do: the gate is added to all, and taken from candidates again.
      let gate = candidates.tokens.isEmpty ? 0 : decoder.candidateGate
      for token in logits.indices { logits[token] += gate }
      for (token, score) in zip(candidates.tokens, decoder.candidateScores(outputs[row], candidates)) {
        logits[Int(token)] += score - gate
      }
      let pyTorch = expected[row * vocabulary..<(row + 1) * vocabulary].map { $0 + gate }
      #expect(relativeError(logits, pyTorch) < 1e-4, "row \(row)")
      guard batch.targets[row] >= 0 else { continue }
      let trained = try trainer.evaluate([batch.asking(row)])
      #expect(trained.weight == 1)
      let target = Int(batch.targets[row])
      #expect(abs(crossEntropy(logits, target) - trained.tokens) < 1e-4, "row \(row)")
      guard !candidates.tokens.isEmpty else { continue }
      #expect(abs(crossEntropy(outputs[row].logits, target) - trained.plain) < 1e-4, "row \(row), plain")
    }
  }

  // MARK: With and without a head

  @Test func aModelWithoutAHeadIsUnchanged() throws {
    var config = try golden.config()
    config.candidateFeatures = 0
    config.candidateWidth = 0
    let told = try trainer()
    let plain = try Trainer(config: config, options: told.options, compute: .best) { parameters, layout in
      for (own, other) in zip(layout.parameters, told.layout.parameters) {
        #expect(own == other)
        parameters.pointer(own.region).update(
          from: told.parameters.pointer(other.region), count: own.region.count)
      }
    }
    #expect(plain.layout.candidates == nil && plain.layout.count < told.layout.count)
    let batch = try golden.batch()
    // A head that nobody asks does nothing either.
    let (found, expected) = (try plain.differentiate([batch]), try told.differentiate([batch]))
    #expect(found.sums == expected.sums && found.sums.plainMean == nil)
    #expect(Array(told.gradients.numbers.prefix(plain.layout.count)) == Array(plain.gradients.numbers))
    #expect(told.gradients.numbers.dropFirst(plain.layout.count).allSatisfy { $0 == 0 })
    let error = #expect(throws: TrainingError.self) { try plain.differentiate([try golden.toldBatch()]) }
    #expect(error?.description.contains("is none of the model's 0") == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    (1, 12, "the feature of a candidate 12 is none of the model's 12"),
    (1, -1, "the feature of a candidate -1"),
    (30, 0, "the candidate 30 is none of the model's 30"), (-1, 0, "the candidate -1"),
  ])
  func whatTheModelHasNoPlaceForIsNamed(token: Int, feature: Int32, text: String) throws {
    let config = tinyToldConfig()
    let batch = RandomSource(config: config).batch(at: 0, tokenLimit: 6).batch
    var rows = CandidateRows()
    rows.add(token) { $0 += [3, feature] }
    for _ in 0..<batch.tokenCount { rows.endToken() }
    let trainer = try Trainer(config: config, options: TrainingOptions(steps: 1), compute: .best) {
      Initialisation.fill($0, layout: $1, config: config, seed: 1, orthogonal: false)
    }
    let error = #expect(throws: TrainingError.self) { try trainer.differentiate([batch.with(rows)]) }
    #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
  }

  // MARK: Runs

  @Test func aModelWithoutAHeadIsGivenOne() throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions(steps: 6)
    options.keeping.savesBfloat16 = false
    func run(_ name: String, _ config: DecoderConfig, from start: TrainingRun.Start) throws -> TrainingRun {
      try TrainingRun(
        creating: folder.path + "/" + name, model: ModelDescription(config: config), options: options,
        start: start)
    }
    let before = try run("before", tinyConfig(), from: .random)
    #expect(try train(before) == .finished)
    options.steps = 60
    options.optimizer.rate = 0.02
    options.tokensPerBatch = 120
    var config = tinyToldConfig()
    config.stateFacts = 20
    let start = TrainingRun.Start.model(folder: folder.path + "/before/last", extendingFacts: true)
    let after = try run("after", config, from: start)
    let layout = after.trainer.layout
    func numbers(_ region: Region, of run: TrainingRun) -> [Float] {
      Array(UnsafeBufferPointer(start: run.trainer.parameters.pointer(region), count: region.count))
    }
    let (head, state) = (try #require(layout.candidates), try #require(layout.state))
    #expect(numbers(head.gate, of: after) == [-8] && numbers(head.score, of: after).allSatisfy { $0 == 0 })
    let squares = numbers(head.embedding, of: after).reduce(0) { $0 + $1 * $1 }
    #expect(abs((squares / Float(head.embedding.count)).squareRoot() - 0.25) < 0.05)
    #expect(numbers(state, of: after).dropFirst(12 * state.columns).allSatisfy { $0 == 0 })
    #expect(numbers(layout.embedding, of: after) == numbers(layout.embedding, of: before))
    var losses: [Double] = []
    #expect(try train(after) { losses.append($0.loss) } == .finished)
    // Most targets are given away by a feature alone, though they are random.
    let last = try #require(losses.last)
    #expect(losses[0] > 1.5 && last < losses[0] / 2, "\(losses[0]) became \(last)")
    // The saved model is read with its head, by inference and by training, which wants the same units.
    let decoder = try Decoder(folder: folder.path + "/after/last")
    #expect(decoder.scoresCandidates && [decoder.candidateGate] == numbers(head.gate, of: after))
    let again = TrainingRun.Start.model(folder: folder.path + "/after/last", extendingFacts: true)
    #expect(throws: Never.self) { try run("again", config, from: again) }
    config.candidateWidth = 5
    #expect(throws: TrainingError.self) { try run("other", config, from: again) }
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let results = try [1, 2].map { threads in
      let folder = try TemporaryFolder()
      var losses: [Double] = []
      #expect(try train(try run(in: folder, threads: threads)) { losses.append($0.loss) } == .finished)
      return (losses, try folder.bytes("run/last/model.safetensors"))
    }
    #expect(results[0].0.count == 6 && results[0].0 == results[1].0)
    #expect(results[0].1 == results[1].1)
  }

  @Test func resumingIsAsIfNothingHadHappened() throws {
    let (straight, stopped) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(try train(try run(in: straight)) == .finished)
    #expect(try train(try run(in: stopped), until: 3) == .stopped)
    let second = try TrainingRun(resuming: stopped.path + "/run")
    #expect(second.step == 3)
    #expect(try train(second) == .finished)
    for name in ["run/last/model.safetensors", "run/best/model.safetensors", "run/last/config.json"] {
      #expect(try straight.bytes(name) == stopped.bytes(name), "\(name)")
    }
    let logs = try [straight, stopped].map { try TrainingRun.logRows(folder: $0.path + "/run") }
    for (one, other) in zip(logs[0], logs[1]) {
      #expect(one.loss == other.loss && one.validationPlainLoss == other.validationPlainLoss)
    }
    #expect(logs[0].count == logs[1].count && logs[0].contains { $0.validationPlainLoss != nil })
  }

  // MARK: Helpers

  private let golden = GoldenCase(name: "candidates")

  private func trainer() throws -> Trainer { try golden.trainer(golden.toldOptions(.adamW)) }

  private func run(in folder: TemporaryFolder, threads: Int? = nil) throws -> TrainingRun {
    try TrainingRun(
      creating: folder.path + "/run", model: ModelDescription(config: tinyToldConfig()),
      options: busyOptions(steps: 6), start: .random, threads: threads)
  }

  private func train(
    _ run: TrainingRun, until step: Int = .max, progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> TrainingRun.Ending {
    let config = run.description.config
    return try run.train(
      on: ToldSource(config: config), validation: ToldSource(config: config, seed: 1000),
      stop: { run.step >= step }, progress: progress)
  }
}

/// The tiny decoder with a candidate head.
private func tinyToldConfig() -> DecoderConfig {
  var config = tinyConfig()
  config.candidateFeatures = 12
  config.candidateWidth = 6
  return config
}

/// Random sequences, most of whose targets stand among a few candidates, where a feature gives them away.
private struct ToldSource: TrainingSource {
  let config: DecoderConfig
  var seed: UInt64 = 7
  let epochLength = 1000

  func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int) {
    let (batch, next) = RandomSource(config: config, seed: seed).batch(at: cursor, tokenLimit: tokenLimit)
    guard config.candidateFeatures > 0 else { return (batch, next) }
    var generator = SeededGenerator(seed: seed &+ UInt64(cursor) &+ 1)
    var rows = CandidateRows()
    for (index, target) in batch.targets.enumerated() {
      for offset in 0..<(index % 6 == 5 ? 0 : 5) {
        rows.add((Int(target) + offset * 5) % config.vocabularySize) {
          $0 += [Int32(offset == 0 ? 0 : 1), Int32.random(in: 2..<12, using: &generator)]
        }
      }
      rows.endToken()
    }
    return (batch.with(rows), next)
  }
}

extension GoldenCase {
  /// The batch with its candidates.
  fileprivate func toldBatch() throws -> TrainingBatch {
    let given = try #require(try numbers()["batch"]?["candidates"])
    func integers(_ name: String) throws -> [Int] {
      try #require(given[name]?.elements).compactMap(\.integer)
    }
    let (offsets, tokens) = (try integers("offsets"), try integers("tokens"))
    let (featureOffsets, features) = (try integers("featureOffsets"), try integers("features"))
    var rows = CandidateRows()
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      for candidate in start..<end {
        let own = features[featureOffsets[candidate]..<featureOffsets[candidate + 1]].map { Int32($0) }
        rows.add(tokens[candidate]) { $0 += own }
      }
      rows.endToken()
    }
    try #require(rows.tokens.count == tokens.count && rows.features.count == features.count)
    return try batch().with(rows)
  }

  fileprivate func toldOptions(_ kind: OptimizerOptions.Kind) throws -> TrainingOptions {
    var options = try options(kind)
    options.plainWeight = Float(try #require(try numbers()["hyperparameters"]?["plainWeight"]?.number))
    return options
  }
}

extension LossSums {
  fileprivate func objective(_ options: TrainingOptions) -> Double {
    objective(outcomeWeight: options.outcomeWeight, plainWeight: options.plainWeight)
  }
}

extension TrainingBatch {
  /// The same with other candidates.
  fileprivate func with(_ candidates: CandidateRows) -> TrainingBatch {
    TrainingBatch(
      tokens: tokens, positions: positions, featureOffsets: featureOffsets, features: features,
      sequenceStarts: sequenceStarts, prefixLengths: prefixLengths, targets: targets, weights: weights,
      outcomes: outcomes, candidates: candidates)
  }

  /// The same, asking for the target of one row alone.
  fileprivate func asking(_ row: Int) -> TrainingBatch {
    TrainingBatch(
      tokens: tokens, positions: positions, featureOffsets: featureOffsets, features: features,
      sequenceStarts: sequenceStarts, prefixLengths: prefixLengths, targets: targets,
      weights: targets.indices.map { $0 == row ? 1 : 0 }, outcomes: outcomes.map { _ in -1 },
      candidates: candidates)
  }

  /// This batch and one without candidates as one.
  fileprivate func followed(by other: TrainingBatch) -> TrainingBatch {
    var rows = candidates
    for _ in 0..<other.tokenCount { rows.endToken() }
    return TrainingBatch(
      tokens: tokens + other.tokens, positions: positions + other.positions,
      featureOffsets: featureOffsets + other.featureOffsets.dropFirst().map { $0 + Int32(features.count) },
      features: features + other.features,
      sequenceStarts: sequenceStarts + other.sequenceStarts.dropFirst().map { $0 + Int32(tokenCount) },
      prefixLengths: prefixLengths + other.prefixLengths, targets: targets + other.targets,
      weights: weights + other.weights, outcomes: outcomes + other.outcomes, candidates: rows)
  }

  /// The candidates behind a token, as inference takes them.
  fileprivate func candidateTokens(_ row: Int) -> CandidateTokens {
    var tokens = CandidateTokens()
    for index in Int(candidates.offsets[row])..<Int(candidates.offsets[row + 1]) {
      let own = Int(candidates.featureOffsets[index])..<Int(candidates.featureOffsets[index + 1])
      tokens.add(candidates.tokens[index]) { $0 += candidates.features[own] }
    }
    return tokens
  }
}

extension Decoder {
  /// The answers behind all tokens of a batch.
  fileprivate func outputs(_ batch: TrainingBatch) throws -> [DecoderOutput] {
    try zip(batch.sequenceStarts, batch.sequenceStarts.dropFirst()).flatMap { start, end in
      let inputs = (Int(start)..<Int(end)).map { token in
        let facts = Int(batch.featureOffsets[token])..<Int(batch.featureOffsets[token + 1])
        return TokenInput(token: batch.tokens[token], features: Array(batch.features[facts]))
      }
      return try advance([.init(session: Session(self), inputs: inputs)], outputs: .all)[0]
    }
  }
}

/// log Σ exp(logits) - logits[target].
private func crossEntropy(_ logits: [Float], _ target: Int) -> Double {
  let most = Double(logits.max() ?? 0)
  return log(logits.reduce(0) { $0 + exp(Double($1) - most) }) + most - Double(logits[target])
}

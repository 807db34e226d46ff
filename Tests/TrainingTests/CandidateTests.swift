import Foundation
import LanguageModel
import ModelFiles
import Testing

@testable import Kernels
@testable import Training

/// The head that scores candidates: its slopes, against inference, and where it is not there.
///
/// ``GoldenTests`` hold it against PyTorch.
@Suite struct CandidateTests {
  // MARK: The loss

  @Test(arguments: ["candidates", "soft-candidates"].map(GoldenCase.init))
  func gradientsAreTheSlopesOfTheLoss(golden: GoldenCase) throws {
    let trainer = try golden.trainer(golden.options(.adamW))
    let batch = try golden.batch()
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
    let told = try golden.batch()
    let bare = told.with(candidates: CandidateRows())
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
    let batch = try golden.batch()
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
    let (asked, batch) = (try golden.batch(), try golden.batch().with(candidates: CandidateRows()))
    // A head that nobody asks does nothing either.
    let (found, expected) = (try plain.differentiate([batch]), try told.differentiate([batch]))
    #expect(found.sums == expected.sums && found.sums.plainMean == nil)
    #expect(Array(told.gradients.numbers.prefix(plain.layout.count)) == Array(plain.gradients.numbers))
    #expect(told.gradients.numbers.dropFirst(plain.layout.count).allSatisfy { $0 == 0 })
    let error = #expect(throws: TrainingError.self) { try plain.differentiate([asked]) }
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
    let error = #expect(throws: TrainingError.self) {
      try trainer.differentiate([batch.with(candidates: rows)])
    }
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

  private func trainer() throws -> Trainer { try golden.trainer(golden.options(.adamW)) }

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
    return (batch.with(candidates: rows), next)
  }
}

extension TrainingBatch {
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

/// log Σ exp(logits) - logits[target].
private func crossEntropy(_ logits: [Float], _ target: Int) -> Double {
  let most = Double(logits.max() ?? 0)
  return log(logits.reduce(0) { $0 + exp(Double($1) - most) }) + most - Double(logits[target])
}

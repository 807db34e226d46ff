import LanguageModel
import Testing

@testable import Kernels
@testable import Training

@Suite struct TrainerTests {
  @Test func batchesOfAStepCountAsOne() throws {
    let config = tinyConfig()
    let source = RandomSource(config: config)
    let (first, next) = source.batch(at: 0, tokenLimit: 12)
    let second = source.batch(at: next, tokenLimit: 24).batch
    let joined = TrainingBatch(
      tokens: first.tokens + second.tokens, positions: first.positions + second.positions,
      featureOffsets: first.featureOffsets.dropLast()
        + second.featureOffsets.map { $0 + Int32(first.features.count) },
      features: first.features + second.features,
      sequenceStarts: first.sequenceStarts.dropLast()
        + second.sequenceStarts.map { $0 + Int32(first.tokenCount) },
      prefixLengths: first.prefixLengths + second.prefixLengths, targets: first.targets + second.targets,
      weights: first.weights + second.weights, outcomes: first.outcomes + second.outcomes)
    let (parts, whole) = (try trainer(), try trainer())
    let sums = try parts.differentiate([first, second])
    let expected = try whole.differentiate([joined])
    #expect(abs(sums.sums.tokenMean - expected.sums.tokenMean) < 1e-6)
    #expect(relativeError(Array(parts.gradients.numbers), Array(whole.gradients.numbers)) < 1e-5)
  }

  @Test func aLongGradientIsShortened() throws {
    // Plain descent shows the gradient: with both betas 0 AdamW takes its sign, so the moments tell.
    var options = TrainingOptions(steps: 10)
    options.optimizer.kind = .adamW
    options.optimizer.beta1 = 0
    options.optimizer.clip = 0.01
    let trainer = try trainer(options)
    let losses = try trainer.differentiate([
      RandomSource(config: tinyConfig()).batch(at: 0, tokenLimit: 24).batch
    ])
    #expect(losses.gradientNorm > 0.1)
    trainer.apply(losses)
    let length = trainer.optimizer.first.numbers.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(length - 0.01) < 1e-5, "\(length)")
  }

  @Test func dropoutFollowsTheSeedAndTheStep() throws {
    func losses(seed: UInt64, dropout: Float) throws -> [Double] {
      var options = TrainingOptions(steps: 10)
      options.seed = seed
      options.dropout = dropout
      options.optimizer.rate = 0
      options.optimizer.muonRate = 0
      let trainer = try trainer(options)
      let batch = RandomSource(config: tinyConfig()).batch(at: 0, tokenLimit: 24).batch
      return try (0..<2).map { _ in
        let losses = try trainer.differentiate([batch])
        trainer.apply(losses)
        return losses.sums.tokenMean
      }
    }
    let first = try losses(seed: 1, dropout: 0.2)
    #expect(try losses(seed: 1, dropout: 0.2) == first)
    #expect(first[0] != first[1])
    #expect(try losses(seed: 2, dropout: 0.2)[0] != first[0])
    let dry = try losses(seed: 1, dropout: 0)
    #expect(dry[0] == dry[1])
  }

  struct WrongBatch: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var token: Int32 = 1
    var position: Int32 = 0
    var feature: Int32 = 0
    var target: Int32 = 1
    var outcome: Int32 = 0
    var weight: Float = 1
    var prefix: Int32 = 0
  }

  static let wrongBatches = [
    WrongBatch(testDescription: "the token 30 is none of the model's 30", token: 30),
    WrongBatch(testDescription: "the token -1", token: -1),
    WrongBatch(testDescription: "the position 32", position: 32),
    WrongBatch(testDescription: "the fact 12", feature: 12),
    WrongBatch(testDescription: "the target 30", target: 30),
    WrongBatch(testDescription: "the target -2", target: -2),
    WrongBatch(testDescription: "the outcome 3", outcome: 3),
    WrongBatch(testDescription: "a target's weight", weight: .nan),
    WrongBatch(testDescription: "a prefix of 2 tokens", prefix: 2),
  ]

  @Test(arguments: wrongBatches) func whatTheModelHasNoPlaceForIsNamed(wrong: WrongBatch) throws {
    let batch = TrainingBatch(
      tokens: [wrong.token, 2], positions: [wrong.position, 1], featureOffsets: [0, 1, 1],
      features: [wrong.feature], sequenceStarts: [0, 2], prefixLengths: [wrong.prefix],
      targets: [wrong.target, -1], weights: [wrong.weight, 1], outcomes: [wrong.outcome, -1])
    let trainer = try trainer()
    let error = #expect(throws: TrainingError.self) { try trainer.differentiate([batch]) }
    #expect(error?.description.contains(wrong.testDescription) == true, "\(error?.description ?? "")")
  }

  @Test func schedulesGoAsTheirNamesSay() {
    let cases: [(Schedule, [Double])] = [
      (.constant(warmUp: 0.5), [0.25, 0.5, 0.75, 1, 1, 1, 1, 1]),
      (.constant(warmUp: 0), [1, 1, 1, 1, 1, 1, 1, 1]),
      (.cosine(warmUp: 0, floor: 0), [0.9619, 0.8536, 0.6913, 0.5, 0.3087, 0.1464, 0.0381, 0]),
      (.cosine(warmUp: 0.5, floor: 0.2), [0.25, 0.5, 0.75, 1, 0.8828, 0.6, 0.3172, 0.2]),
      (.warmUpStableDecay(warmUp: 0.25, decay: 0.5), [0.5, 1, 1, 1, 0.75, 0.5, 0.25, 0]),
    ]
    for (schedule, factors) in cases {
      for (step, factor) in factors.enumerated() {
        #expect(abs(schedule.factor(at: step, of: 8) - factor) < 1e-4, "\(schedule), step \(step)")
      }
    }
  }

  @Test func optionsOutOfRangeAreNamed() {
    let cases: [(String, (inout TrainingOptions) -> Void)] = [
      ("steps", { $0.steps = 0 }), ("dropout", { $0.dropout = 1 }), ("dropout", { $0.dropout = .nan }),
      ("optimizer.rate", { $0.optimizer.rate = -1 }), ("optimizer.clip", { $0.optimizer.clip = .infinity }),
      ("schedule.warmUp", { $0.schedule = .constant(warmUp: 2) }),
      ("techniques.replacementRate", { $0.techniques.replacementRate = 1.5 }),
      ("keeping.stepsPerLogRow", { $0.keeping.stepsPerLogRow = 0 }),
    ]
    for (name, change) in cases {
      var options = TrainingOptions(steps: 1)
      change(&options)
      let error = #expect(throws: TrainingError.self) { try options.check() }
      #expect(error?.description.hasPrefix("training: \(name) is ") == true, "\(name)")
    }
  }

  @Test func throughputIsMeasured() throws {
    var now = 0.0
    let result = try TrainingThroughput.measure(
      config: tinyConfig(), options: TrainingOptions(steps: 1), sequences: 2, length: 5, factsPerToken: 3,
      warmUp: 1, steps: 2,
      clock: {
        now += 1
        return now
      })
    #expect(result.tokensPerStep == 10 && result.seconds == [1, 1])
  }

  private func trainer(_ options: TrainingOptions = TrainingOptions(steps: 10)) throws -> Trainer {
    let config = tinyConfig()
    return try Trainer(config: config, options: options, compute: .best) {
      Initialisation.fill($0, layout: $1, config: config, seed: 1, orthogonal: false)
    }
  }
}

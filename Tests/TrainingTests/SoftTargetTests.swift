import LanguageModel
import Testing

@testable import Kernels
@testable import Training

/// Targets that several tokens share.
///
/// ``GoldenTests`` hold them against PyTorch, ``GradientTests`` and ``CandidateTests`` against the slopes of the loss.
@Suite struct SoftTargetTests {
  @Test(arguments: FamilyMember.all) func anEntryOfProbabilityOneIsAPlainTarget(member: FamilyMember) {
    let (pass, parameters) = member.pass(seed: 3)
    let batch = member.batch(seed: 4)
    let results = [batch, batch.with(softTargets: batch.certain)].map { batch in
      let gradients = FloatArena(count: parameters.count)
      let sums = pass.backpropagate(
        batch, parameters: parameters, gradients: gradients, scales: .init(token: 0.1, outcome: 0.1),
        dropout: .init(rate: member.dropout, seed: 5))
      return (sums: sums, gradients: Array(gradients.numbers))
    }
    #expect(results[0].sums == results[1].sums)
    #expect(relativeError(results[1].gradients, results[0].gradients) < 1e-6)
  }

  @Test func anEntryOfProbabilityOneIsAPlainTargetAmongCandidates() throws {
    let golden = GoldenCase(name: "candidates")
    let (plain, soft) = (
      try golden.trainer(golden.options(.adamW)), try golden.trainer(golden.options(.adamW))
    )
    let batch = try golden.batch()
    let expected = try plain.differentiate([batch]).sums
    #expect(try soft.differentiate([batch.with(softTargets: batch.certain)]).sums == expected)
    #expect(expected.plainMean != nil)
    #expect(relativeError(Array(soft.gradients.numbers), Array(plain.gradients.numbers)) < 1e-6)
  }

  @Test func theLossIsTheMeanOfThoseOfItsTokens() {
    let member = FamilyMember.all[0]
    let (pass, parameters) = member.pass(seed: 3)
    let (batch, size) = (member.batch(seed: 4), Int32(member.config.vocabularySize))
    let others = batch.targets.map { $0 < 0 ? -1 : ($0 + 5) % size }
    var soft = SoftTargets()
    for (target, other) in zip(batch.targets, others) {
      if target >= 0 {
        soft.add(Int(other), probability: 0.25)
        soft.add(Int(target), probability: 0.75)
      }
      soft.endToken()
    }
    let found = pass.evaluate(batch.with(softTargets: soft), parameters: parameters)
    let expected = [batch, batch.with(targets: others)].map {
      pass.evaluate($0, parameters: parameters).tokens
    }
    #expect(abs(found.tokens / (0.75 * expected[0] + 0.25 * expected[1]) - 1) < 1e-6)
  }

  @Test func entriesBehindTokensThatAreNotAskedDoNothing() {
    let member = FamilyMember.all[1]
    let (pass, parameters) = member.pass(seed: 3)
    let batch = member.batch(seed: 4)
    let silent = batch.with(targets: batch.targets.map { _ in -1 })
    let soft = silent.softened(vocabulary: member.config.vocabularySize, seed: 1)
    #expect(!soft.softTargets.isEmpty)
    let results = [silent, soft].map { batch in
      let gradients = FloatArena(count: parameters.count)
      let sums = pass.backpropagate(
        batch, parameters: parameters, gradients: gradients, scales: .init(token: 1, outcome: 1),
        dropout: .none)
      return (sums, Array(gradients.numbers))
    }
    #expect(results[0].0.weight == 0 && results[0].0 == results[1].0)
    #expect(results[0].1 == results[1].1)
  }

  @Test(arguments: [
    (30, 0.5, "the soft target 30 is none of the model's 30"), (-1, 0.5, "the soft target -1"),
    (3, 1.5, "the probabilities of a soft target should be from 0 to 1"),
    (3, -0.1, "the probabilities of a soft target"), (3, .nan, "the probabilities of a soft target"),
  ])
  func whatIsNoTargetIsNamed(token: Int, probability: Float, text: String) throws {
    let config = tinyConfig()
    let batch = RandomSource(config: config).batch(at: 0, tokenLimit: 6).batch
    var soft = SoftTargets()
    soft.add(token, probability: probability)
    for _ in 0..<batch.tokenCount { soft.endToken() }
    let trainer = try Trainer(config: config, options: TrainingOptions(steps: 1), compute: .best) {
      Initialisation.fill($0, layout: $1, config: config, seed: 1, orthogonal: false)
    }
    let error = #expect(throws: TrainingError.self) {
      try trainer.differentiate([batch.with(softTargets: soft)])
    }
    #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
  }
}

extension TrainingBatch {
  /// Its targets, each as the one entry of a soft target.
  fileprivate var certain: SoftTargets {
    var soft = SoftTargets()
    for target in targets {
      if target >= 0 { soft.add(Int(target), probability: 1) }
      soft.endToken()
    }
    return soft
  }
}

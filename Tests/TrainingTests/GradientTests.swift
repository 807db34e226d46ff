import LanguageModel
import Testing

@testable import Kernels
@testable import Training

@Suite struct GradientTests {
  @Test(arguments: FamilyMember.all, [false, true])
  func gradientsAreTheSlopesOfTheLoss(member: FamilyMember, isSoft: Bool) {
    let seed: UInt64 = 11
    let (pass, parameters) = member.pass(seed: seed)
    let plain = member.batch(seed: seed)
    let batch = isSoft ? plain.softened(vocabulary: member.config.vocabularySize, seed: seed) : plain
    let outcomeWeight: Float = 0.7
    let scales = DecoderPass.LossScales(
      token: Float(1 / batch.targetWeight), outcome: outcomeWeight / Float(max(1, batch.outcomeCount)))
    let dropout = DecoderPass.Dropout(rate: member.dropout, seed: 5)
    let unused = FloatArena(count: parameters.count)
    func loss() -> Double {
      pass.backpropagate(batch, parameters: parameters, gradients: unused, scales: scales, dropout: dropout)
        .objective(outcomeWeight: outcomeWeight)
    }
    let gradients = FloatArena(count: parameters.count)
    _ = pass.backpropagate(
      batch, parameters: parameters, gradients: gradients, scales: scales, dropout: dropout)
    var generator = SeededGenerator(seed: seed)
    for parameter in pass.layout.parameters {
      let region = parameter.region
      let gradient = Array(UnsafeBufferPointer(start: gradients.pointer(region), count: region.count))
      let length = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      // Along the gradient, where an error of direction shows, and along a random direction beside it.
      let noise = (0..<region.count).map { _ in Float.random(in: -1...1, using: &generator) }
      let noiseLength = noise.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let direction = (0..<region.count).map {
        Float(Double(gradient[$0]) / max(length, 1e-6) + Double(noise[$0]) / noiseLength)
      }
      let expected = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let step: Float = 2e-3
      let found =
        (moved(parameters, region, by: direction, times: step, loss)
          - moved(parameters, region, by: direction, times: -step, loss)) / (2 * Double(step))
      #expect(
        abs(found - expected) <= 0.01 * max(abs(expected), 0.02),
        "\(parameter.name): \(found), not \(expected)")
    }
  }

  @Test func anotherNumberOfThreadsGivesTheSameBits() {
    for member in FamilyMember.all {
      let (pass, parameters) = member.pass(seed: 3)
      let batch = member.batch(seed: 4)
      let scales = DecoderPass.LossScales(token: 0.1, outcome: 0.1)
      let dropout = DecoderPass.Dropout(rate: member.dropout, seed: 5)
      let results = [1, 2, 5].map { threads in
        let other = DecoderPass(
          config: member.config,
          compute: Compute(instructionSet: pass.compute.instructionSet, threads: threads), expectedTokens: 8,
          sparseSoftmax: member.sparseSoftmax)
        let gradients = FloatArena(count: parameters.count)
        let sums = other.backpropagate(
          batch, parameters: parameters, gradients: gradients, scales: scales, dropout: dropout)
        return (sums, gradients.numbers.map(\.bitPattern))
      }
      for result in results.dropFirst() {
        #expect(result.0 == results[0].0, "\(member.testDescription)")
        #expect(result.1 == results[0].1, "\(member.testDescription)")
      }
    }
  }

  @Test func aLargerBatchBeforeLeavesNoTrace() {
    for member in FamilyMember.all {
      let (pass, parameters) = member.pass(seed: 3)
      let batch = member.batch(seed: 4)
      let first = pass.evaluate(batch, parameters: parameters)
      let large = TrainingThroughput.randomBatch(
        config: member.config, seed: 1, sequences: 5, length: 16, factsPerToken: 2)
      _ = pass.evaluate(large, parameters: parameters)
      #expect(pass.evaluate(batch, parameters: parameters) == first, "\(member.testDescription)")
    }
  }

  @Test func aBatchWithoutTargetsAsksNothing() {
    let member = FamilyMember.all[0]
    let (pass, parameters) = member.pass(seed: 3)
    let batch = member.batch(seed: 4)
    let silent = batch.with(targets: batch.targets.map { _ in -1 })
    let gradients = FloatArena(count: parameters.count)
    let sums = pass.backpropagate(
      silent, parameters: parameters, gradients: gradients, scales: .init(token: 1, outcome: 1),
      dropout: .none)
    #expect(sums == LossSums())
    #expect(gradients.numbers.allSatisfy { $0 == 0 })
  }

  /// The loss with a region moved, which is then put back.
  private func moved(
    _ parameters: FloatArena, _ region: Region, by direction: [Float], times factor: Float,
    _ loss: () -> Double
  ) -> Double {
    let numbers = UnsafeMutableBufferPointer(start: parameters.pointer(region), count: region.count)
    let before = Array(numbers)
    for index in numbers.indices { numbers[index] += factor * direction[index] }
    defer { _ = numbers.update(from: before) }
    return loss()
  }
}

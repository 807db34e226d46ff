import LanguageModel
import Testing

@testable import Kernels
@testable import Training

@Suite struct TechniqueTests {
  let config = tinyConfig()

  @Test func lookaheadPullsBackHalfTheWay() throws {
    let begin = numbers(try trainer().parameters)
    let plain = try trainer()
    let looking = try trainer {
      $0.lookaheadSteps = 3
      $0.lookaheadShare = 0.5
    }
    try step(plain, times: 3)
    try step(looking, times: 2)
    try step(looking, times: 1)
    for (index, fast) in numbers(plain.parameters).enumerated() {
      let expected = begin[index] + 0.5 * (fast - begin[index])
      #expect(abs(looking.parameters.base[index] - expected) < 1e-6, "number \(index)")
    }
    #expect(numbers(try #require(looking.lookahead).slow) == numbers(looking.parameters))
  }

  @Test func theAverageFollowsTheWeights() throws {
    let trainer = try trainer { $0.averageDecay = 0.5 }
    let average = try #require(trainer.average)
    // The decay of the first steps is (1 + step) / (10 + step), then the one asked for.
    let decays: [Float] = [2.0 / 11, 3.0 / 12, 4.0 / 13]
    var expected = numbers(trainer.parameters)
    for decay in decays {
      try step(trainer, times: 1)
      for index in expected.indices {
        expected[index] = decay * expected[index] + (1 - decay) * trainer.parameters.base[index]
      }
    }
    for (found, expected) in zip(numbers(average.weights), expected) { #expect(abs(found - expected) < 1e-6) }
    #expect(trainer.finestParameters === average.weights)
    average.update(trainer.parameters, step: 1000, compute: .best)
    let last = expected.indices.map { 0.5 * (expected[$0] + trainer.parameters.base[$0]) }
    for (found, expected) in zip(numbers(average.weights), last) { #expect(abs(found - expected) < 1e-6) }
  }

  @Test func lazyRowsThatNobodyUsedStay() throws {
    let plain = try trainer()
    let lazy = try trainer { $0.lazyEmbeddings = true }
    let begin = numbers(lazy.parameters)
    let batch = CountingSource(config: config).batch(at: 0, tokenLimit: 16).batch
    for trainer in [plain, lazy] { trainer.apply(try trainer.differentiate([batch]), factor: 1) }
    let embedding = lazy.layout.embedding
    let used = Set(batch.tokens)
    try #require(used.count < config.vocabularySize)
    for row in 0..<embedding.rows {
      let range =
        embedding.offset + row * embedding.columns..<embedding.offset + (row + 1) * embedding.columns
      let after = Array(numbers(lazy.parameters)[range])
      if used.contains(Int32(row)) {
        #expect(after == Array(numbers(plain.parameters)[range]), "row \(row)")
      } else {
        #expect(after == Array(begin[range]), "row \(row)")
        #expect(numbers(lazy.optimizer.second)[range].allSatisfy { $0 == 0 }, "row \(row)")
        #expect(after != Array(numbers(plain.parameters)[range]), "row \(row) should decay when not lazy")
      }
    }
    // What is no embedding moves as ever.
    let head = lazy.layout.head
    #expect(
      numbers(lazy.parameters)[head.offset..<head.offset + head.count]
        == numbers(plain.parameters)[head.offset..<head.offset + head.count])
  }

  @Test func rowsGatherIntoRuns() {
    #expect(LazyRows.runs(of: []) == [])
    #expect(LazyRows.runs(of: [0, 1, 2, 5, 7, 8]) == [0..<3, 5..<6, 7..<9])
  }

  @Test func aTiedEmbeddingIsNotLazy() {
    var tied = config
    tied.tiesEmbeddings = true
    let layout = ParameterLayout(tied)
    let batch = CountingSource(config: tied).batch(at: 0, tokenLimit: 16).batch
    #expect(LazyRows.used(by: [batch], layout: layout)[layout.embedding] == nil)
  }

  @Test func belowTheFloodTheGradientTurns() throws {
    let plain = try trainer()
    let losses = try plain.differentiate([batch])
    let level = Float(losses.sums.objective(outcomeWeight: plain.options.outcomeWeight))
    let below = try trainer { $0.floodLevel = level + 0.1 }
    _ = try below.differentiate([batch])
    #expect(numbers(below.gradients) == numbers(plain.gradients).map { -$0 })
    let above = try trainer { $0.floodLevel = level - 0.1 }
    _ = try above.differentiate([batch])
    #expect(numbers(above.gradients) == numbers(plain.gradients))
  }

  @Test func theAdversaryAddsTheGradientUphill() throws {
    let radius: Float = 0.5
    let pushed = try trainer { $0.adversarialRadius = radius }
    let before = numbers(pushed.parameters)
    _ = try pushed.differentiate([batch])
    #expect(numbers(pushed.parameters) == before)
    let plain = try trainer()
    let calm = try plain.differentiate([batch])
    let first = numbers(plain.gradients)
    let region = plain.layout.embedding
    let slope = first[region.offset..<region.offset + region.count]
    let length = slope.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    for index in slope.indices { plain.parameters.base[index] += radius * slope[index] / Float(length) }
    let uphill = try plain.differentiate([batch])
    #expect(uphill.sums.tokenMean > calm.sums.tokenMean)
    let sum = zip(first, numbers(plain.gradients)).map(+)
    #expect(relativeError(numbers(pushed.gradients), sum) < 1e-5)
  }

  @Test(arguments: [0.1, 0.5] as [Float]) func inputsAreReplacedAtTheRate(rate: Float) {
    let member = FamilyMember.all[2]
    let batch = TrainingThroughput.randomBatch(
      config: member.config, seed: 1, sequences: 200, length: 20, factsPerToken: 0)
    let prefixed = TrainingBatch(
      tokens: batch.tokens, positions: batch.positions, featureOffsets: batch.featureOffsets,
      features: batch.features, sequenceStarts: batch.sequenceStarts,
      prefixLengths: (0..<200).map { $0 % 2 == 0 ? 0 : 4 }, targets: batch.targets, weights: batch.weights,
      outcomes: batch.outcomes)
    let replaced = InputReplacement.apply(prefixed, rate: rate, seed: 9)
    var free = 0
    var changed = 0
    for (index, pair) in zip(batch.tokens, replaced.tokens).enumerated() {
      let isKept = index % 20 < (index / 20 % 2 == 0 ? 1 : 4)
      if isKept { #expect(pair.0 == pair.1, "token \(index)") }
      free += isKept ? 0 : 1
      changed += pair.0 == pair.1 ? 0 : 1
    }
    // A replacement is the same token again once in 23.
    let share = Float(changed) / Float(free) / (1 - 1 / 23)
    #expect(abs(share - rate) < 0.04, "\(share)")
    #expect(replaced.targets == batch.targets)
    #expect(InputReplacement.apply(prefixed, rate: rate, seed: 9) == replaced)
    #expect(InputReplacement.apply(prefixed, rate: rate, seed: 10) != replaced)
    #expect(InputReplacement.apply(prefixed, rate: 0, seed: 9) == prefixed)
  }

  @Test func theSparseSoftmaxSumsOverTheHighestLogits() throws {
    let full = try trainer().differentiate([batch]).sums.tokenMean
    let all = try trainer { $0.sparseSoftmax = 30 }.differentiate([batch]).sums.tokenMean
    let some = try trainer { $0.sparseSoftmax = 10 }.differentiate([batch]).sums.tokenMean
    let few = try trainer { $0.sparseSoftmax = 5 }.differentiate([batch]).sums.tokenMean
    #expect(abs(all - full) < 1e-6)
    #expect(few < some && some < full)
  }

  @Test(arguments: [(8, 8), (6, 20), (20, 6)]) func orthogonalMatricesAre(rows: Int, columns: Int) {
    var generator = SeededGenerator(seed: 2)
    var matrix = (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &generator) }
    matrix.withUnsafeMutableBufferPointer { Initialisation.orthogonalise($0, rows: rows) }
    let isWide = rows <= columns
    let count = min(rows, columns)
    let length = max(rows, columns)
    for first in 0..<count {
      for second in 0..<count {
        let product = (0..<length).reduce(Float(0)) { sum, element in
          sum
            + (isWide
              ? matrix[first * columns + element] * matrix[second * columns + element]
              : matrix[element * columns + first] * matrix[element * columns + second])
        }
        let expected: Float = first == second ? (isWide ? 1 : Float(rows) / Float(columns)) : 0
        #expect(abs(product - expected) < 1e-4, "\(first) · \(second) is \(product)")
      }
    }
  }

  @Test func orthogonalisationPushesSingularValuesTowardsOne() {
    var generator = SeededGenerator(seed: 6)
    for (rows, columns) in [(12, 12), (10, 30), (30, 10)] {
      let arena = FloatArena(count: rows * columns)
      for index in 0..<arena.count { arena.base[index] = Float.random(in: -1...1, using: &generator) }
      let region = Region(offset: 0, rows: rows, columns: columns)
      let orthogonaliser = Orthogonaliser(for: [region], compute: .best)
      let result = orthogonaliser.orthogonalise(arena[region])
      let elements = withExtendedLifetime((arena, orthogonaliser)) {
        (0..<rows * columns).map { result.base[$0] }
      }
      let squares = elements.reduce(0) { $0 + $1 * $1 } / Float(min(rows, columns))
      #expect(
        (0.5...1.3).contains(squares), "\(rows) x \(columns): mean square of singular values \(squares)")
    }
  }

  private var batch: TrainingBatch {
    TrainingThroughput.randomBatch(config: config, seed: 3, sequences: 4, length: 8, factsPerToken: 2)
  }

  private func trainer(_ change: (inout TechniqueOptions) -> Void = { _ in }) throws -> Trainer {
    var options = TrainingOptions(steps: 100)
    options.schedule = .constant(warmUp: 0)
    change(&options.techniques)
    let config = config
    return try Trainer(config: config, options: options, compute: .best) {
      Initialisation.fill($0, layout: $1, config: config, seed: 1, orthogonal: false)
    }
  }

  private func step(_ trainer: Trainer, times: Int) throws {
    for _ in 0..<times { trainer.apply(try trainer.differentiate([batch])) }
  }

  private func numbers(_ arena: FloatArena) -> [Float] { Array(arena.numbers) }
}

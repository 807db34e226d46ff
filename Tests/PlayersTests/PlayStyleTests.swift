import LanguageModel
import Players
import Testing
import Xiangqi

@Suite struct PlayStyleTests {
  /// Moves of the start position with those probabilities.
  private func moves(_ probabilities: [Double]) -> [RankedMove] {
    zip(Position.start.legalMoves(), probabilities).map { RankedMove(move: $0, probability: $1) }
  }

  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var temperature = 1.0
    var topP = 1.0
    var minP = 0.0
    let result: [Double]
  }

  static let shapes = [
    Shape(testDescription: "as it is", result: [0.5, 0.3, 0.15, 0.05]),
    Shape(testDescription: "top-p", topP: 0.8, result: [0.625, 0.375, 0, 0]),
    Shape(
      testDescription: "min-p", minP: 0.25, result: [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0]),
    Shape(
      testDescription: "half temperature squares", temperature: 0.5,
      result: [0.25 / 0.365, 0.09 / 0.365, 0.0225 / 0.365, 0.0025 / 0.365]),
    Shape(
      testDescription: "the cut comes before the temperature", temperature: 0.5, minP: 0.5,
      result: [0.25 / 0.34, 0.09 / 0.34, 0, 0]),
  ]

  @Test(arguments: shapes) func aStyleShapesTheDistribution(_ shape: Shape) throws {
    let style = try PlayStyle(temperature: shape.temperature, topP: shape.topP, minP: shape.minP)
    let shaped = style.distribution(over: moves([0.5, 0.3, 0.15, 0.05]))
    for (ranked, expected) in zip(shaped, shape.result) {
      #expect(abs(ranked.probability - expected) < 1e-6, "\(shaped.map(\.probability))")
    }
  }

  @Test func drawsFollowTheDistribution() {
    var counts: [Move: Int] = [:]
    let moves = moves([0.5, 0.3, 0.15, 0.05])
    for seed in 0..<4000 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      counts[PlayStyle.asLearned.choice(from: moves, in: Game(), using: &generator).move, default: 0] += 1
    }
    for ranked in moves {
      let share = Double(counts[ranked.move, default: 0]) / 4000
      #expect(abs(share - ranked.probability) < 0.03, "\(ranked.move): \(share)")
    }
  }

  @Test func atTemperatureZeroTheFirstMoveIsPlayed() throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let moves = moves([0.3, 0.29, 0.21, 0.2])
      let choice = try PlayStyle(temperature: 0).choice(from: moves, in: Game(), using: &generator)
      #expect(choice.move == moves[0].move)
      #expect(choice.remark == nil)
    }
  }

  @Test func theOnlyLegalMoveIsPlayedWithAWord() {
    var generator = SeededGenerator(seed: 1)
    let only = Array(moves([1]))
    let choice = PlayStyle.asLearned.choice(from: only, in: Game(), using: &generator)
    #expect(choice.move == only[0].move)
    #expect(choice.remark == .onlyLegalMove)
  }

  @Test func numbersWithoutSenseAreRefused() {
    #expect(throws: SamplingError.self) { try PlayStyle(temperature: -1) }
    #expect(throws: SamplingError.self) { try PlayStyle(temperature: .nan) }
    #expect(throws: SamplingError.self) { try PlayStyle(topP: 0) }
    #expect(throws: SamplingError.self) { try PlayStyle(minP: 1.5) }
  }

  @Test func anAmbitiousPlayerAsksForItsOwnWin() throws {
    let style = try PlayStyle(ambition: .win)
    #expect(style.conditioning(side: .red) == Conditioning(result: .redWins))
    #expect(
      style.conditioning(side: .black, persona: "吕钦") == Conditioning(result: .blackWins, black: "吕钦"))
    #expect(PlayStyle.asLearned.conditioning(side: .red) == .open)
  }
}

@Suite struct LevelTests {
  @Test func identifiersAreUniqueAndNameTheirLevel() {
    #expect(Set(Level.allCases.map(\.identifier)).count == Level.allCases.count)
    for level in Level.allCases {
      #expect(Level(identifier: level.identifier) == level)
      #expect(Level(identifier: String(level.rawValue)) == level)
    }
    #expect(Level(identifier: "grandmaster") == nil)
  }

  @Test func strongerLevelsDrawFromNarrowerDistributions() {
    let probabilities = [0.4, 0.2, 0.1, 0.08, 0.07, 0.05, 0.04, 0.03, 0.02, 0.01]
    let moves = zip(Position.start.legalMoves(), probabilities).map {
      RankedMove(move: $0, probability: $1)
    }
    let policies = Level.allCases.filter { $0.evaluations == nil }
    #expect(Array(Level.allCases.prefix(policies.count)) == policies)
    let first = policies.map { $0.style.distribution(over: moves)[0].probability }
    #expect(first == first.sorted(), "\(first)")
    #expect(Set(first).count == first.count)
  }

  @Test func levelsThatLookAheadLookFurtherAndFurther() {
    let evaluations = Level.allCases.compactMap(\.evaluations)
    #expect(evaluations.count == 3 && evaluations == evaluations.sorted())
  }

  @Test func onlyTheStrongestPolicyAveragesTheMirrorAndEveryLevelKnowsRepetition() {
    #expect(Level.allCases.filter(\.style.averagesMirror) == [.master])
    #expect(Level.allCases.filter(\.style.averagesColours) == [.master])
    #expect(Level.allCases.filter(\.style.avoidsAnyRepetition) == [.expert, .master])
    #expect(Level.allCases.allSatisfy { $0.style.avoidsLosingRepetition })
  }
}

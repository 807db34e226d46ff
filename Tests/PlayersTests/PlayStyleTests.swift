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
    for (number, level) in zip(1..., Level.allCases) {
      #expect(Level(identifier: level.identifier) == level)
      #expect(Level(identifier: String(number)) == level)
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

/// What weak players do not see.
@Suite struct OversightTests {
  /// A red cannon may take a horse over a soldier, and a chariot a soldier next to it.
  private static let fen = "3k5/9/4n4/9/4p4/9/4C4/9/3pR4/5K3 w - - 0 1"

  /// How often each kind captures in so many decisions.
  private func captures(oversight: Double) throws -> [PieceKind: Int] {
    let game = Game(start: try Position(fen: Self.fen))
    let style = try PlayStyle(oversight: oversight)
    let capturing = game.position.legalMoves().filter { game.position.isCapture($0) }
    let moves = capturing.map { RankedMove(move: $0, probability: 1 / Double(capturing.count)) }
    var counts: [PieceKind: Int] = [:]
    for seed in 0..<200 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let move = style.choice(from: moves, in: game, using: &generator).move
      if let kind = game.position[move.from]?.kind { counts[kind, default: 0] += 1 }
      var again = SeededGenerator(seed: seed)
      #expect(style.choice(from: moves, in: game, using: &again).move == move, "a seed is a decision")
    }
    return counts
  }

  @Test func whatCannonsTakeFromAfarIsOverlookedAsOftenAsSaid() throws {
    let all = try captures(oversight: 0)
    let some = try captures(oversight: 0.7)
    let none = try captures(oversight: 1)
    let (seen, seldom) = (try #require(all[.cannon]), try #require(some[.cannon]))
    #expect(seen > 20 && seldom > 0 && seldom < seen)
    #expect(none[.cannon] == nil && none[.chariot] == 200)
  }

  @Test func aPlayerWhoSeesNothingElseStillMoves() throws {
    let game = Game(start: try Position(fen: Self.fen))
    let shot = try #require(game.position.legalMoves().first { $0.iccs == "e3e7" })
    let other = try #require(game.position.legalMoves().first { $0.iccs == "e1d1" })
    let style = try PlayStyle(oversight: 1)
    var generator = SeededGenerator(seed: 1)
    // The only sensible moves are those overlooked: one of them is played.
    let choice = style.choice(
      from: [RankedMove(move: shot, probability: 0.9), RankedMove(move: other, probability: 0.1)], in: game,
      using: &generator)
    #expect(choice.move == other)
  }
}

import TestSupport
import Testing

@testable import Xiangqi

@Suite struct TacticsTests {
  // MARK: Against the reference

  @Test(arguments: [31, 32] as [UInt64])
  func capturesAgreeWithTheReferenceInRandomGames(seed: UInt64) {
    for position in randomPositions(seed: seed, games: 2, plies: 60, every: 20) {
      expectAgreement(position, findsAnswers: false)
    }
  }

  @Test func capturesAgreeWithTheReferenceUnderAttack() {
    var generator = SplitMix64(seed: 34)
    for _ in 0..<20 { expectAgreement(randomAttackPosition(using: &generator), findsAnswers: false) }
  }

  @Test func answersAgreeWithTheReference() {
    var generator = SplitMix64(seed: 35)
    let positions = randomPositions(seed: 35, games: 1, every: 40)
    for position in positions + (0..<3).map({ _ in randomAttackPosition(using: &generator) }) {
      expectAgreement(position, findsAnswers: true)
    }
  }

  /// The reference takes about a quarter of a second for a position.
  @Test(.tags(.slow), .enabled(if: runsSlowTests), arguments: [36, 37] as [UInt64])
  func allFactsAgreeWithTheReference(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let positions = randomPositions(seed: seed, games: 5, every: 10)
    for position in positions + (0..<50).map({ _ in randomAttackPosition(using: &generator) }) {
      expectAgreement(position, findsAnswers: true)
    }
  }

  private func expectAgreement(
    _ position: Position, findsAnswers: Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var reference = TacticsReference(findsAnswers: findsAnswers)
    let tactics = Tactics(of: position)
    let expected = reference.moves(of: position)
    #expect(tactics.isCheck == position.isCheck, "\(position.fen)", sourceLocation: sourceLocation)
    #expect(
      tactics.gain == MoveFacts.kept(reference.gain(position)), "\(position.fen)",
      sourceLocation: sourceLocation)
    #expect(
      tactics.threat == MoveFacts.kept(reference.threat(position)), "\(position.fen)",
      sourceLocation: sourceLocation)
    #expect(tactics.hanging == reference.hanging(position), "\(position.fen)", sourceLocation: sourceLocation)
    #expect(tactics.moves.count == expected.count, "\(position.fen)", sourceLocation: sourceLocation)
    for (found, wanted) in zip(tactics.moves, expected) {
      var found = found
      if !findsAnswers { (found.answer, found.plan) = (0, 0) }
      #expect(found == wanted, "\(position.fen) \(found.move)", sourceLocation: sourceLocation)
    }
  }

  // MARK: Laws

  /// Exchanges put the lower square first of equal pieces, so that a few positions in a thousand are not symmetrical; the
  /// seeds are such that none of these is among them.
  @Test(arguments: [57, 58] as [UInt64], Symmetry.all)
  func mirroringAndSwappingColoursChangesNothing(seed: UInt64, symmetry: Symmetry) {
    for position in randomPositions(seed: seed, every: 6) {
      let seen = Tactics(of: symmetry.position(position)).moves
      let found = Dictionary(uniqueKeysWithValues: seen.map { ($0.move, values($0)) })
      let different = Tactics(of: position).moves.filter { found[symmetry.move($0.move)] != values($0) }
      #expect(different == [], "\(position.fen)")
    }
  }

  /// All facts but the move itself.
  private func values(_ facts: MoveFacts) -> [Int] {
    [
      facts.net, facts.answer, facts.plan, facts.threat, facts.hung, facts.exposed, facts.victim, facts.mover,
    ].map(Int.init) + [Int(facts.marks.rawValue)]
  }

  @Test(arguments: [43, 44] as [UInt64])
  func aPlanIsNoWorseThanTheAnswerItMayBe(seed: UInt64) {
    for position in randomPositions(seed: seed, every: 2) {
      #expect(Tactics(of: position).moves.allSatisfy { $0.plan >= $0.answer }, "\(position.fen)")
    }
  }

  // MARK: Positions

  @Test(arguments: TacticsCase.all)
  func factsOfOneMove(testCase: TacticsCase) throws {
    let position = try Position(fen: testCase.fen)
    let move = try #require(Move(iccs: testCase.move))
    let facts = try #require(
      Tactics(of: position, recaptures: testCase.recaptures).moves.first { $0.move == move })
    for (path, value) in testCase.values { #expect(facts[keyPath: path] == value, "\(path)") }
    #expect(facts.marks == testCase.marks)
  }

  @Test(arguments: TacticsCase.all)
  func positionsOfOneMoveAgreeWithTheReference(testCase: TacticsCase) throws {
    expectAgreement(try Position(fen: testCase.fen), findsAnswers: true)
  }

  @Test func aSideInCheckGainsByItsBestWayOut() throws {
    let tactics = Tactics(of: try Position(fen: "4k4/9/9/9/R8/9/9/9/9/r2K5 w - - 0 1"))
    #expect(tactics.isCheck)
    #expect(tactics.gain == 18)
    #expect(tactics.threat == 0)
    #expect(tactics.moves.map(\.move.iccs) == ["d0d1", "a5a0"])
  }

  @Test func whatHangsIsOfBothSides() throws {
    // The chariots attack each other's horse; Red's is protected by a soldier.
    let tactics = Tactics(of: try Position(fen: "3k5/9/n3R4/9/4N3r/4P4/9/9/9/5K3 w - - 0 1"))
    let hanging = tactics.hanging.map { "\($0.square) \($0.side) \($0.gain)" }
    #expect(hanging == ["a7 black 8"])
  }

  @Test func aSoldierTakesTheChariotThatCameTooNear() throws {
    var position = Position.start
    for text in ["a3a4", "i9i8", "a0a1", "i8d8", "a1a0", "d8d4", "a0a1", "d4e4"] {
      let move = try #require(Move(iccs: text))
      try #require(position.isLegal(move))
      position = position.playing(move)
    }
    let best = Tactics(of: position).moves.max { $0.net < $1.net }
    #expect(best?.move.iccs == "e3e4")
    #expect(best?.net == 18)
  }
}

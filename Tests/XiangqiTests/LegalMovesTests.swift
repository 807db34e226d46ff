import TestSupport
import Testing
import Xiangqi

@Suite struct LegalMovesTests {
  @Test(arguments: try LegalMovesCase.all())
  func listIsComplete(_ testCase: LegalMovesCase) throws {
    let position = try Position(fen: testCase.fen)
    let moves = position.legalMoves()
    #expect(moves.map(\.iccs).sorted() == testCase.moves)
    #expect(moves == moves.sorted())
    #expect(testCase.moves.count == testCase.count)
    #expect(position.isCheck == testCase.in_check)
    #expect(position.checkers.isEmpty == !testCase.in_check)
  }

  /// The fast generator against its slow twin: legal moves, possible moves of both sides, attackers.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func fastGeneratorAgreesWithTheSlowRules(seed: UInt64) {
    for position in randomPositions(seed: seed, games: 3, plies: 150) {
      let slow = SlowRules(position)
      #expect(position.legalMoves() == slow.legalMoves(), "seed \(seed): \(position)")
      for side in Side.allCases {
        #expect(position.possibleMoves(of: side) == slow.possibleMoves(of: side), "seed \(seed): \(position)")
        #expect(
          position.attackers(ofGeneralOf: side) == slow.attackers(ofGeneralOf: side),
          "seed \(seed): \(position)")
      }
    }
  }

  /// Random play from the start rarely leads near the generals; crowded palaces do.
  @Test(arguments: [31, 32, 33, 34] as [UInt64])
  func fastGeneratorAgreesWithTheSlowRulesInCrowdedPalaces(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var checks = 0
    for _ in 0..<400 {
      let position = randomAttackPosition(using: &generator)
      checks += position.isCheck ? 1 : 0
      let expected = SlowRules(position).legalMoves()
      #expect(position.legalMoves() == expected, "seed \(seed): \(position)")
      #expect(position.perft(depth: 1) == expected.count, "seed \(seed): \(position)")
      for move in position.possibleMoves(of: position.sideToMove) {
        #expect(position.isLegal(move) == expected.contains(move), "seed \(seed): \(position) \(move)")
      }
    }
    #expect(checks > 80, "seed \(seed): too few checks to prove anything")
  }

  @Test func hypotheticalMovesKnowAttackersOfEitherSide() throws {
    let position = try Position(fen: "3ak4/9/9/9/9/9/4R4/9/9/3K5 b - - 0 1")
    let rook = try #require(Move(iccs: "e3d3"))
    let after = position.moving(rook)
    #expect(after.sideToMove == .black)
    #expect(after.attackers(ofGeneralOf: .black).isEmpty)
    #expect(position.checkers.map(\.description) == ["e3"])
    let taken = position.moving(Move(from: Square(file: 4, rank: 3), to: Square(file: 4, rank: 9)))
    #expect(taken.attackers(ofGeneralOf: .black).isEmpty)
    #expect(taken[Square(file: 4, rank: 9)] == Piece(.red, .chariot))
  }

  @Test(arguments: [41, 42] as [UInt64])
  func symmetriesMapLegalMoves(seed: UInt64) {
    for position in randomPositions(seed: seed, every: 3) {
      let moves = position.legalMoves()
      #expect(position.mirrored.legalMoves() == moves.map(\.mirrored).sorted(), "seed \(seed): \(position)")
      #expect(
        position.coloursSwapped.legalMoves() == moves.map(\.flipped).sorted(), "seed \(seed): \(position)")
      #expect(position.mirrored.mirrored == position)
      #expect(position.coloursSwapped.coloursSwapped == position)
      #expect(position.mirrored.zobristKey == position.zobristKey || position.mirrored != position)
    }
  }
}

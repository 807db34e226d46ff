import TestSupport
import Testing
import Xiangqi

@Suite struct PerftTests {
  /// Counts above this run only with `YIWEN_SLOW`.
  static let quickLimit = 2_000_000

  @Test(arguments: try PerftCase.all())
  func countsOfMoveSequencesAreRight(_ testCase: PerftCase) throws {
    let position = try Position(fen: testCase.fen)
    for (index, nodes) in testCase.nodes.enumerated() where nodes <= Self.quickLimit {
      #expect(position.perft(depth: index + 1) == nodes, "\(testCase.id) depth \(index + 1)")
    }
  }

  @Test(.tags(.slow), .enabled(if: runsSlowTests), arguments: try PerftCase.all())
  func largeCountsOfMoveSequencesAreRight(_ testCase: PerftCase) throws {
    let position = try Position(fen: testCase.fen)
    for (index, nodes) in testCase.nodes.enumerated() where nodes > Self.quickLimit {
      #expect(position.perft(depth: index + 1) == nodes, "\(testCase.id) depth \(index + 1)")
    }
  }

  @Test func everyPerftPositionHasACountForTheQuickRun() throws {
    let cases = try PerftCase.all()
    #expect(cases.count >= 18)
    #expect(cases.allSatisfy { ($0.nodes.first ?? .max) <= Self.quickLimit })
  }

  @Test func depthZeroIsOneSequence() {
    #expect(Position.start.perft(depth: 0) == 1)
    #expect(Position.start.divide(depth: 0).isEmpty)
  }

  @Test func divideAddsUpToPerft() throws {
    let position = try Position(fen: "r1ba1a3/4kn3/2n1b4/pNp1p1p1p/4c4/6P2/P1P2R2P/1CcC5/9/2BAKAB2 w - - 0 1")
    let parts = position.divide(depth: 3)
    #expect(parts.map(\.move) == position.legalMoves())
    #expect(parts.reduce(0) { $0 + $1.nodes } == 43929)
  }

  @Test(arguments: [11, 12] as [UInt64])
  func mirroringAndSwappingColoursChangesNoCount(seed: UInt64) {
    for position in randomPositions(seed: seed, every: 7) {
      let nodes = position.perft(depth: 2)
      #expect(position.mirrored.perft(depth: 2) == nodes, "seed \(seed): \(position)")
      #expect(position.coloursSwapped.perft(depth: 2) == nodes, "seed \(seed): \(position)")
    }
  }

  /// Counting must agree with listing, also where the general is in check or pieces are pinned.
  @Test(arguments: [21, 22, 23] as [UInt64])
  func countingMovesEqualsListingThem(seed: UInt64) {
    for position in randomPositions(seed: seed, games: 20, plies: 200) {
      #expect(position.perft(depth: 1) == position.legalMoves().count, "seed \(seed): \(position)")
    }
  }
}

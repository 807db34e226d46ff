import TestSupport
import Testing
import Xiangqi

@testable import Players

/// What a model is told of tactics.
@Suite struct TacticFeatureTests {
  private static let positions = (31...36).flatMap { seed in
    randomPlay(seed: UInt64(seed), plies: 120).enumerated().filter { $0.offset % 9 == 0 }.map(\.element)
  }

  @Test func everyMoveHasRowsOfTheEmbeddingEachOnce() {
    for position in Self.positions {
      let tactics = Tactics(of: position)
      let features = MoveFactFeatures(tactics, of: position)
      for facts in tactics.moves {
        var rows: [Int32] = []
        features.appendRows(of: facts, to: &rows)
        #expect(Set(rows).count == rows.count)
        #expect(rows.allSatisfy { (0..<Int32(MoveFactFeatures.count)).contains($0) })
        #expect(rows.first == 0)
      }
    }
  }

  @Test func stateRowsAscendAndEndWithTheLastOne() {
    let features = StateFeatures.boardMovesAndTactics
    #expect(features.rowCount == 5869)
    #expect(StateFeatures(rowCount: 5869) == features)
    for position in Self.positions {
      for view in Viewpoint.all {
        let rows = features.rows(of: position, view: view)
        #expect(zip(rows, rows.dropFirst()).allSatisfy(<))
        #expect(rows.allSatisfy { (0..<5869).contains($0) })
        let plain = StateFeatures.boardAndMoves.rows(of: position, view: view)
        #expect(Array(rows.prefix(plain.count)) == plain)
      }
    }
  }

  /// A mirrored board seen in the mirror, and colours exchanged seen from the other side, are told alike.
  @Test func symmetricPositionsAreToldAlike() {
    let features = StateFeatures.boardMovesAndTactics
    for position in Self.positions {
      let rows = features.rows(of: position)
      #expect(features.rows(of: position.mirrored, view: Viewpoint(isMirrored: true)) == rows)
      #expect(features.rows(of: position.coloursSwapped, view: Viewpoint(side: .black)) == rows)
    }
  }

  @Test func tacticsSurviveTheirBytes() throws {
    for position in Self.positions {
      let tactics = Tactics(of: position)
      var bytes: [UInt8] = []
      tactics.appendCode(to: &bytes)
      #expect(Tactics(code: bytes, of: position) == tactics)
      #expect(Tactics(code: bytes.dropLast(), of: position) == nil)
      #expect(Tactics(code: [], of: position) == nil)
    }
  }

  @Test func gainsShiftTheExpectedScore() {
    let even = WDL(red: 0.3, draw: 0.4, black: 0.3)
    #expect(even.shifted(by: 0, for: .red) == even)
    let better = even.shifted(by: 1, for: .black)
    #expect(abs(better.expectation(for: .black) - 0.731) < 0.001)
    #expect(abs(better.red + better.draw + better.black - 1) < 1e-12)
    let won = even.shifted(by: 20, for: .red)
    #expect(won.red > 0.99)
    #expect(min(won.draw, won.black) >= 0)
  }
}

import Players
import Testing
import Xiangqi

@Suite struct StateFeaturesTests {
  @Test func theSizeOfTheEmbeddingChoosesTheFacts() {
    #expect(StateFeatures(rowCount: 1261) == .board)
    #expect(StateFeatures(rowCount: 1260) == nil)
    #expect(StateFeatures(rowCount: 0) == nil)
  }

  @Test func aBoardIsItsPiecesAndTheSideToMove() throws {
    // Squares count from a0: the red general on e0 is 4, the black soldier on a6 is 54, the general e9 85.
    let position = try Position(fen: "4k4/9/9/p8/9/9/9/9/9/3K5 b - - 0 1")
    let rows: [Int32] = [3 * 14, 54 * 14 + 13, 85 * 14 + 7, 1260]
    let mirroredRows: [Int32] = [5 * 14, 62 * 14 + 13, 85 * 14 + 7, 1260]
    #expect(StateFeatures.board.rows(of: position) == rows)
    #expect(StateFeatures.board.rows(of: position, mirrored: true).sorted() == mirroredRows)
  }

  @Test func theStartHasThirtyTwoFactsAndRedToMove() {
    let rows = StateFeatures.board.rows(of: .start)
    #expect(rows.count == 32)
    let firstFive: [Int32] = [4, 17, 30, 43, 56]  // chariot a0, horse b0, elephant, advisor, general e0
    #expect(rows.prefix(5) == firstFive[...])
    #expect(rows.last == 1257)  // 89 * 14 + 11: the chariot i9
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func mirroringTheFactsIsMirroringThePosition(seed: UInt64) throws
  {
    for position in try randomGame(seed: seed, plies: 80).positions {
      let features = StateFeatures.board
      #expect(
        features.rows(of: position, mirrored: true).sorted() == features.rows(of: position.mirrored),
        "seed \(seed)")
    }
  }
}

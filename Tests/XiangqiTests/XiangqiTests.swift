import TestSupport
import Testing
import Xiangqi

@Test func startPositionHasFortyFourMoves() {
  #expect(Position.start.perft(depth: 1) == 44)
  #expect(Position.start.perft(depth: 2) == 1920)
  #expect(randomPlay(seed: 1, plies: 40).allSatisfy { !$0.legalMoves().isEmpty })
}

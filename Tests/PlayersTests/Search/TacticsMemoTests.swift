import TestSupport
import Testing
import Xiangqi

@testable import Players

/// The tactics that a search remembers.
@Suite struct TacticsMemoTests {
  @Test func memoryIsBoundedAndTheLatestAreKnown() throws {
    var memo = TacticsMemo(capacity: 10)
    let game = try randomGame(seed: 21, plies: 60)
    let keys = game.positions.indices.map { ply in
      PositionKey(of: game.positions[ply], after: ply > 0 ? game.moves[ply - 1] : nil)
    }
    for (key, position) in zip(keys, game.positions) {
      memo[key] = Tactics(of: position)
      #expect(memo.count <= 20)
    }
    for (key, position) in zip(keys, game.positions).suffix(10) {
      #expect(memo[key] == Tactics(of: position))
    }
    #expect(memo[keys[0]] == nil)
  }

  @Test func whereTheLastMoveCapturedMatters() throws {
    let game = try randomGame(seed: 21, plies: 60)
    let ply = try #require(game.moves.indices.first { game.positions[$0].isCapture(game.moves[$0]) })
    let position = game.positions[ply + 1]
    let key = PositionKey(of: position, after: game.moves[ply])
    #expect(key != PositionKey(of: position, after: nil))
    #expect(key == PositionKey(of: position, after: game.moves[ply]))
  }
}

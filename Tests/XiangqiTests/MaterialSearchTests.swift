import TestSupport
import Testing

@testable import Xiangqi

/// Whether a move loses material, by a few plies at full width.
@Suite struct MaterialSearchTests {
  /// What the side to move wins by so many plies of all moves, by trying everything.
  private static func gain(_ position: Position, plies: Int, _ reference: inout TacticsReference) -> Int {
    guard plies > 0 else { return reference.gain(position) }
    let gains = position.legalMoves().map {
      position.worth(on: $0.to) - gain(position.playing($0), plies: plies - 1, &reference)
    }
    return gains.max() ?? -PieceWorth.mate
  }

  @Test(arguments: [1, 2, 3]) func lossesAgreeWithTryingEverything(plies: Int) {
    var generator = SplitMix64(seed: 41)
    var losing = 0
    for _ in 0..<(plies == 3 ? 3 : 12) {
      let position = randomAttackPosition(using: &generator)
      for move in position.legalMoves().prefix(plies == 3 ? 4 : 10) {
        var reference = TacticsReference(findsAnswers: false)
        let loss =
          Self.gain(position.playing(move), plies: plies - 1, &reference) - position.worth(on: move.to)
        for bound in [1, 4, 9, 18] {
          #expect(
            position.loses(bound, by: move, plies: plies) == (loss >= bound),
            "\(move) loses \(loss): \(position.fen)")
        }
        if loss > 0 { losing += 1 }
      }
    }
    #expect(losing > 0, "no move loses anything")
  }

  /// With the general on d1 a horse on e3 attacks it and the chariot on g4.
  @Test(arguments: zip([1, 2, 3, 4], [false, true, true, true]))
  func aForkIsALossBeyondTheFirstPly(plies: Int, isSeen: Bool) throws {
    let position = try Position(fen: "5k3/9/9/9/3n5/6R2/9/9/9/3K5 w - - 0 1")
    let stepping = try #require(Move(iccs: "d0d1"))
    let leaving = try #require(Move(iccs: "g4i4"))
    #expect(position.loses(8, by: stepping, plies: plies) == isSeen)
    #expect(!position.loses(8, by: leaving, plies: plies))
  }

  @Test func theDeepestSearchFitsTheStack() {
    for position in [Position.start] + randomPositions(seed: 44, games: 1, plies: 40, every: 20) {
      guard let move = position.legalMoves().first else { continue }
      _ = position.loses(4, by: move, plies: 4)
    }
  }
}

import Testing
import Xiangqi

/// What tactics say for a move, on positions made by hand.
@Suite struct MoveReasonTests {
  private func reason(_ move: String, _ fen: String) throws -> MoveReason? {
    let position = try Position(fen: fen)
    return Tactics(of: position).reason(for: try #require(Move(iccs: move)), in: position)
  }

  @Test func aSoldierTakesTheChariotThatTheIssueNamed() throws {
    var game = Game()
    for text in "a3a4 i9i8 a0a1 i8d8 a1a0 d8d4 a0a1 d4e4".split(separator: " ") {
      try game.play(try #require(Move(iccs: text)))
    }
    let tactics = Tactics(of: game)
    let best = tactics.moves.max { $0.net < $1.net }
    #expect(best?.move.iccs == "e3e4")
    #expect(tactics.reason(for: try #require(best?.move), in: game.position) == .takesUndefended(.chariot))
  }

  @Test func aMateIsCalledOne() throws {
    // One chariot holds rank 8, the other checks on rank 9.
    #expect(try reason("b7b9", "4k4/R8/1R7/9/9/9/9/9/9/3K5 w - - 0 1") == .mates)
  }

  @Test func aPieceInDangerIsSaved() throws {
    // Black's chariot attacks the horse on a5, which nothing protects; b7 is out of its reach.
    let reason = try reason("a5b7", "3k5/9/9/9/N7r/9/9/9/9/4K4 w - - 0 1")
    #expect(reason == .saves(.horse))
  }

  @Test func aMoveThatWinsNothingHasNoReason() throws {
    #expect(try reason("e0e1", "3k5/9/9/9/9/9/9/9/9/4K4 w - - 0 1") == nil)
  }

  @Test func theOnlyMoveIsSaidToBeOne() throws {
    // The general can go to one square only.
    let position = try Position(fen: "5k3/9/9/9/9/9/9/4r4/9/3K5 w - - 0 1")
    let moves = position.legalMoves()
    try #require(moves.count == 1)
    #expect(Tactics(of: position).reason(for: moves[0], in: position) == .isOnlyMove)
  }
}

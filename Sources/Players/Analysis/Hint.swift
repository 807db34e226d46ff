public import Xiangqi

/// A move that a search recommends, with what follows and why.
public struct Hint: Sendable, Hashable {
  /// The move and how both sides go on when they do their best.
  public let line: [Move]
  /// The score that the side to move may expect, 0 to 1.
  public let expectation: Double
  /// In how many of its own moves the side to move mates; negative in how many it is mated.
  public let mate: Int?
  /// Why, as far as tactics say it.
  public let reason: MoveReason?

  /// The hint in what a search found out about a game's position; `nil` where no move is legal.
  public init?(_ report: SearchReport, game: Game) {
    guard let best = report.lines.first else { return nil }
    self.init(best, position: game.position, tactics: Tactics(of: game))
  }

  /// The hint in a line that begins in a position; `nil` for an empty line.
  public init?(_ best: SearchLine, position: Position, tactics: Tactics) {
    guard let move = best.moves.first else { return nil }
    line = best.moves
    mate = best.mate
    expectation = best.wdl.expectation(for: position.sideToMove)
    reason = tactics.reason(for: move, in: position)
  }
}

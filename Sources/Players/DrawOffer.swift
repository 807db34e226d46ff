public import Xiangqi

/// How a player answers the offer of a draw.
public struct DrawOffer: Sendable, Hashable {
  /// Before this many plies only a player who expects to lose takes a draw.
  public var earliestPly: Int
  /// The highest expected score at which a draw is taken.
  public var expectation: Double
  /// The highest expected score at which a draw is taken early in the game.
  public var earlyExpectation: Double

  /// The thresholds of a player who plays on with the better chances.
  public init(earliestPly: Int = 60, expectation: Double = 0.5, earlyExpectation: Double = 0.3) {
    self.earliestPly = earliestPly
    self.expectation = expectation
    self.earlyExpectation = earlyExpectation
  }

  /// Whether a side that expects this score takes the draw, and what it says to that.
  public func answer(expectation expected: Double, side: Side, in game: Game) -> (accepts: Bool, Remark) {
    if !Material.hasAttacker(side, in: game.position) { return (true, .acceptsDrawWithoutAttackers) }
    if expected <= earlyExpectation { return (true, .acceptsDraw) }
    if expected > expectation { return (false, .declinesDrawStandsBetter) }
    return game.moves.count < earliestPly ? (false, .declinesDrawTooEarly) : (true, .acceptsDraw)
  }
}

public import Xiangqi

/// When a player gives up a game: late, behind in material, and hopeless for several moves running.
///
/// The default thresholds were tried on games that people played: hardly one in fifty met them, and whoever
/// would have resigned lost.
public struct Resignation: Sendable, Hashable {
  /// No resignation before this many plies have been played.
  public var earliestPly: Int
  /// The least material a side must be behind, in soldiers.
  public var materialDeficit: Int
  /// The expected score (a win 1, a draw one half) must be below this.
  public var expectation: Double
  /// At so many of the player's own turns running, this one included.
  public var turns: Int

  /// The thresholds of a cautious player.
  public init(earliestPly: Int = 60, materialDeficit: Int = 8, expectation: Double = 0.15, turns: Int = 3) {
    self.earliestPly = earliestPly
    self.materialDeficit = materialDeficit
    self.expectation = expectation
    self.turns = turns
  }

  /// Whether the game itself, whatever the model expects of it, is one to resign.
  public func isConceivable(in game: Game) -> Bool {
    game.moves.count >= max(earliestPly, 2 * (turns - 1))
      && Material.balance(of: game.position, for: game.position.sideToMove) <= -materialDeficit
  }

  /// Whether a side with these expected scores resigns.
  ///
  /// - Parameters:
  ///   - expectations: The expected score of the side to move at its latest turns, this turn first.
  ///   - game: The game up to this turn.
  /// - Returns: Whether all thresholds are met.
  public func isDue(expectations: [Double], in game: Game) -> Bool {
    isConceivable(in: game)
      && expectations.count >= turns
      && expectations.prefix(turns).allSatisfy { $0 < expectation }
  }
}

public import Xiangqi

/// What a player has to say about its decision; the interface puts it into words.
public enum Remark: Sendable, Hashable {
  /// The position leaves one legal move.
  case onlyLegalMove
  /// The move the model liked most would lose by repetition, so another was chosen.
  case avoidsLosingRepetition(Move)
  /// The game is lost by its own reckoning, for several moves running: it resigns.
  case resigns
  /// It takes the draw: it does not expect more.
  case acceptsDraw
  /// It takes the draw: it has no piece left to win with.
  case acceptsDrawWithoutAttackers
  /// It declines the draw: the game has only begun.
  case declinesDrawTooEarly
  /// It declines the draw: it expects to win.
  case declinesDrawStandsBetter
}

/// One of the two players: Red, who moves first and sits at ranks 0–4, or Black at ranks 5–9.
public enum Side: UInt8, CaseIterable, Sendable, Hashable {
  /// The side that moves first, at the bottom of the board.
  case red = 0
  /// The side at the top of the board.
  case black = 1

  /// The other player.
  public var opponent: Side {
    self == .red ? .black : .red
  }

  /// +1 or -1: what one step towards the enemy adds to a rank.
  public var forward: Int {
    self == .red ? 1 : -1
  }
}

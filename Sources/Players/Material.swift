public import Xiangqi

/// The plain count of material: what a person reckons before resigning.
public enum Material {
  /// The worth of a kind of piece in soldiers, as primers give it; a general is beyond price and counts 0.
  public static func value(of kind: PieceKind) -> Int {
    switch kind {
    case .general: 0
    case .advisor, .elephant: 2
    case .horse: 4
    case .cannon: 4
    case .chariot: 9
    case .soldier: 1
    }
  }

  /// How much more material a side has than its opponent; negative when it has less.
  public static func balance(of position: Position, for side: Side) -> Int {
    var balance = 0
    for square in Square.all {
      guard let piece = position[square] else { continue }
      balance += piece.side == side ? value(of: piece.kind) : -value(of: piece.kind)
    }
    return balance
  }

  /// Whether a side has a piece that can attack across the river; without one it cannot win.
  public static func hasAttacker(_ side: Side, in position: Position) -> Bool {
    Square.all.contains { square in
      guard let piece = position[square], piece.side == side else { return false }
      return switch piece.kind {
      case .chariot, .horse, .cannon, .soldier: true
      case .general, .advisor, .elephant: false
      }
    }
  }
}

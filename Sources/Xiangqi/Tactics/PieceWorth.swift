/// The material worth of pieces, in half soldiers, by which tactics are counted.
///
/// Soldier 2, beyond the river 4; advisor and elephant 4, horse 8, cannon 9, chariot 18. A general is never
/// captured; its worth only puts captures by it last.
public enum PieceWorth {
  /// The worth of a piece that stands on a square.
  @inline(__always)
  public static func of(_ piece: Piece, on square: Square) -> Int {
    switch piece.kind {
    case .general: 20
    case .advisor, .elephant: 4
    case .horse: 8
    case .cannon: 9
    case .chariot: 18
    case .soldier: square.isHome(of: piece.side) ? 2 : 4
    }
  }

  /// The gain of a forced mate that is found when no plies are left; each ply left adds ``matePly``, more than all
  /// pieces together.
  public static let mate = 1_000
  /// How much more a mate is worth that is one ply nearer.
  static let matePly = 200

  /// How much more material a side has than its opponent, in half soldiers; the generals are left out.
  public static func balance(of position: Position, for side: Side) -> Int {
    var balance = 0
    for square in position.occupied[Int(side.rawValue)] { balance += position.worth(on: square) }
    for square in position.occupied[Int(side.opponent.rawValue)] { balance -= position.worth(on: square) }
    return balance
  }
}

extension Position {
  /// The worth of the piece on a square, 0 where there is none.
  @inline(__always)
  func worth(on square: Square) -> Int {
    let slot = board[square.index]
    return slot == Slots.none ? 0 : PieceWorth.of(Slots.piece(slot), on: square)
  }
}

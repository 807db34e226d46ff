/// Moves made and unmade in place, for searches of material: keys and counters are left as they are, so only placement
/// and side to move can be relied on in between.
extension Position {
  /// Carries out a move of the side to move in place.
  ///
  /// - Returns: The slot of the captured piece, `Slots.none` where there was none.
  @inline(__always)
  mutating func make(from: Square, to: Square) -> UInt8 {
    let slot = board[from.index]
    let captured = board[to.index]
    if captured != Slots.none {
      take(slot: captured, off: to)
      roll[Int(captured & 31)] = Slots.none
    }
    take(slot: slot, off: from)
    put(slot: slot, on: to)
    sideToMove = sideToMove.opponent
    return captured
  }

  /// Takes the last move back.
  @inline(__always)
  mutating func unmake(from: Square, to: Square, captured: UInt8) {
    let slot = board[to.index]
    take(slot: slot, off: to)
    put(slot: slot, on: from)
    if captured != Slots.none { put(slot: captured, on: to) }
    sideToMove = sideToMove.opponent
  }

  /// Gives the turn to the other side: a null move, taken back by another.
  @inline(__always)
  mutating func pass() { sideToMove = sideToMove.opponent }

  /// Whether the general of the side to move is attacked: ``isCheck`` without listing who attacks.
  @inline(__always)
  func isCheck(_ tables: AttackTables) -> Bool {
    let general = general(of: sideToMove)
    // A move from a square to itself changes nothing on the board.
    return isAttacked(general, of: sideToMove, from: general, to: general, tables)
  }
}

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
    if captured != Slots.none { roll[Int(captured & 31)] = Slots.none }
    board[from.index] = Slots.none
    board[to.index] = slot
    roll[Int(slot & 31)] = to.rawValue
    turnOver(from: from, to: to, isCapture: captured != Slots.none)
    sideToMove = sideToMove.opponent
    return captured
  }

  /// Takes the last move back.
  @inline(__always)
  mutating func unmake(from: Square, to: Square, captured: UInt8) {
    sideToMove = sideToMove.opponent
    let slot = board[to.index]
    if captured != Slots.none { roll[Int(captured & 31)] = to.rawValue }
    board[to.index] = captured
    board[from.index] = slot
    roll[Int(slot & 31)] = from.rawValue
    turnOver(from: from, to: to, isCapture: captured != Slots.none)
  }

  /// Turns over the bits of a move of the side to move in the sets of squares: done twice, nothing has changed.
  @inline(__always)
  private mutating func turnOver(from: Square, to: Square, isCapture: Bool) {
    let own = Int(sideToMove.rawValue)
    let enemy: UInt32 = isCapture ? 0x1_0000 &>> UInt32(own &<< 4) : 0
    let left = 1 &<< UInt32(own &<< 4)
    let entered = left | enemy
    ranks[from.rank] ^= left &<< UInt32(from.file)
    files[from.file] ^= left &<< UInt32(from.rank)
    ranks[to.rank] ^= entered &<< UInt32(to.file)
    files[to.file] ^= entered &<< UInt32(to.rank)
    let target = SquareSet(to).bits
    occupied[own].bits ^= SquareSet(from).bits | target
    if isCapture { occupied[1 &- own].bits ^= target }
  }

  /// Gives the turn to the other side: a null move, taken back by another.
  @inline(__always)
  mutating func pass() { sideToMove = sideToMove.opponent }
}

extension Position {
  /// The number of sequences of legal moves of that length; 1 at depth 0.
  ///
  /// The last moves are counted, not played, as other programs do.
  public func perft(depth: Int) -> Int {
    perft(depth: depth, AttackTables.shared)
  }

  /// `perft` taken apart by the first move, in the order of `legalMoves()`; empty at depth 0.
  public func divide(depth: Int) -> [(move: Move, nodes: Int)] {
    guard depth > 0 else { return [] }
    return legalMoves().map { ($0, playing($0).perft(depth: depth - 1)) }
  }

  private func perft(depth: Int, _ tables: AttackTables) -> Int {
    guard depth > 0 else { return 1 }
    guard depth > 1 else { return legalMoveCount(tables) }
    var nodes = 0
    forEachLegalMove(tables) { from, to in
      var next = self
      next.move(from: from, to: to)
      nodes &+= next.perft(depth: depth &- 1, tables)
    }
    return nodes
  }

  /// The number of legal moves.
  func legalMoveCount(_ tables: AttackTables) -> Int {
    let safety = safety(of: sideToMove, tables)
    let general = general(of: sideToMove)
    guard safety.checkers.isEmpty, safety.forbidden.isEmpty else {
      return occupied[Int(sideToMove.rawValue)].reduce(0) {
        $0 &+ legalTargets(from: $1, general: general, safety, tables).count
      }
    }
    let king = Slots.base(sideToMove)
    let steps = targets(of: UInt8(truncatingIfNeeded: king), from: general, tables)
    var count = possibleMoveCount(tables) &+ tried(steps, from: general, general: general, tables).count
    for from in safety.pinned {
      let all = targets(of: board[from.index], from: from, tables)
      count &+= tried(all, from: from, general: general, tables).count &- all.count
    }
    return count
  }

  /// The number of possible moves of the side to move, those of its general left out.
  @inline(__always)
  private func possibleMoveCount(_ tables: AttackTables) -> Int {
    let base = Slots.base(sideToMove)
    let own = occupied[Int(sideToMove.rawValue)]
    let enemyShift = 16 &- UInt32(base)
    var count = 0
    let steppers = Int(sideToMove.rawValue) &* 7
    for slot in 1..<3 where roll[base | slot] < 90 {
      let square = Int(roll[base | slot])
      count &+= tables.steps[(steppers &+ 1) &* 90 &+ square].subtracting(own).count
    }
    for slot in 3..<5 where roll[base | slot] < 90 {
      count &+= elephantTargets(from: Square(unchecked: roll[base | slot]), tables).subtracting(own).count
    }
    for slot in Slots.horses where roll[base | slot] < 90 {
      count &+= horseTargets(from: Square(unchecked: roll[base | slot]), tables).subtracting(own).count
    }
    for slot in Slots.chariots where roll[base | slot] < 90 {
      count &+= lineMoveCount(from: Square(unchecked: roll[base | slot]), preyShift: 10, enemyShift, tables)
    }
    for slot in Slots.cannons where roll[base | slot] < 90 {
      count &+= lineMoveCount(from: Square(unchecked: roll[base | slot]), preyShift: 20, enemyShift, tables)
    }
    for slot in Slots.soldiers where roll[base | slot] < 90 {
      let square = Int(roll[base | slot])
      count &+= tables.steps[(steppers &+ 6) &* 90 &+ square].subtracting(own).count
    }
    return count
  }

  /// The number of possible moves of a chariot (`preyShift` 10, it takes near pieces) or cannon (20, far ones):
  /// one count of bits over what it sees on both lines.
  @inline(__always)
  private func lineMoveCount(
    from square: Square, preyShift: UInt32, _ enemyShift: UInt32, _ tables: AttackTables
  ) -> Int {
    let rank = ranks[square.rank]
    let file = files[square.file]
    let alongRank = tables.sights[square.file &* 1024 &+ Position.points(rank, wall: Position.wall)].bits
    let alongFile = tables.sights[square.rank &* 1024 &+ Position.points(file)].bits
    let reachedOnRank = alongRank & (0x3FF | (rank &>> enemyShift & 0x3FF) &<< preyShift)
    let reachedOnFile = alongFile & (0x3FF | (file &>> enemyShift & 0x3FF) &<< preyShift)
    return (UInt64(reachedOnRank) | UInt64(reachedOnFile) &<< 32).nonzeroBitCount
  }
}

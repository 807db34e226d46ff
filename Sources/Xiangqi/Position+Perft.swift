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
    let steps = targets(of: board[general.index], from: general, tables)
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
    for slot in Slots.advisors {
      guard let square = square(ofSlot: base | slot) else { continue }
      count &+= tables.steps(of: Piece(sideToMove, .advisor), from: square).subtracting(own).count
    }
    for slot in Slots.elephants {
      guard let square = square(ofSlot: base | slot) else { continue }
      count &+= elephantTargets(from: square, tables).subtracting(own).count
    }
    for slot in Slots.horses {
      guard let square = square(ofSlot: base | slot) else { continue }
      count &+= horseTargets(from: square, tables).subtracting(own).count
    }
    for slot in Slots.chariots {
      guard let square = square(ofSlot: base | slot) else { continue }
      count &+= lineMoveCount(from: square, preyShift: 10, enemyShift, tables)
    }
    for slot in Slots.cannons {
      guard let square = square(ofSlot: base | slot) else { continue }
      count &+= lineMoveCount(from: square, preyShift: 20, enemyShift, tables)
    }
    for slot in Slots.soldiers {
      guard let square = square(ofSlot: base | slot) else { continue }
      count &+= tables.steps(of: Piece(sideToMove, .soldier), from: square).subtracting(own).count
    }
    return count
  }

  /// The number of possible moves of a chariot or cannon: one count of bits over what it sees on both lines.
  ///
  /// `preyShift` is where the pieces it takes stand in a `Sight`: 10 (near) for a chariot, 20 (far) for a cannon.
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

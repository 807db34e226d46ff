extension TacticalSearch {
  /// What the side to move wins by capturing on one square, both sides taking part as long as it pays: static exchange
  /// evaluation by legal captures, the least piece first.
  mutating func exchange(on square: Square) -> Int {
    guard let from = leastAttacker(of: square) else { return 0 }
    let victim = position.worth(on: square)
    return max(0, victim - after(from, square) { $0.exchange(on: square) })
  }

  /// The piece of the side to move that is worth least of those that may capture on a square.
  @inline(__always)
  private func leastAttacker(of square: Square) -> Square? {
    let side = position.sideToMove
    var least: (from: Square, worth: Int)?
    for from in position.attackers(of: square, by: side, tables) {
      let worth = position.worth(on: from)
      if let least, worth >= least.worth { continue }
      let general = position.board[from.index] & 15 == 0 ? square : position.general(of: side)
      guard !position.isAttacked(general, of: side, from: from, to: square, tables) else { continue }
      least = (from, worth)
    }
    return least?.from
  }
}

extension Position {
  /// The pieces of a side that could capture what stands on a square, checks and whose turn it is aside.
  func attackers(of square: Square, by side: Side, _ tables: AttackTables) -> SquareSet {
    let base = Slots.base(side)
    let (rank, file) = (square.rank, square.file)
    var attackers = SquareSet()
    let alongFile = tables.sights[rank &* 1024 &+ Position.points(files[file])]
    let alongRank = tables.sights[file &* 1024 &+ Position.points(ranks[rank], wall: Position.wall)]
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound {
      guard let from = self.square(ofSlot: base | slot) else { continue }
      let isCannon = slot >= Slots.cannons.lowerBound
      if from.file == file {
        if (isCannon ? alongFile.far : alongFile.near) &>> from.rank & 1 != 0 { attackers.insert(from) }
      } else if from.rank == rank {
        if (isCannon ? alongRank.far : alongRank.near) &>> from.file & 1 != 0 { attackers.insert(from) }
      }
    }
    for slot in Slots.horses {
      guard let from = self.square(ofSlot: base | slot),
        let leg = Square(rawValue: tables.horseLegs[square.index &* 90 &+ from.index])
      else { continue }
      if board[leg.index] == Slots.none { attackers.insert(from) }
    }
    // A soldier attacks the square before it and, beyond the river, those beside it.
    let isBeyond = !square.isHome(of: side)
    let behind = square.index &+ (side == .red ? -9 : 9)
    if behind >= 0, behind < 90, isSoldier(board[behind], of: side) { attackers.insert(Square(index: behind)) }
    if isBeyond {
      if file > 0, isSoldier(board[square.index &- 1], of: side) { attackers.insert(Square(index: square.index &- 1)) }
      if file < 8, isSoldier(board[square.index &+ 1], of: side) { attackers.insert(Square(index: square.index &+ 1)) }
      return attackers
    }
    for slot in Slots.general..<Slots.elephants.upperBound {
      guard let from = self.square(ofSlot: base | slot) else { continue }
      if targets(of: UInt8(base | slot), from: from, tables).contains(square) { attackers.insert(from) }
    }
    return attackers
  }
}

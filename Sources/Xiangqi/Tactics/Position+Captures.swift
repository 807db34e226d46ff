extension Position {
  /// Calls `body` with from and to of every capture that the side to move could make, checks aside.
  @inline(__always)
  func forEachPossibleCapture(_ tables: AttackTables, _ body: (Square, Square) -> Void) {
    let base = Slots.base(sideToMove)
    let enemies = occupied[Int(sideToMove.opponent.rawValue)]
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound {
      guard let from = square(ofSlot: base | slot) else { continue }
      captureAlongLines(from: from, isCannon: slot >= Slots.cannons.lowerBound, tables, body)
    }
    for slot in Slots.horses {
      guard let from = square(ofSlot: base | slot) else { continue }
      for to in horseTargets(from: from, tables).intersection(enemies) { body(from, to) }
    }
    let soldier = Piece(sideToMove, .soldier)
    for slot in Slots.soldiers {
      guard let from = square(ofSlot: base | slot) else { continue }
      for to in tables.steps(of: soldier, from: from).intersection(enemies) { body(from, to) }
    }
    guard !enemies.intersection(Position.home(of: sideToMove)).isEmpty else { return }
    for slot in Slots.general..<Slots.elephants.upperBound {
      guard let from = square(ofSlot: base | slot) else { continue }
      for to in targets(of: UInt8(base | slot), from: from, tables).intersection(enemies) { body(from, to) }
    }
  }

  @inline(__always)
  private func captureAlongLines(
    from: Square, isCannon: Bool, _ tables: AttackTables, _ body: (Square, Square) -> Void
  ) {
    let enemyShift = 16 &- UInt32(Slots.base(sideToMove))
    let (rank, file) = (from.rank, from.file)
    let alongFile = tables.sights[rank &* 1024 &+ Position.points(files[file])]
    let alongRank = tables.sights[file &* 1024 &+ Position.points(ranks[rank], wall: Position.wall)]
    var onFile = (isCannon ? alongFile.far : alongFile.near) & Int(files[file] &>> enemyShift) & 0x3FF
    var onRank = (isCannon ? alongRank.far : alongRank.near) & Int(ranks[rank] &>> enemyShift) & 0x1FF
    while onFile != 0 {
      body(from, Square(index: onFile.trailingZeroBitCount &* 9 &+ file))
      onFile &= onFile &- 1
    }
    while onRank != 0 {
      body(from, Square(index: rank &* 9 &+ onRank.trailingZeroBitCount))
      onRank &= onRank &- 1
    }
  }

  /// The squares on a side's half of the board.
  @inline(__always)
  static func home(of side: Side) -> SquareSet {
    let half = (1 as UInt128) &<< 45 &- 1
    return SquareSet(bits: side == .red ? half : half &<< 45)
  }
}

extension Position {
  /// Whether a side's general would be attacked on `general` once its piece had gone from `from` to `to`.
  ///
  /// Exact for every possible move; `general` is `to` when the general itself moves.
  func isAttacked(
    _ general: Square, of side: Side, from: Square, to: Square, _ tables: AttackTables
  ) -> Bool {
    isAttackedAlongLines(general, of: side, from: from, to: to, tables)
      || isAttackedByLeapers(general, of: side, from: from, to: to, tables)
  }

  /// Chariots, cannons and the other general: looks from the general along its two lines as they would be.
  @inline(__always)
  private func isAttackedAlongLines(
    _ general: Square, of side: Side, from: Square, to: Square, _ tables: AttackTables
  ) -> Bool {
    let enemy = Slots.base(side.opponent)
    let (rank, file) = (general.rank, general.file)
    var fileBits = Position.points(files[file])
    var rankBits = Position.points(ranks[rank], wall: Position.wall)
    if from.file == file { fileBits &= ~(1 &<< from.rank) }
    if from.rank == rank { rankBits &= ~(1 &<< from.file) }
    if to.file == file { fileBits |= 1 &<< to.rank }
    if to.rank == rank { rankBits |= 1 &<< to.file }
    let alongFile = tables.sights[rank &* 1024 &+ fileBits]
    let alongRank = tables.sights[file &* 1024 &+ rankBits]
    for slot in Slots.chariots {
      guard let attacker = square(ofSlot: enemy | slot), attacker != to else { continue }
      if attacker.file == file && alongFile.near &>> attacker.rank & 1 != 0 { return true }
      if attacker.rank == rank && alongRank.near &>> attacker.file & 1 != 0 { return true }
    }
    for slot in Slots.cannons {
      guard let attacker = square(ofSlot: enemy | slot), attacker != to else { continue }
      if attacker.file == file && alongFile.far &>> attacker.rank & 1 != 0 { return true }
      if attacker.rank == rank && alongRank.far &>> attacker.file & 1 != 0 { return true }
    }
    guard let other = square(ofSlot: enemy | Slots.general), other.file == file else { return false }
    return alongFile.near &>> other.rank & 1 != 0
  }

  /// Horses, whose leg may be the square that the move empties or fills, and soldiers.
  @inline(__always)
  private func isAttackedByLeapers(
    _ general: Square, of side: Side, from: Square, to: Square, _ tables: AttackTables
  ) -> Bool {
    let enemy = Slots.base(side.opponent)
    for slot in Slots.horses {
      guard let horse = square(ofSlot: enemy | slot), horse != to else { continue }
      guard let leg = Square(rawValue: tables.horseLegs[general.index &* 90 &+ horse.index]) else { continue }
      if leg != to, leg == from || board[leg.index] == Slots.none { return true }
    }
    let steps = Position.soldierSteps(against: side)
    for index in steps.indices where general.index &+ steps[index] != to.index {
      if isSoldier(board[general.index &+ steps[index]], of: side.opponent) { return true }
    }
    return false
  }

  /// The occupied points of a line; for a rank, `wall` is its tenth point.
  @inline(__always)
  static func points(_ line: UInt32, wall: Int = 0) -> Int {
    Int((line | line &>> 16) & 0x3FF) | wall
  }

  /// The tenth point of a rank, which is off the board, as a bit.
  @inline(__always)
  static var wall: Int { 0x200 }

  /// The steps from a general to where an enemy soldier attacks it: both sides and the front.
  @inline(__always)
  static func soldierSteps(against side: Side) -> InlineArray<3, Int> {
    [-1, 1, side == .red ? 9 : -9]
  }

  /// Whether a slot is one of a side's soldiers.
  @inline(__always)
  func isSoldier(_ slot: UInt8, of side: Side) -> Bool {
    slot &- UInt8(truncatingIfNeeded: Slots.base(side) &+ Slots.soldiers.lowerBound) < 5
  }
}

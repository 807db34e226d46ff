/// What endangers one side's general, seen from the general.
///
/// A move that starts on no `pinned` square and ends on no `forbidden` one cannot expose the general, unless the
/// general itself moves or stands in check; so all but a few moves are known to be legal without trying them.
struct Safety {
  /// The enemy pieces that attack the general, the other general on an open file included.
  var checkers = SquareSet()
  /// Own pieces whose leaving may expose the general: the piece before a chariot or general, the two before a
  /// cannon, a horse's leg.
  var pinned = SquareSet()
  /// Empty squares between the general and a cannon that looks at it: a piece there would be its screen.
  var forbidden = SquareSet()
}

extension Position {
  /// The occupied points of a line. The tenth point of a rank is given as `wall`.
  @inline(__always)
  static func points(_ line: UInt32, wall: Int = 0) -> Int {
    Int((line | line &>> 16) & 0x3FF) | wall
  }

  /// The tenth point of a rank, which is off the board, as a bit.
  @inline(__always)
  static var wall: Int { 0x200 }

  /// What endangers the general of a side; nothing when it has been taken.
  @inline(__always)
  func safety(of side: Side, _ tables: AttackTables) -> Safety {
    var safety = Safety()
    let enemy = Slots.base(side.opponent)
    guard roll[Slots.base(side)] < 90 else { return safety }
    let general = Square(unchecked: roll[Slots.base(side)])
    let rank = general.rank
    let file = general.file
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound where roll[enemy | slot] < 90 {
      let attacker = Square(unchecked: roll[enemy | slot])
      if attacker.file == file || attacker.rank == rank {
        look(from: attacker, isCannon: slot >= Slots.cannons.lowerBound, at: general, of: side, &safety)
      }
    }
    if roll[enemy] < 90, Square(unchecked: roll[enemy]).file == file {
      look(from: Square(unchecked: roll[enemy]), isCannon: false, at: general, of: side, &safety)
    }
    for slot in Slots.horses where roll[enemy | slot] < 90 {
      let leg = tables.horseLegs[general.index &* 90 &+ Int(roll[enemy | slot])]
      if leg != Slots.none {
        let blocker = board[Int(leg)]
        if blocker == Slots.none {
          safety.checkers.insert(Square(unchecked: roll[enemy | slot]))
        } else if Slots.belongs(blocker, to: side) {
          safety.pinned.insert(Square(unchecked: leg))
        }
      }
    }
    let front = general.index &+ (side == .red ? 9 : -9)
    for neighbour in [general.index &- 1, general.index &+ 1, front]
    where isSoldier(board[neighbour], of: side.opponent) {
      safety.checkers.insert(Square(index: neighbour))
    }
    return safety
  }

  @inline(__always)
  private func isSoldier(_ slot: UInt8, of side: Side) -> Bool {
    slot &- UInt8(truncatingIfNeeded: Slots.base(side) &+ Slots.soldiers.lowerBound) < 5
  }

  /// Enters what an enemy chariot, cannon or general on a line with the general means for it.
  private func look(
    from attacker: Square, isCannon: Bool, at general: Square, of side: Side, _ safety: inout Safety
  ) {
    let between = Position.between(attacker, general)
    let pieces = between.intersection(occupied[0].union(occupied[1]))
    let screens = pieces.count
    if screens == (isCannon ? 1 : 0) {
      safety.checkers.insert(attacker)
    } else if screens == (isCannon ? 2 : 1) {
      safety.pinned = safety.pinned.union(pieces.intersection(occupied[Int(side.rawValue)]))
    } else if screens == 0 {
      safety.forbidden = safety.forbidden.union(between)
    }
  }

  /// The squares strictly between two squares of one rank or file.
  static func between(_ first: Square, _ second: Square) -> SquareSet {
    let (low, high) = (min(first, second), max(first, second))
    // All bits from above `low` to below `high`, thinned to the file when it is one.
    let span = (SquareSet(high).bits &- 1) & ~((SquareSet(low).bits &<< 1) &- 1)
    guard first.file == second.file, first.rank != second.rank else { return SquareSet(bits: span) }
    return SquareSet(bits: span & (Position.fileA &<< UInt128(truncatingIfNeeded: first.file)))
  }

  /// The ten squares of file a.
  static var fileA: UInt128 { 0x20_1008_0402_0100_8040_201 }

  /// Whether a side's general would be attacked on `general` once its piece had gone from `from` to `to`.
  ///
  /// Exact for every possible move; `general` is `to` when the general itself moves.
  func isAttacked(
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
    for slot in Slots.chariots where roll[enemy | slot] < 90 && roll[enemy | slot] != to.rawValue {
      let attacker = Square(unchecked: roll[enemy | slot])
      if attacker.file == file && alongFile.near &>> attacker.rank & 1 != 0 { return true }
      if attacker.rank == rank && alongRank.near &>> attacker.file & 1 != 0 { return true }
    }
    for slot in Slots.cannons where roll[enemy | slot] < 90 && roll[enemy | slot] != to.rawValue {
      let attacker = Square(unchecked: roll[enemy | slot])
      if attacker.file == file && alongFile.far &>> attacker.rank & 1 != 0 { return true }
      if attacker.rank == rank && alongRank.far &>> attacker.file & 1 != 0 { return true }
    }
    if roll[enemy] < 90 {
      let other = Square(unchecked: roll[enemy])
      if other.file == file && alongFile.near &>> other.rank & 1 != 0 { return true }
    }
    for slot in Slots.horses where roll[enemy | slot] < 90 && roll[enemy | slot] != to.rawValue {
      let leg = tables.horseLegs[general.index &* 90 &+ Int(roll[enemy | slot])]
      if leg != Slots.none, leg != to.rawValue, leg == from.rawValue || board[Int(leg)] == Slots.none {
        return true
      }
    }
    let front = general.index &+ (side == .red ? 9 : -9)
    for neighbour in [general.index &- 1, general.index &+ 1, front]
    where neighbour != to.index && isSoldier(board[neighbour], of: side.opponent) {
      return true
    }
    return false
  }
}

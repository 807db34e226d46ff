extension TacticalSearch {
  /// What the side to move wins by capturing on one square, both sides taking part as long as it pays: static exchange
  /// evaluation by legal captures, the least piece first.
  mutating func exchange(on square: Square, isCheck: Bool) -> Int {
    guard let from = leastAttacker(of: square, isCheck: isCheck) else { return 0 }
    let victim = worth(on: square)
    return max(0, victim &- after(from, square) { $0.exchange(on: square, isCheck: $0.isCheck()) })
  }

  /// Whether ``exchange(on:isCheck:)`` is more than a bound, which is not negative.
  mutating func exchangeWins(on square: Square, moreThan bound: Int, isCheck: Bool) -> Bool {
    let victim = worth(on: square)
    guard victim > bound, let from = leastAttacker(of: square, isCheck: isCheck) else { return false }
    let most = victim &- bound
    // No more can be lost than the piece that captures.
    if worth(of: position.board[from.index], on: square) < most { return true }
    return !after(from, square) {
      $0.exchangeWins(on: square, moreThan: most &- 1, isCheck: $0.isCheck(from: from, to: square))
    }
  }

  /// The piece of the side to move that is worth least of those that may capture on a square, of equal ones that on the
  /// lowest square.
  private mutating func leastAttacker(of square: Square, isCheck: Bool) -> Square? {
    let side = position.sideToMove
    let near = own.intersection(lookup.attackers(of: square, by: side))
    if !near.isEmpty {
      // Soldiers beyond the river are worth as much as advisors and elephants, but never meet them.
      if let from = leastSoldier(of: square, isCheck) { return from }
      if square.isHome(of: side), let from = firstLegal(guards(of: square), square, isCheck) { return from }
      if let from = firstLegal(horses(of: square), square, isCheck) { return from }
    }
    let shift = UInt32(Slots.base(side))
    let (rank, file) = (square.rank, square.file)
    let ownOnFile = Int(position.files[file] &>> shift) & 0x3FF
    let ownOnRank = Int(position.ranks[rank] &>> shift) & 0x1FF
    let alongFile = tables.sight(rank, Position.points(position.files[file]))
    let alongRank = tables.sight(file, Position.points(position.ranks[rank], wall: Position.wall))
    let cannons = pieces(SlotBits.cannons, alongFile.far & ownOnFile, alongRank.far & ownOnRank, square)
    if let from = firstLegal(cannons, square, isCheck) { return from }
    let chariots = pieces(SlotBits.chariots, alongFile.near & ownOnFile, alongRank.near & ownOnRank, square)
    if let from = firstLegal(chariots, square, isCheck) { return from }
    let general = general
    guard near.contains(general), tables.steps(of: Piece(side, .general), from: general).contains(square),
      isLegal(from: general, to: square)
    else { return nil }
    return general
  }

  /// The soldier of the side to move that is worth least of those that may capture on a square.
  @inline(__always)
  private mutating func leastSoldier(of square: Square, _ isCheck: Bool) -> Square? {
    let side = position.sideToMove
    for index in 0..<3 {
      guard let from = lookup.soldier(index, of: side, at: square) else { return nil }
      guard position.isSoldier(position.board[from.index], of: side) else { continue }
      if isLegalCapture(from: from, to: square, isCheck: isCheck) { return from }
    }
    return nil
  }

  /// The lowest of the squares from which a possible capture on a square is legal.
  @inline(__always)
  private mutating func firstLegal(_ attackers: SquareSet, _ square: Square, _ isCheck: Bool) -> Square? {
    for from in attackers where isLegalCapture(from: from, to: square, isCheck: isCheck) { return from }
    return nil
  }

  /// The advisors and elephants of the side to move that could capture on a square.
  @inline(__always)
  private mutating func guards(of square: Square) -> SquareSet {
    let base = Slots.base(position.sideToMove)
    var guards = SquareSet()
    for slot in Slots.advisors.lowerBound..<Slots.elephants.upperBound {
      guard let from = position.square(ofSlot: base | slot),
        lookup.reach(of: Slots.piece(UInt8(truncatingIfNeeded: base | slot)), from: from).contains(square)
      else { continue }
      let isElephant = slot >= Slots.elephants.lowerBound
      if isElephant, !isEyeFree(from, square) { continue }
      guards.insert(from)
    }
    return guards
  }

  /// The horses of the side to move that could capture on a square.
  @inline(__always)
  private mutating func horses(of square: Square) -> SquareSet {
    let base = Slots.base(position.sideToMove)
    var horses = SquareSet()
    for slot in Slots.horses {
      guard let from = position.square(ofSlot: base | slot),
        let leg = Square(rawValue: tables.horseLeg(to: square, from: from))
      else { continue }
      if position.board[leg.index] == Slots.none { horses.insert(from) }
    }
    return horses
  }

  /// The points of the file and the rank of a square, all of one side, where a piece of one of those slots stands.
  @inline(__always)
  private mutating func pieces(_ slots: UInt32, _ onFile: Int, _ onRank: Int, _ square: Square) -> SquareSet {
    var pieces = SquareSet()
    var (onFile, onRank) = (onFile, onRank)
    while onFile != 0 {
      let from = Square(index: onFile.trailingZeroBitCount &* 9 &+ square.file)
      if slots &>> UInt32(position.board[from.index] & 15) & 1 != 0 { pieces.insert(from) }
      onFile &= onFile &- 1
    }
    while onRank != 0 {
      let from = Square(index: square.rank &* 9 &+ onRank.trailingZeroBitCount)
      if slots &>> UInt32(position.board[from.index] & 15) & 1 != 0 { pieces.insert(from) }
      onRank &= onRank &- 1
    }
    return pieces
  }
}

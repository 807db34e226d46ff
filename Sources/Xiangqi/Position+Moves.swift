extension Position {
  /// The legal moves of the side to move, ascending by from, then to.
  public func legalMoves() -> [Move] {
    var moves: [Move] = []
    moves.reserveCapacity(64)
    forEachLegalMove(AttackTables.shared) { moves.append(Move(from: $0, to: $1)) }
    return moves
  }

  /// Whether the side to move may play that move.
  public func isLegal(_ move: Move) -> Bool {
    let slot = board[move.from.index]
    guard slot != Slots.none, Slots.belongs(slot, to: sideToMove) else { return false }
    let tables = AttackTables.shared
    guard targets(of: slot, from: move.from, tables).contains(move.to) else { return false }
    let general = slot & 15 == 0 ? move.to : self.general(of: sideToMove)
    return !isAttacked(general, of: sideToMove, from: move.from, to: move.to, tables)
  }

  /// The moves that a side's pieces could make by their way of moving alone, ascending by from, then to.
  ///
  /// Whose turn it is, checks and facing generals do not matter, and a general may be taken.
  public func possibleMoves(of side: Side) -> [Move] {
    let tables = AttackTables.shared
    var moves: [Move] = []
    moves.reserveCapacity(64)
    for from in occupied[Int(side.rawValue)] {
      for to in targets(of: board[from.index], from: from, tables) { moves.append(Move(from: from, to: to)) }
    }
    return moves
  }

  /// Whether the side to move is in check.
  public var isCheck: Bool { !safety(of: sideToMove, AttackTables.shared).checkers.isEmpty }

  /// The squares of the pieces that give check to the side to move, ascending.
  public var checkers: [Square] { attackers(ofGeneralOf: sideToMove) }

  /// The squares of the pieces that attack a side's general, ascending.
  ///
  /// The other general on an open file is one of them. Empty where the side has no general.
  public func attackers(ofGeneralOf side: Side) -> [Square] {
    Array(safety(of: side, AttackTables.shared).checkers)
  }

  /// Where the piece of a slot goes from its square by its way of moving alone.
  @inline(__always)
  func targets(of slot: UInt8, from: Square, _ tables: AttackTables) -> SquareSet {
    let own = occupied[Int(slot &>> 4 & 1)]
    let piece = Slots.piece(slot)
    switch piece.kind {
    case .general, .advisor, .soldier:
      return tables.steps(of: piece, from: from).subtracting(own)
    case .elephant: return elephantTargets(from: from, tables).subtracting(own)
    case .horse: return horseTargets(from: from, tables).subtracting(own)
    case .chariot, .cannon:
      let isCannon = piece.kind == .cannon
      let enemy = 16 &- UInt32(slot & 16)
      let file = lineTargets(
        point: from.rank, files[from.file], wall: 0, enemy: enemy, isCannon: isCannon, tables)
      let rank = lineTargets(
        point: from.file, ranks[from.rank], wall: Position.wall, enemy: enemy, isCannon: isCannon, tables)
      let low = tables.fileSpread[file & 31].bits
      let high = tables.fileSpread[file &>> 5].bits &<< 45
      return SquareSet(
        bits: (low | high) &<< UInt128(truncatingIfNeeded: from.file)
          | UInt128(truncatingIfNeeded: rank) &<< UInt128(truncatingIfNeeded: from.rank &* 9))
    }
  }

  /// The points of a line where a chariot or cannon goes from one of its points.
  @inline(__always)
  private func lineTargets(
    point: Int, _ line: UInt32, wall: Int, enemy: UInt32, isCannon: Bool, _ tables: AttackTables
  ) -> Int {
    let sight = tables.sights[point &* 1024 &+ Position.points(line, wall: wall)]
    let victims = Int(line &>> enemy) & 0x3FF
    return sight.empty | ((isCannon ? sight.far : sight.near) & victims)
  }

  /// Where a horse goes, own pieces not minded.
  @inline(__always)
  func horseTargets(from: Square, _ tables: AttackTables) -> SquareSet {
    let legs = AttackTables.blockedLegs(
      square: from, rank: Position.points(ranks[from.rank]), file: Position.points(files[from.file]))
    return tables.horseTargets[from.index &* 16 &+ legs]
  }

  /// Where an elephant goes, own pieces not minded.
  @inline(__always)
  func elephantTargets(from: Square, _ tables: AttackTables) -> SquareSet {
    var targets = SquareSet()
    for way in from.index &* 4..<from.index &* 4 &+ 4 {
      guard let eye = Square(rawValue: tables.elephantEyes[way]) else { continue }
      if board[eye.index] == Slots.none { targets.insert(Square(unchecked: tables.elephantTargets[way])) }
    }
    return targets
  }

  /// Calls `body` with from and to of every legal move, ascending.
  @inline(__always)
  func forEachLegalMove(_ tables: AttackTables, _ body: (Square, Square) -> Void) {
    let safety = safety(of: sideToMove, tables)
    let general = general(of: sideToMove)
    for from in occupied[Int(sideToMove.rawValue)] {
      for to in legalTargets(from: from, general: general, safety, tables) { body(from, to) }
    }
  }

  /// Where the piece on `from` may legally go, given the safety of its own general.
  @inline(__always)
  func legalTargets(from: Square, general: Square, _ safety: Safety, _ tables: AttackTables) -> SquareSet {
    let all = targets(of: board[from.index], from: from, tables)
    let isGeneral = from == general
    if safety.checkers.isEmpty && !isGeneral && !safety.pinned.contains(from) {
      return all.subtracting(safety.forbidden)
    }
    let mustAnswer = !isGeneral && !safety.screens.contains(from)
    return tried(mustAnswer ? all.intersection(safety.answers) : all, from: from, general: general, tables)
  }

  /// Those of the targets that do not leave the general attacked, each tried.
  func tried(_ targets: SquareSet, from: Square, general: Square, _ tables: AttackTables) -> SquareSet {
    var safe = SquareSet()
    for to in targets {
      let seat = from == general ? to : general
      if !isAttacked(seat, of: sideToMove, from: from, to: to, tables) { safe.insert(to) }
    }
    return safe
  }
}

/// Which moves of the side to move may give check: a quick test that overlooks none.
///
/// Made once for a position and asked of each of its moves; a move that passes may still give no check.
struct CheckZones {
  /// The file and the rank of the general, where chariots and cannons check.
  private let fileAndRank: SquareSet
  /// The squares from which a horse attacks the general when its leg is free.
  private let horses: SquareSet
  /// The squares beside and before the general, where soldiers check.
  private let soldiers: SquareSet
  /// The squares between the general and pieces that look along its lines: entering one may give a cannon its screen.
  private let lines: SquareSet
  /// The squares of `lines` and the legs of horses that attack the general when they are free: leaving one may
  /// discover a check.
  private let discoverers: SquareSet

  /// The zones about the general of the side that is not to move.
  @inline(__always)
  init(_ position: Position, _ tables: AttackTables) {
    let side = position.sideToMove
    let general = position.general(of: side.opponent)
    fileAndRank = Position.fileAndRank(of: general)
    horses = tables.horseTargets[general.index &* 16]
    var soldiers = SquareSet()
    let steps = Position.soldierSteps(against: side.opponent)
    for index in steps.indices { soldiers.insert(Square(index: general.index &+ steps[index])) }
    self.soldiers = soldiers
    var lines = SquareSet()
    let own = Slots.base(side)
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound {
      guard let attacker = position.square(ofSlot: own | slot), fileAndRank.contains(attacker) else { continue }
      lines = lines.union(Position.between(attacker, general))
    }
    let ownGeneral = position.general(of: side)
    if fileAndRank.contains(ownGeneral) { lines = lines.union(Position.between(ownGeneral, general)) }
    self.lines = lines
    var discoverers = lines
    for slot in Slots.horses {
      guard let horse = position.square(ofSlot: own | slot),
        let leg = Square(rawValue: tables.horseLegs[general.index &* 90 &+ horse.index])
      else { continue }
      discoverers.insert(leg)
    }
    self.discoverers = discoverers
  }

  /// Those of the targets of a piece where it may give check.
  @inline(__always)
  func mayGiveCheck(_ kind: PieceKind, from: Square, _ targets: SquareSet) -> SquareSet {
    if discoverers.contains(from) { return targets }
    switch kind {
    case .chariot, .cannon: return targets.intersection(fileAndRank)
    case .horse: return targets.intersection(horses.union(lines))
    case .soldier: return targets.intersection(soldiers.union(lines))
    case .general, .advisor, .elephant: return targets.intersection(lines)
    }
  }

  /// Whether that move may give check.
  @inline(__always)
  func mayGiveCheck(_ kind: PieceKind, from: Square, to: Square) -> Bool {
    !mayGiveCheck(kind, from: from, SquareSet(to)).isEmpty
  }
}

extension Position {
  /// The squares of the file and the rank of a square, itself left out.
  @inline(__always)
  static func fileAndRank(of square: Square) -> SquareSet {
    let file = fileA &<< UInt128(truncatingIfNeeded: square.file)
    let rank = (0x1FF as UInt128) &<< UInt128(truncatingIfNeeded: square.rank &* 9)
    return SquareSet(bits: (file | rank) & ~SquareSet(square).bits)
  }
}

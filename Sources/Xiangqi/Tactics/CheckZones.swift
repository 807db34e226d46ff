/// Which moves of the side to move may give check: a quick test that overlooks none.
///
/// Made for a position in which the side that is not to move is not in check, and asked of moves; a move that passes may
/// still give no check.
struct CheckZones {
  /// The file and the rank of the general.
  fileprivate let fileAndRank: SquareSet
  /// The squares of these two that see the general, where chariots check.
  fileprivate var seen = SquareSet()
  /// The squares of these two with one piece before the general, where cannons check.
  fileprivate var behindScreen = SquareSet()
  /// The squares from which a horse attacks the general when its leg is free.
  fileprivate let horses: SquareSet
  /// The squares beside and before the general, where soldiers check.
  fileprivate var soldiers = SquareSet()
  /// Empty squares between a cannon and the general: entering one gives the cannon its screen.
  fileprivate var screens = SquareSet()
  /// Pieces whose leaving may discover a check: the one before a chariot, the two before a cannon, a horse's leg.
  fileprivate var discoverers = SquareSet()

  /// The zones that depend on nothing but the square of the general; the others are entered by the search.
  fileprivate init(of general: Square, _ tables: AttackTables) {
    fileAndRank = Position.fileAndRank(of: general)
    horses = tables.horseReach(general)
  }

  /// Those of the targets of a piece where it may give check.
  @inline(__always)
  func mayGiveCheck(_ kind: PieceKind, from: Square, _ targets: SquareSet) -> SquareSet {
    if discoverers.contains(from) { return targets }
    switch kind {
    case .chariot: return targets.intersection(seen.union(screens))
    // A cannon that stood before its screen may have jumped over it.
    case .cannon where fileAndRank.contains(from): return targets.intersection(fileAndRank)
    case .cannon: return targets.intersection(behindScreen.union(screens))
    case .horse: return targets.intersection(horses.union(screens))
    case .soldier: return targets.intersection(soldiers.union(screens))
    case .general, .advisor, .elephant: return targets.intersection(screens)
    }
  }

  /// Whether that move may give check.
  @inline(__always)
  func mayGiveCheck(_ kind: PieceKind, from: Square, to: Square) -> Bool {
    !mayGiveCheck(kind, from: from, SquareSet(to)).isEmpty
  }
}

extension TacticalSearch {
  /// Whether a move may give check, by zones that are made when they are needed.
  @inline(__always)
  mutating func mayGiveCheck(_ move: OrderedMove, _ zones: inout CheckZones?) -> Bool {
    let general = position.roll[Slots.base(position.sideToMove.opponent)]
    let concerns = lookup.concerns(of: Square(unchecked: general))
    guard concerns.contains(move.from) || concerns.contains(move.to) else { return false }
    let known = zones ?? checkZones()
    zones = known
    return known.mayGiveCheck(Slots.piece(position.board[move.from.index]).kind, from: move.from, to: move.to)
  }

  /// The zones about the general of the side that is not to move.
  mutating func checkZones() -> CheckZones {
    let general = Square(unchecked: position.roll[Slots.base(position.sideToMove.opponent)])
    var zones = CheckZones(of: general, tables)
    zones.soldiers = lookup.leapers(at: general, of: position.sideToMove.opponent)
      .subtracting(zones.horses)
    look(from: general, &zones)
    let base = Slots.base(position.sideToMove)
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound {
      guard let attacker = position.square(ofSlot: base | slot), zones.fileAndRank.contains(attacker) else {
        continue
      }
      enter(attacker, isCannon: slot >= Slots.cannons.lowerBound, general, &zones)
    }
    for slot in Slots.horses {
      guard let horse = position.square(ofSlot: base | slot),
        let leg = Square(rawValue: tables.horseLeg(to: general, from: horse))
      else { continue }
      zones.discoverers.insert(leg)
    }
    return zones
  }

  /// Enters the pieces and squares between a chariot or cannon and the general.
  private mutating func enter(
    _ attacker: Square, isCannon: Bool, _ general: Square, _ zones: inout CheckZones
  ) {
    let between = Position.between(attacker, general)
    let pieces = between.intersection(own.union(enemies))
    if pieces.count == (isCannon ? 2 : 1) {
      zones.discoverers = zones.discoverers.union(pieces.intersection(own))
    } else if pieces.isEmpty, isCannon {
      zones.screens = zones.screens.union(between)
    }
  }

  /// Enters what is seen along the file and the rank of the general.
  @inline(__always)
  private mutating func look(from general: Square, _ zones: inout CheckZones) {
    let (onFile, onFileBehind) = points(
      seeing: general.rank, occupied: Position.points(position.files[general.file]), line: 0x3FF)
    let (onRank, onRankBehind) = points(
      seeing: general.file, occupied: Position.points(position.ranks[general.rank]), line: 0x1FF)
    zones.seen = tables.squares(onFile: onFile, onRank: onRank, of: general)
    zones.behindScreen = tables.squares(onFile: onFileBehind, onRank: onRankBehind, of: general)
  }

  /// The points of a line that see one of its points, and those that see it over one piece.
  @inline(__always)
  private mutating func points(seeing point: Int, occupied: Int, line: Int) -> (clear: Int, overOne: Int) {
    let wall = line ^ 0x3FF
    let sight = tables.sight(point, occupied | wall)
    let behind = tables.sight(point, (occupied & ~sight.near) | wall)
    let clear = sight.empty | sight.near
    return (clear & line, (behind.empty | behind.near) & ~clear & line)
  }
}

/// Whether generals are attacked. The methods are `mutating` only to be handed the board itself: a call of a method that
/// does not change a `Position` in the search copies its 300 bytes.
extension TacticalSearch {
  /// The slots of one side, a bit each, that hold a chariot, a cannon, ….
  enum SlotBits {
    static let chariots: UInt32 = 0b11 << 7
    static let cannons: UInt32 = 0b11 << 9
    static let general: UInt32 = 1
    static let horses: UInt32 = 0b11 << 5
    static let soldiers: UInt32 = 0b11111 << 11
  }

  /// Whether the general of the side to move is attacked.
  @inline(__always)
  mutating func isCheck() -> Bool {
    // A move from a square to itself changes nothing on the board.
    isAttacked(general, from: general, to: general)
  }

  /// Whether the general of the side to move is attacked after a move of the other side, which was not in check.
  @inline(__always)
  mutating func isCheck(from: Square, to: Square) -> Bool {
    let concerns = lookup.concerns(of: general)
    guard concerns.contains(from) || concerns.contains(to) else { return false }
    return isCheckNear(from, to)
  }

  /// Whether a possible move of the side to move leaves its general safe.
  @inline(__always)
  mutating func isLegal(from: Square, to: Square) -> Bool {
    !isAttacked(from == general ? to : general, from: from, to: to)
  }

  /// Whether a possible capture of the side to move leaves its general safe; `isCheck` tells whether that is attacked.
  @inline(__always)
  mutating func isLegalCapture(from: Square, to: Square, isCheck: Bool) -> Bool {
    if isCheck || from == general { return isLegal(from: from, to: to) }
    // The square of the victim stays occupied, so that only leaving a square can expose the general.
    guard lookup.shields(of: general).contains(from) else { return true }
    return !isExposed(from: from, to: to)
  }

  /// Whether the general of the side to move would be attacked on `general` once its piece had gone from `from` to `to`:
  /// ``Position/isAttacked(_:of:from:to:_:)`` by looking at what stands on the lines of the general.
  mutating func isAttacked(_ general: Square, from: Square, to: Square) -> Bool {
    isAttackedAlongFile(general, from: from, to: to) || isAttackedAlongRank(general, from: from, to: to)
      || isAttackedByLeapers(general, from: from, to: to)
  }

  /// Whether a capture exposes the general of the side to move, which is not attacked, by leaving one of its shields.
  private mutating func isExposed(from: Square, to: Square) -> Bool {
    let general = general
    if from.file == general.file { return isAttackedAlongFile(general, from: from, to: to) }
    if from.rank == general.rank { return isAttackedAlongRank(general, from: from, to: to) }
    return isAttackedByLeapers(general, from: from, to: to)
  }

  /// Whether the general of the side to move is attacked through one of the squares of the other side's last move.
  private mutating func isCheckNear(_ from: Square, _ to: Square) -> Bool {
    let general = general
    let (rank, file) = (general.rank, general.file)
    if from.file == file || to.file == file, isAttackedAlongFile(general, from: general, to: general) {
      return true
    }
    if from.rank == rank || to.rank == rank, isAttackedAlongRank(general, from: general, to: general) {
      return true
    }
    return isAttackedByLeapers(general, from: general, to: general)
  }

  /// Chariots, cannons and the other general on the file.
  @inline(__always)
  private mutating func isAttackedAlongFile(_ general: Square, from: Square, to: Square) -> Bool {
    let file = general.file
    let points = position.files[file]
    var occupied = Position.points(points)
    var enemies = Int(points &>> (16 &- UInt32(Slots.base(position.sideToMove)))) & 0x3FF
    if from.file == file { occupied &= ~(1 &<< from.rank) }
    if to.file == file {
      occupied |= 1 &<< to.rank
      enemies &= ~(1 &<< to.rank)
    }
    let sight = tables.sight(general.rank, occupied)
    return isHeld(sight.near & enemies, by: SlotBits.chariots | SlotBits.general, first: file, step: 9)
      || isHeld(sight.far & enemies, by: SlotBits.cannons, first: file, step: 9)
  }

  /// Chariots and cannons on the rank.
  @inline(__always)
  private mutating func isAttackedAlongRank(_ general: Square, from: Square, to: Square) -> Bool {
    let rank = general.rank
    let points = position.ranks[rank]
    var occupied = Position.points(points, wall: Position.wall)
    var enemies = Int(points &>> (16 &- UInt32(Slots.base(position.sideToMove)))) & 0x1FF
    if from.rank == rank { occupied &= ~(1 &<< from.file) }
    if to.rank == rank {
      occupied |= 1 &<< to.file
      enemies &= ~(1 &<< to.file)
    }
    let sight = tables.sight(general.file, occupied)
    return isHeld(sight.near & enemies, by: SlotBits.chariots, first: rank &* 9, step: 1)
      || isHeld(sight.far & enemies, by: SlotBits.cannons, first: rank &* 9, step: 1)
  }

  /// Horses, whose leg may be the square that the move empties or fills, and soldiers.
  @inline(__always)
  private mutating func isAttackedByLeapers(_ general: Square, from: Square, to: Square) -> Bool {
    for square in lookup.leapers(at: general, of: position.sideToMove).intersection(enemies)
    where square != to {
      let slot = UInt32(position.board[square.index] & 15)
      if let leg = Square(rawValue: tables.horseLeg(to: general, from: square)) {
        guard SlotBits.horses &>> slot & 1 != 0, leg != to else { continue }
        if leg == from || position.board[leg.index] == Slots.none { return true }
      } else if SlotBits.soldiers &>> slot & 1 != 0 {
        return true
      }
    }
    return false
  }

  /// Whether a piece of one of those slots stands on one of the points of a line, all of which are one side's.
  @inline(__always)
  private mutating func isHeld(_ points: Int, by slots: UInt32, first: Int, step: Int) -> Bool {
    var points = points
    while points != 0 {
      let slot = UInt32(position.board[first &+ points.trailingZeroBitCount &* step] & 15)
      if slots &>> slot & 1 != 0 { return true }
      points &= points &- 1
    }
    return false
  }
}

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
  /// In check, where a piece may end the check from.
  ///
  /// The checker's own square, the squares between, a horse's leg; of several checkers, what answers them all.
  var answers = SquareSet(bits: .max)
  /// In check from a cannon, its screen: that piece may end the check by going anywhere.
  var screens = SquareSet()
}

extension Safety {
  /// Enters a checker and the squares, besides its own, where a piece would end its check.
  @inline(__always)
  fileprivate mutating func addChecker(_ checker: Square, answers: SquareSet) {
    checkers.insert(checker)
    self.answers = self.answers.intersection(answers.union(SquareSet(checker)))
  }
}

extension Position {
  /// What endangers the general of a side; nothing when it has been taken.
  @inline(__always)
  func safety(of side: Side, _ tables: AttackTables) -> Safety {
    var safety = Safety()
    let enemy = Slots.base(side.opponent)
    guard let general = square(ofSlot: Slots.base(side)) else { return safety }
    let (rank, file) = (general.rank, general.file)
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound {
      guard let attacker = square(ofSlot: enemy | slot) else { continue }
      if attacker.file == file || attacker.rank == rank {
        look(from: attacker, isCannon: slot >= Slots.cannons.lowerBound, at: general, of: side, &safety)
      }
    }
    if let other = square(ofSlot: enemy | Slots.general), other.file == file {
      look(from: other, isCannon: false, at: general, of: side, &safety)
    }
    for slot in Slots.horses {
      guard let horse = square(ofSlot: enemy | slot) else { continue }
      guard let leg = Square(rawValue: tables.horseLegs[general.index &* 90 &+ horse.index]) else { continue }
      let blocker = board[leg.index]
      if blocker == Slots.none {
        safety.addChecker(horse, answers: SquareSet(leg))
      } else if Slots.belongs(blocker, to: side) {
        safety.pinned.insert(leg)
      }
    }
    let steps = Position.soldierSteps(against: side)
    for index in steps.indices where isSoldier(board[general.index &+ steps[index]], of: side.opponent) {
      safety.addChecker(Square(index: general.index &+ steps[index]), answers: SquareSet())
    }
    return safety
  }

  /// Enters what an enemy chariot, cannon or general on a line with the general means for it.
  private func look(
    from attacker: Square, isCannon: Bool, at general: Square, of side: Side, _ safety: inout Safety
  ) {
    let between = Position.between(attacker, general)
    let pieces = between.intersection(occupied[0].union(occupied[1]))
    let screens = pieces.count
    if screens == (isCannon ? 1 : 0) {
      safety.addChecker(attacker, answers: between)
      safety.screens = safety.screens.union(pieces)
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
}

extension Loop {
  /// Whether `side` chases one piece with every move, and which; a side that does not is `.allowed`.
  func chase(by side: Side) -> Conduct {
    var identities = Identities()
    var victims: Set<Square>?
    var pinned: Set<Square>?
    for (index, move) in moves.enumerated() {
      let before = positions[index]
      guard before.sideToMove == side else {
        identities.follow(move)
        continue
      }
      let known = Set(before.threats(by: side).map(identities.pair))
      identities.follow(move)
      let after = positions[index + 1]
      let fresh = after.threats(by: side).map(identities.pair).filter { !known.contains($0) }.map(\.to)
      let chased = victims?.intersection(fresh) ?? Set(fresh)
      if chased.isEmpty { return .allowed }
      victims = chased
      let held = after.chariotsPinnedByHorses(of: side).map(identities.origin(of:))
      pinned = pinned?.intersection(held) ?? Set(held)
    }
    return conduct(chasing: victims ?? [], pinned: pinned ?? [])
  }

  /// The gravest chase among those of `victims`, which are named by their squares in the first position.
  private func conduct(chasing victims: Set<Square>, pinned: Set<Square>) -> Conduct {
    let isHeld = !victims.isDisjoint(with: pinned)
    let pieces = victims.compactMap { positions[0][$0] }
    let byValue: [PieceKind] = [.chariot, .cannon, .horse, .soldier, .advisor, .elephant]
    for kind in byValue {
      if let piece = pieces.first(where: { $0.kind == kind }) {
        return .perpetualChase(of: piece, pinned: isHeld)
      }
    }
    return .allowed
  }

  /// Which piece is which: every piece is named by the square it stands on in the loop's first position.
  private struct Identities {
    private var origins = Square.all

    /// The name of the piece that now stands on `square`.
    func origin(of square: Square) -> Square { origins[square.index] }

    /// An attack written with the names of its two pieces instead of their squares.
    func pair(_ attack: Move) -> Move { Move(from: origin(of: attack.from), to: origin(of: attack.to)) }

    /// Moves a name along with its piece.
    mutating func follow(_ move: Move) { origins[move.to.index] = origins[move.from.index] }
  }
}

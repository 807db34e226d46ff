/// Why a move is good, as far as tactics say it: what hints and reviews put into words.
public enum MoveReason: Sendable, Hashable {
  /// It mates, or leaves the other side without a move.
  case mates
  /// It is the only legal move.
  case isOnlyMove
  /// It takes a piece that nothing protects.
  case takesUndefended(PieceKind)
  /// It wins material: takes one kind where at most another is lost.
  case winsExchange(taken: PieceKind, lost: PieceKind)
  /// It wins so many half soldiers in what follows.
  case winsMaterial(Int8)
  /// Without it the other side could mate at once.
  case stopsMate
  /// It brings the piece that moves out of danger.
  case saves(PieceKind)
  /// It keeps a piece that could be taken from being lost.
  case protects(PieceKind)
  /// It threatens something that cannot be parried.
  case forks
  /// It gives check.
  case checks
  /// It threatens to win material.
  case threatens
}

extension Tactics {
  /// The foremost reason for a move of the position, `nil` where tactics say nothing for it.
  public func reason(for move: Move, in position: Position) -> MoveReason? {
    guard let facts = moves.first(where: { $0.move == move }), let mover = position[move.from]?.kind else {
      return nil
    }
    if facts.marks.contains(.mate) { return .mates }
    if moves.count == 1 { return .isOnlyMove }
    let total = facts.balance
    if let taken = position[move.to]?.kind, total >= MoveReason.least {
      if total >= Int(facts.victim) { return .takesUndefended(taken) }
      return .winsExchange(taken: taken, lost: mover)
    }
    if facts.answer < 0, -Int(facts.answer) >= MoveReason.least { return .forks }
    if total >= MoveReason.least { return .winsMaterial(Int8(total)) }
    guard !facts.marks.contains(.allowsMate) else { return nil }
    if isCheck == false, moves.contains(where: { $0.marks.contains(.allowsMate) }) { return .stopsMate }
    if threat >= MoveReason.least, total >= 0, let reason = parry(of: facts, mover: mover, in: position) {
      return reason
    }
    if facts.marks.contains(.check) { return .checks }
    return Int(facts.threat) - max(0, Int(gain)) >= MoveReason.least && total >= 0 ? .threatens : nil
  }

  /// Which piece a move keeps, where one hangs.
  private func parry(of facts: MoveFacts, mover: PieceKind, in position: Position) -> MoveReason? {
    let own = hanging.filter { $0.side == position.sideToMove }
    guard let dearest = own.max(by: { $0.gain < $1.gain }), let kind = position[dearest.square]?.kind else {
      return nil
    }
    return dearest.square == facts.move.from ? .saves(mover) : .protects(kind)
  }
}

extension MoveReason {
  /// What is worth mentioning, in half soldiers: an advisor, an elephant, a soldier beyond the river.
  fileprivate static let least = 4
}

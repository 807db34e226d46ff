extension TacticalSearch {
  /// The best move at full width, the quiescence search behind it, and what it wins; no move where none is legal.
  ///
  /// The search ends as soon as a move wins `beta`; below `alpha` the gain is a bound from above.
  mutating func bestMove(alpha: Int = -infinity, beta: Int = infinity) -> (gain: Int, move: Move?) {
    let first = stack.count
    pushLegalMoves()
    defer { stack.removeLast(stack.count &- first) }
    guard stack.count > first else { return (Self.mated(left: Self.quiescencePlies + 1), nil) }
    let zones = CheckZones(position, tables)
    var best = alpha
    var bestMove: Move?
    for next in first..<stack.count {
      let move = takeBest(from: next)
      // The other side may leave all as it is, unless this is check: no more is won than what is taken.
      if move.victim <= best, bestMove != nil || best > -Self.infinity,
        !zones.mayGiveCheck(kind(of: move), from: move.from, to: move.to)
      {
        continue
      }
      let value = net(from: move.from, to: move.to, alpha: best, beta: beta)
      if value > best {
        (best, bestMove) = (value, move.move)
        if value >= beta { break }
      }
    }
    return (best, bestMove ?? stack[first].move)
  }

  /// The most that a checking move of the side to move wins, if it is more than `alpha`.
  ///
  /// The side to move is not in check.
  mutating func bestCheck(alpha: Int) -> Int {
    let first = stack.count
    pushPossibleChecks()
    var best = alpha
    while stack.count > first {
      let move = stack.removeLast()
      guard isLegal(move) else { continue }
      let value = after(move.from, move.to) { search in
        search.position.isCheck(search.tables)
          ? move.victim &- search.gain(alpha: -Self.infinity, beta: move.victim &- best) : -Self.infinity
      }
      best = max(best, value)
    }
    return best
  }

  /// The possible moves that may give check.
  @inline(__always)
  private mutating func pushPossibleChecks() {
    withStack { position, tables, stack in
      let zones = CheckZones(position, tables)
      for from in position.occupied[Int(position.sideToMove.rawValue)] {
        let slot = position.board[from.index]
        let targets = position.targets(of: slot, from: from, tables)
        for to in zones.mayGiveCheck(Slots.piece(slot).kind, from: from, targets) {
          stack.append(OrderedMove(position, from: from, to: to, victim: position.worth(on: to)))
        }
      }
    }
  }
}

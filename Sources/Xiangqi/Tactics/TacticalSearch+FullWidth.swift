extension TacticalSearch {
  /// The most that a legal move wins at full width, the quiescence search behind it; a mate where none is legal.
  ///
  /// The search ends as soon as a move wins `beta`. The gain is exact where it lies between `alpha` and `beta`; else it
  /// only lies on the same side of them. `favourite` is tried first and then made the move that won most.
  mutating func bestMove(alpha: Int = -infinity, beta: Int = infinity, favourite: inout OrderedMove) -> Int {
    let first = stack.count
    pushLegalMoves()
    guard stack.count > first else { return Self.mated(left: Self.quiescencePlies + 1) }
    stack.order(from: first, favourite: favourite, endangered: endangered)
    var zones: CheckZones?
    var best = alpha
    var isOrdered = false
    for next in first..<stack.count {
      let move = isOrdered ? stack.move(at: next) : stack.takeBest(from: next)
      isOrdered = move.isLast
      // The other side may leave all as it is, unless this is check: no more is won than what is taken.
      if move.victim <= best, !mayGiveCheck(move, &zones) { continue }
      let value = value(move, alpha: best, beta: beta, left: Self.quiescencePlies)
      if value > best {
        (best, favourite) = (value, move)
        if best >= beta { break }
      }
    }
    stack.count = first
    return best
  }

  /// The most that a checking move of the side to move wins, if it is more than `alpha`; else `alpha`.
  ///
  /// The side to move is not in check.
  mutating func bestCheck(alpha: Int) -> Int {
    let first = stack.count
    pushPossibleChecks()
    var best = alpha
    for next in first..<stack.count {
      let move = stack.move(at: next)
      guard isLegal(from: move.from, to: move.to) else { continue }
      best = max(best, valueOfCheck(move, alpha: best))
    }
    stack.count = first
    return best
  }

  /// What a move wins if it gives check and wins more than `alpha`; else less.
  @inline(__always)
  private mutating func valueOfCheck(_ move: OrderedMove, alpha: Int) -> Int {
    let captured = position.make(from: move.from, to: move.to)
    defer { position.unmake(from: move.from, to: move.to, captured: captured) }
    guard isCheck(from: move.from, to: move.to) else { return -Self.infinity }
    return move.victim &- gain(beta: move.victim &- alpha, isCheck: true)
  }

  /// The possible moves that may give check.
  @inline(__always)
  private mutating func pushPossibleChecks() {
    let zones = checkZones()
    for from in own {
      let piece = Slots.piece(position.board[from.index])
      let reach = lookup.reach(of: piece, from: from)
      guard !zones.mayGiveCheck(piece.kind, from: from, reach).isEmpty else { continue }
      push(zones.mayGiveCheck(piece.kind, from: from, targets(of: piece, from: from)), from: from)
    }
  }

  /// The most that the piece on a square, of the side that is not to move, would win by one exchange.
  mutating func threat(by square: Square) -> Int {
    position.pass()
    defer { position.pass() }
    var most = 0
    for to in targets(of: Slots.piece(position.board[square.index]), from: square).intersection(enemies) {
      let victim = worth(on: to)
      // A general that could be taken is a check, which is another fact.
      guard victim > most, position.board[to.index] & 15 != 0, isLegal(from: square, to: to) else { continue }
      most = max(most, victim - after(square, to) { $0.exchange(on: to, isCheck: $0.isCheck()) })
    }
    return most
  }
}

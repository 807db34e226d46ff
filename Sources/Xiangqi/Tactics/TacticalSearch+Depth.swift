extension TacticalSearch {
  /// What the side to move wins by so many plies at full width, the quiescence search behind them.
  ///
  /// The gain is exact where it lies between `alpha` and `beta`; else it only lies on the same side of them. Captures of
  /// much by little come first, and before them the move that last was best with as many plies left (``killers``).
  mutating func fullWidth(plies: Int, alpha: Int, beta: Int, isCheck: Bool, killers: inout [OrderedMove])
    -> Int
  {
    guard plies > 0 else { return gain(alpha: alpha, beta: beta, isCheck: isCheck) }
    let first = stack.count
    defer { stack.count = first }
    pushLegalMoves()
    guard stack.count > first else { return Self.mated(left: Self.quiescencePlies + plies) }
    stack.order(from: first, favourite: killers[plies - 1], endangered: endangered)
    var best = -Self.infinity
    var alpha = alpha
    for next in first..<stack.count {
      let move = stack.takeBest(from: next)
      let captured = position.make(from: move.from, to: move.to)
      let givesCheck = self.isCheck(from: move.from, to: move.to)
      let answer = fullWidth(
        plies: plies - 1, alpha: move.victim - beta, beta: move.victim - alpha, isCheck: givesCheck,
        killers: &killers)
      position.unmake(from: move.from, to: move.to, captured: captured)
      guard move.victim - answer > best else { continue }
      best = move.victim - answer
      if best > alpha { killers[plies - 1] = move }
      if best >= beta { break }
      alpha = max(alpha, best)
    }
    return best
  }
}

extension Position {
  /// Whether a legal move loses so much material, in half soldiers (``PieceWorth``), or is mated: by an alpha-beta search of
  /// so many plies, the move the first of them, and a quiescence search behind it.
  ///
  /// - Parameters:
  ///   - loss: What is lost at least, more than 0, against the material on the board before the move.
  ///   - move: A legal move.
  ///   - plies: From 1 to ``longestMaterialSearch``.
  /// - Returns: Whether the other side can win so much.
  package func loses(_ loss: Int, by move: Move, plies: Int) -> Bool {
    precondition(loss > 0 && (1...Self.longestMaterialSearch).contains(plies), "\(loss) in \(plies) plies")
    var search = TacticalSearch(self)
    let victim = worth(on: move.to)
    var killers = [OrderedMove](repeating: OrderedMove(), count: plies)
    let answer = search.after(move.from, move.to) { search in
      let bound = victim + loss
      return search.fullWidth(
        plies: plies - 1, alpha: bound - 1, beta: bound, isCheck: search.isCheck(), killers: &killers)
    }
    return answer >= victim + loss
  }

  /// The most plies at full width: what the stack of moves holds.
  package static var longestMaterialSearch: Int { 6 }
}

extension Position {
  /// The number of sequences of legal moves of that length; 1 at depth 0.
  public func perft(depth: Int) -> Int {
    guard depth > 0 else { return 1 }
    let moves = legalMoves()
    return depth == 1 ? moves.count : moves.reduce(0) { $0 + playing($1).perft(depth: depth - 1) }
  }

  /// `perft` taken apart by the first move, in the order of `legalMoves()`; empty at depth 0.
  public func divide(depth: Int) -> [(move: Move, nodes: Int)] {
    guard depth > 0 else { return [] }
    return legalMoves().map { ($0, playing($0).perft(depth: depth - 1)) }
  }
}

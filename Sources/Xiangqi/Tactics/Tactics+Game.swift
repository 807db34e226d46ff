extension Tactics {
  /// The tactics of the position a game has reached.
  public init(of game: Game) {
    self.init(
      of: game.position, recaptures: Self.recaptures(game.moves, game.positions, ply: game.moves.count))
  }

  /// The square where the move before a ply captured, if it did.
  package static func recaptures(
    _ moves: some RandomAccessCollection<Move>, _ positions: some RandomAccessCollection<Position>, ply: Int
  ) -> Square? {
    guard ply > 0 else { return nil }
    let move = moves[moves.index(moves.startIndex, offsetBy: ply - 1)]
    let before = positions[positions.index(positions.startIndex, offsetBy: ply - 1)]
    return before.isCapture(move) ? move.to : nil
  }
}

extension Position {
  /// The position with left and right exchanged (files a–i become i–a).
  public var mirrored: Position {
    transformed(sideToMove: sideToMove) { ($0.mirrored, $1) }
  }

  /// The position with Red and Black exchanged: pieces change sides and ends, and so does the move.
  public var coloursSwapped: Position {
    transformed(sideToMove: sideToMove.opponent) { ($0.flipped, $1.coloursSwapped) }
  }

  private func transformed(
    sideToMove: Side, _ transform: (Square, Piece) -> (Square, Piece)
  ) -> Position {
    var board = [Piece?](repeating: nil, count: 90)
    for square in Square.all {
      guard let piece = self[square] else { continue }
      let (newSquare, newPiece) = transform(square, piece)
      board[newSquare.index] = newPiece
    }
    return Position(
      placement: board, sideToMove: sideToMove, pliesSinceCapture: pliesSinceCapture, moveNumber: moveNumber)
  }
}

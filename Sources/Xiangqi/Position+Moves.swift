extension Position {
  /// The legal moves of the side to move, ascending by from, then to.
  public func legalMoves() -> [Move] {
    possibleMoves(of: sideToMove).filter { moving($0).attackers(ofGeneralOf: sideToMove).isEmpty }
  }

  /// Whether the side to move may play that move.
  public func isLegal(_ move: Move) -> Bool {
    refusal(of: move) == nil
  }

  /// The moves that a side's pieces could make by their way of moving alone, ascending by from, then to.
  ///
  /// Whose turn it is, checks and facing generals do not matter, and a general may be taken.
  public func possibleMoves(of side: Side) -> [Move] {
    var moves: [Move] = []
    for from in Square.all where self[from]?.side == side {
      for to in Square.all where movementRefusal(from: from, to: to) == nil {
        moves.append(Move(from: from, to: to))
      }
    }
    return moves
  }

  /// Whether the side to move is in check.
  public var isCheck: Bool { !checkers.isEmpty }

  /// The squares of the pieces that give check to the side to move, ascending.
  public var checkers: [Square] { attackers(ofGeneralOf: sideToMove) }

  /// The squares of the pieces that attack a side's general, ascending, the other general on an open file
  /// included. Empty where the side has no general.
  public func attackers(ofGeneralOf side: Side) -> [Square] {
    guard let target = squares(of: Piece(side, .general)).first else { return [] }
    return Square.all.filter { from in
      guard let piece = self[from], piece.side != side else { return false }
      if piece.kind == .general { return from.file == target.file && piecesBetween(from, target).isEmpty }
      return movementRefusal(from: from, to: target) == nil
    }
  }
}

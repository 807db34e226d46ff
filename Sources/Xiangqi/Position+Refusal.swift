extension Position {
  /// Why the side to move may not play that move; nil exactly for legal moves.
  public func refusal(of move: Move) -> MoveRefusal? {
    guard let piece = self[move.from] else { return .noPiece(at: move.from) }
    guard piece.side == sideToMove else { return .opponentsPiece(at: move.from) }
    return movementRefusal(from: move.from, to: move.to) ?? safetyRefusal(of: move)
  }

  /// Why the move leaves the mover's own general where it can be taken; the move is possible otherwise.
  private func safetyRefusal(of move: Move) -> MoveRefusal? {
    let before = checkers
    let after = moving(move).attackers(ofGeneralOf: sideToMove)
    if let checker = after.first(where: before.contains) { return .leavesGeneralInCheck(by: checker) }
    guard let attacker = after.first(where: { self[$0]?.kind != .general }) ?? after.first else { return nil }
    return self[attacker]?.kind == .general ? .generalsFaceEachOther : .exposesGeneral(to: attacker)
  }

  /// Why the piece on `from` cannot go to `to` by its way of moving; nil where it can.
  func movementRefusal(from: Square, to: Square) -> MoveRefusal? {
    guard let piece = self[from] else { return .noPiece(at: from) }
    guard from != to, self[to]?.side != piece.side else { return .ownPieceOn(to) }
    switch piece.kind {
    case .general, .advisor: return palaceRefusal(of: piece, from: from, to: to)
    case .elephant: return elephantRefusal(side: piece.side, from: from, to: to)
    case .horse: return horseRefusal(from: from, to: to)
    case .chariot: return chariotRefusal(from: from, to: to)
    case .cannon: return cannonRefusal(from: from, to: to)
    case .soldier: return soldierRefusal(side: piece.side, from: from, to: to)
    }
  }

  private func palaceRefusal(of piece: Piece, from: Square, to: Square) -> MoveRefusal? {
    let (files, ranks) = (abs(to.file - from.file), abs(to.rank - from.rank))
    let isItsStep = piece.kind == .general ? files + ranks == 1 : files == 1 && ranks == 1
    guard isItsStep else { return .notHowItMoves(piece.kind) }
    return to.isInPalace(of: piece.side) ? nil : .mustStayInPalace(piece.kind)
  }

  private func elephantRefusal(side: Side, from: Square, to: Square) -> MoveRefusal? {
    let (files, ranks) = (to.file - from.file, to.rank - from.rank)
    guard abs(files) == 2, abs(ranks) == 2 else { return .notHowItMoves(.elephant) }
    guard to.isHome(of: side) else { return .elephantCannotCrossRiver }
    let eye = Square(file: from.file + files / 2, rank: from.rank + ranks / 2)
    return self[eye] == nil ? nil : .elephantEyeBlocked(at: eye)
  }

  private func horseRefusal(from: Square, to: Square) -> MoveRefusal? {
    let (files, ranks) = (to.file - from.file, to.rank - from.rank)
    guard (abs(files) == 1 && abs(ranks) == 2) || (abs(files) == 2 && abs(ranks) == 1) else {
      return .notHowItMoves(.horse)
    }
    let leg = Square(file: from.file + files / 2, rank: from.rank + ranks / 2)
    return self[leg] == nil ? nil : .horseLegBlocked(at: leg)
  }

  private func chariotRefusal(from: Square, to: Square) -> MoveRefusal? {
    guard from.file == to.file || from.rank == to.rank else { return .notHowItMoves(.chariot) }
    return piecesBetween(from, to).first.map { .pathBlocked(at: $0) }
  }

  private func cannonRefusal(from: Square, to: Square) -> MoveRefusal? {
    guard from.file == to.file || from.rank == to.rank else { return .notHowItMoves(.cannon) }
    let between = piecesBetween(from, to)
    guard self[to] != nil else { return between.first.map { .pathBlocked(at: $0) } }
    switch between.count {
    case 0: return .cannonNeedsScreen
    case 1: return nil
    default: return .cannonTooManyScreens(between.count)
    }
  }

  private func soldierRefusal(side: Side, from: Square, to: Square) -> MoveRefusal? {
    let (files, ranks) = (to.file - from.file, (to.rank - from.rank) * side.forward)
    switch (abs(files), ranks) {
    case (0, 1): return nil
    case (1, 0): return from.isHome(of: side) ? .soldierNotAcrossRiver : nil
    case (0, -1): return .soldierCannotRetreat
    default: return .notHowItMoves(.soldier)
    }
  }

  /// The occupied squares strictly between two squares of one line, from the first to the second.
  func piecesBetween(_ from: Square, _ to: Square) -> [Square] {
    let (files, ranks) = ((to.file - from.file).signum(), (to.rank - from.rank).signum())
    var occupied: [Square] = []
    var next = from.offset(files: files, ranks: ranks)
    while let square = next, square != to {
      if self[square] != nil { occupied.append(square) }
      next = square.offset(files: files, ranks: ranks)
    }
    return occupied
  }
}

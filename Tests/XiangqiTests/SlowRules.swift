import Xiangqi

/// The rules of movement written as a beginner would: the twin that the fast generator is held against.
///
/// It asks a position for nothing but the piece on a square and the side to move.
struct SlowRules {
  private var board: [Square: Piece] = [:]
  private let sideToMove: Side

  init(_ position: Position) {
    sideToMove = position.sideToMove
    for square in Square.all { board[square] = position[square] }
  }

  /// The legal moves of the side to move, ascending.
  func legalMoves() -> [Move] {
    possibleMoves(of: sideToMove).filter { move in
      var after = self
      after.board[move.to] = after.board.removeValue(forKey: move.from)
      return after.attackers(ofGeneralOf: sideToMove).isEmpty
    }
  }

  /// The moves of a side's pieces, whatever becomes of its general, ascending.
  func possibleMoves(of side: Side) -> [Move] {
    board.filter { $0.value.side == side }.flatMap { square, piece in
      targets(of: piece, from: square)
        .filter { board[$0]?.side != side }
        .map { Move(from: square, to: $0) }
    }.sorted()
  }

  /// The pieces that attack a side's general, the other general on an open file included, ascending.
  func attackers(ofGeneralOf side: Side) -> [Square] {
    guard let general = board.first(where: { $0.value == Piece(side, .general) })?.key else { return [] }
    var attackers = possibleMoves(of: side.opponent).filter { $0.to == general }.map(\.from)
    for rankStep in [-1, 1] {
      var square = general.offset(files: 0, ranks: rankStep)
      while let next = square, board[next] == nil { square = next.offset(files: 0, ranks: rankStep) }
      if let seen = square, board[seen] == Piece(side.opponent, .general) { attackers.append(seen) }
    }
    return Set(attackers).sorted()
  }

  private func targets(of piece: Piece, from square: Square) -> [Square] {
    switch piece.kind {
    case .general:
      return steps([(0, 1), (0, -1), (1, 0), (-1, 0)], from: square).filter { $0.isInPalace(of: piece.side) }
    case .advisor:
      return steps([(1, 1), (1, -1), (-1, 1), (-1, -1)], from: square)
        .filter { $0.isInPalace(of: piece.side) }
    case .elephant:
      return [(1, 1), (1, -1), (-1, 1), (-1, -1)].compactMap { files, ranks in
        guard let eye = square.offset(files: files, ranks: ranks), board[eye] == nil else { return nil }
        return eye.offset(files: files, ranks: ranks)
      }.filter { $0.isHome(of: piece.side) }
    case .horse:
      return [(1, 0), (-1, 0), (0, 1), (0, -1)].flatMap { files, ranks -> [Square] in
        guard let leg = square.offset(files: files, ranks: ranks), board[leg] == nil else { return [] }
        let turns = files == 0 ? [(1, ranks), (-1, ranks)] : [(files, 1), (files, -1)]
        return steps(turns, from: leg)
      }
    case .chariot: return rays(from: square).flatMap { $0.empty + $0.pieces.prefix(1) }
    case .cannon: return rays(from: square).flatMap { $0.empty + $0.pieces.dropFirst().prefix(1) }
    case .soldier:
      let forward = [(0, piece.side.forward)]
      return steps(square.isHome(of: piece.side) ? forward : forward + [(1, 0), (-1, 0)], from: square)
    }
  }

  private func steps(_ offsets: [(Int, Int)], from square: Square) -> [Square] {
    offsets.compactMap { square.offset(files: $0.0, ranks: $0.1) }
  }

  /// In each of the four directions the empty squares before the first piece, and the squares of all pieces.
  private func rays(from square: Square) -> [(empty: [Square], pieces: [Square])] {
    [(1, 0), (-1, 0), (0, 1), (0, -1)].map { files, ranks in
      var (empty, pieces): ([Square], [Square]) = ([], [])
      var next = square.offset(files: files, ranks: ranks)
      while let point = next {
        if board[point] != nil { pieces.append(point) } else if pieces.isEmpty { empty.append(point) }
        next = point.offset(files: files, ranks: ranks)
      }
      return (empty, pieces)
    }
  }
}

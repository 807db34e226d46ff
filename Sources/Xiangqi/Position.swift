/// A position on the board: where the pieces stand, who moves, and the two counters of a FEN.
///
/// A value: `playing(_:)` gives a new one. Two positions are equal when placement and side to move are equal,
/// which is the identity that the repetition rules use; the counters do not matter.
public struct Position: Sendable {
  /// The pieces on the 90 squares.
  private var board: [Piece?]
  /// Who moves.
  public private(set) var sideToMove: Side
  /// Plies since the last capture; saturates far beyond every rule.
  public private(set) var pliesSinceCapture: Int
  /// The number of the round, from 1, raised after every move of Black.
  public private(set) var moveNumber: Int
  /// A 64-bit key of placement and side to move, kept up to date move by move.
  public private(set) var zobristKey: UInt64

  init(board: [Piece?], sideToMove: Side, pliesSinceCapture: Int, moveNumber: Int) {
    self.board = board
    self.sideToMove = sideToMove
    self.pliesSinceCapture = pliesSinceCapture
    self.moveNumber = moveNumber
    zobristKey = sideToMove == .black ? Zobrist.blackToMove : 0
    for (index, piece) in board.enumerated() {
      if let piece { zobristKey ^= Zobrist.key(piece, Square(index: index)) }
    }
  }

  /// The piece on a square.
  public subscript(square: Square) -> Piece? {
    board[square.index]
  }

  /// The squares on which that piece stands, ascending.
  public func squares(of piece: Piece) -> [Square] {
    Square.all.filter { self[$0] == piece }
  }

  /// The square of a side's general.
  public func general(of side: Side) -> Square {
    squares(of: Piece(side, .general))[0]
  }

  /// Whether a move ends on an occupied square.
  public func isCapture(_ move: Move) -> Bool {
    self[move.to] != nil
  }

  /// The position after a move, which must be of a piece of the side to move; nothing else is checked.
  public func playing(_ move: Move) -> Position {
    precondition(
      self[move.from]?.side == sideToMove, "playing \(move): no piece of the side to move on \(move.from)")
    return moving(move)
  }

  /// The position after a move of either side's piece, whoever is to move; the mover's opponent moves next.
  ///
  /// For questions such as "what if Red could capture now?". The result may be a position that cannot arise in
  /// a game, even one without a general: ask it only for attacks and pieces.
  public func moving(_ move: Move) -> Position {
    guard let piece = self[move.from] else { preconditionFailure("moving \(move): no piece on \(move.from)") }
    var next = self
    next.zobristKey ^= Zobrist.key(piece, move.from) ^ Zobrist.key(piece, move.to)
    next.pliesSinceCapture += 1
    if let captured = self[move.to] {
      next.zobristKey ^= Zobrist.key(captured, move.to)
      next.pliesSinceCapture = 0
    }
    next.board[move.from.index] = nil
    next.board[move.to.index] = piece
    next.sideToMove = piece.side.opponent
    if next.sideToMove != sideToMove { next.zobristKey ^= Zobrist.blackToMove }
    if piece.side == .black { next.moveNumber += 1 }
    return next
  }
}

extension Position: Hashable {
  /// Equal placement and side to move.
  public static func == (left: Position, right: Position) -> Bool {
    left.zobristKey == right.zobristKey && left.sideToMove == right.sideToMove && left.board == right.board
  }

  /// Feeds the key that stands for placement and side to move.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(zobristKey)
  }
}

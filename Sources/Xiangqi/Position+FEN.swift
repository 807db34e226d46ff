extension Position {
  /// The position at the start of a game.
  public static let start: Position = {
    do {
      return try Position(fen: "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w - - 0 1")
    } catch {
      preconditionFailure("the start position is refused: \(error)")
    }
  }()

  /// The position of a FEN text, parsed and checked against the rules.
  /// - Throws: `FENError`, for a text that is not a FEN or a position that cannot be played from.
  public init(fen text: String) throws(FENError) {
    try self.init(FEN(text))
  }

  /// The position of a FEN taken apart, checked against the rules: one general each, no more pieces than there
  /// are, each on a point it can reach, and the side that is not to move not in check.
  /// - Throws: `FENError`.
  public init(_ fen: FEN) throws(FENError) {
    precondition(fen.placement.count == 90, "a placement has 90 squares, not \(fen.placement.count)")
    for side in Side.allCases {
      let generals = fen.placement.count { $0 == Piece(side, .general) }
      guard generals == 1 else { throw .badGeneralCount(side, generals) }
    }
    for piece in Piece.all {
      let count = fen.placement.count { $0 == piece }
      guard count <= piece.kind.fullCount else { throw .tooManyPieces(piece, count) }
    }
    for square in Square.all {
      if let piece = fen.placement[square.index], !piece.canStand(on: square) {
        throw .misplacedPiece(piece, square)
      }
    }
    self.init(
      placement: fen.placement, sideToMove: fen.sideToMove, pliesSinceCapture: fen.pliesSinceCapture,
      moveNumber: fen.moveNumber)
    if let attacker = attackers(ofGeneralOf: sideToMove.opponent).first {
      throw .sideNotToMoveInCheck(by: attacker)
    }
  }

  /// The FEN text, with the letters `rnbakcp` and the side `w` or `b`.
  public var fen: String {
    "\(placementText) \(sideToMove == .red ? "w" : "b") - - \(pliesSinceCapture) \(moveNumber)"
  }

  /// The first field of the FEN: the pieces, rank 9 first.
  private var placementText: String {
    var text = ""
    for rank in (0..<10).reversed() {
      var run = 0
      for file in 0..<9 {
        guard let piece = self[Square(file: file, rank: rank)] else {
          run += 1
          continue
        }
        if run > 0 { text += String(run) }
        run = 0
        text.append(piece.letter)
      }
      if run > 0 { text += String(run) }
      if rank > 0 { text += "/" }
    }
    return text
  }
}

extension Position: CustomStringConvertible {
  /// The FEN text.
  public var description: String { fen }
}

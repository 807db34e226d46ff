internal import Xiangqi

/// The start position in formats that list where each of the 32 pieces stands.
enum PieceLayout {
  /// The order of a side's sixteen pieces: its back rank from the owner's right, cannons, soldiers.
  private static let order: [PieceKind] = [
    .chariot, .horse, .elephant, .advisor, .general, .advisor, .elephant, .horse, .chariot, .cannon, .cannon,
    .soldier, .soldier, .soldier, .soldier, .soldier,
  ]

  /// A FEN text for pieces on those squares, Red's sixteen first; nil is a captured piece.
  ///
  /// Returns nil if two pieces share a square.
  ///
  /// The formats do not say reliably who begins: it is the owner of the piece that the first move moves.
  static func fen(_ squares: [Square?], firstMove: Move?, otherwise side: Side = .red) -> String? {
    var board = [Piece?](repeating: nil, count: 90)
    for (place, square) in squares.prefix(32).enumerated() {
      guard let square else { continue }
      guard board[square.index] == nil else { return nil }
      board[square.index] = Piece(place < 16 ? .red : .black, order[place % 16])
    }
    let ranks = (0..<10).reversed().map { rank in
      (0..<9).map { file in board[rank * 9 + file].map { String($0.letter) } ?? "1" }.joined()
    }
    let mover = firstMove.flatMap { board[$0.from.index]?.side } ?? side
    return ranks.joined(separator: "/") + (mover == .red ? " w" : " b") + " - - 0 1"
  }
}

internal import LanguageModel
internal import Xiangqi

/// Random positions with few pieces, of which one side has more: the endgames that have to be won.
enum LopsidedEndgame {
  /// How many attackers the stronger and the weaker side have.
  private static let stronger = 1...3
  private static let weaker = 0...1
  private static let attackers: [PieceKind] = [.chariot, .horse, .cannon, .soldier]

  /// A position that can be played on from.
  static func position(using generator: inout SeededGenerator) -> Position {
    while true {
      if let position = attempt(using: &generator), !position.legalMoves().isEmpty { return position }
    }
  }

  /// A random placement; nil where it is no position.
  private static func attempt(using generator: inout SeededGenerator) -> Position? {
    var placement = [Piece?](repeating: nil, count: 90)
    let strong: Side = Bool.random(using: &generator) ? .red : .black
    for side in Side.allCases {
      var kinds: [PieceKind] = [.general]
      for guardian in [PieceKind.advisor, .elephant] {
        kinds += Array(repeating: guardian, count: Int.random(in: 0...2, using: &generator))
      }
      let count = Int.random(in: side == strong ? stronger : weaker, using: &generator)
      kinds += (0..<count).compactMap { _ in attackers.randomElement(using: &generator) }
      for kind in kinds {
        let piece = Piece(side, kind)
        let free = Square.all.filter { piece.canStand(on: $0) && placement[$0.index] == nil }
        guard let square = free.randomElement(using: &generator) else { return nil }
        placement[square.index] = piece
      }
    }
    let mover: Side = Bool.random(using: &generator) ? .red : .black
    do { return try Position(FEN(placement: placement, sideToMove: mover)) } catch {
      // Too many of a kind, or a check that is not to move: another attempt.
      return nil
    }
  }
}

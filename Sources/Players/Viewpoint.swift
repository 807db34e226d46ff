public import Xiangqi

/// From where a game is looked at: from which side of the board, and whether in a mirror.
///
/// Xiangqi is the same game with its files exchanged (a for i) and with its colours exchanged together with
/// its ends. A model that reads games from one side's point of view finds that side's pieces on ranks 0–4
/// under the numbers of Red's pieces. Every viewpoint undoes itself: what it maps a square to is mapped back.
public struct Viewpoint: Sendable, Hashable {
  /// The side that is seen at the near end, as Red.
  public var side: Side
  /// Whether left and right are exchanged.
  public var isMirrored: Bool

  /// A viewpoint; without arguments the board as notation has it.
  public init(side: Side = .red, isMirrored: Bool = false) {
    self.side = side
    self.isMirrored = isMirrored
  }

  /// The board as notation has it.
  public static let red = Viewpoint()

  /// The four viewpoints.
  public static let all = Side.allCases.flatMap { side in
    [false, true].map { Viewpoint(side: side, isMirrored: $0) }
  }

  /// Where a square is seen.
  public func square(_ square: Square) -> Square {
    let end = side == .red ? square : square.flipped
    return isMirrored ? end.mirrored : end
  }

  /// What a piece is seen as.
  public func piece(_ piece: Piece) -> Piece {
    side == .red ? piece : piece.coloursSwapped
  }

  /// What a move is seen as.
  public func move(_ move: Move) -> Move {
    Move(from: square(move.from), to: square(move.to))
  }

  /// The place of this viewpoint in ``all``.
  var index: Int { Int(side.rawValue) * 2 + (isMirrored ? 1 : 0) }

  /// For each square that is seen, the square it is.
  var squares: [Square] { Self.squareTables[index] }

  /// By `from * 90 + to`, the place in ``XiangqiVocabulary/possibleMoves`` that a move is seen at; -1 where
  /// no piece moves so.
  var moveIndices: [Int16] { Self.moveTables[index] }

  /// The place in ``XiangqiVocabulary/possibleMoves`` that a move of some piece is seen at.
  package func index(of move: Move) -> Int {
    let index = Self.moveTables[self.index][move.from.index * 90 + move.to.index]
    precondition(index >= 0, "\(move) is a move of no piece")
    return Int(index)
  }

  private static let squareTables = all.map { view in Square.all.map(view.square) }

  private static let moveTables: [[Int16]] = all.map { view in
    Square.all.flatMap { from in
      Square.all.map { to in
        XiangqiVocabulary.index(of: view.move(Move(from: from, to: to))).map(Int16.init) ?? -1
      }
    }
  }
}

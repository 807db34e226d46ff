public import Xiangqi

/// What a model is told of the position after each token: which rows of its state embedding are added.
///
/// Models differ in how much they are told, so this is an enumeration with one case for each known set of
/// facts. `init(rowCount:)` chooses by the size of the embedding.
public enum StateFeatures: Sendable, Hashable {
  /// Nothing: the model has only the moves to go by.
  case nothing
  /// The board as 90 squares times 14 kinds of piece and the side to move, 1,261 facts.
  case board
  /// The board and the moves that are possible, checks aside, to either side, 5,433 facts.
  case boardAndMoves
  /// The board, the possible moves, and what the rules say is won and hangs (``Tactics``), 5,869 facts.
  case boardMovesAndTactics

  /// The facts of an embedding with that many rows, or `nil` when no known set has this size.
  public init?(rowCount: Int) {
    switch rowCount {
    case 0: self = .nothing
    case BoardFeatures.count: self = .board
    case MoveFeatures.end: self = .boardAndMoves
    case TacticRows.end: self = .boardMovesAndTactics
    default: return nil
    }
  }

  /// The number of facts: the rows of the embedding.
  public var rowCount: Int {
    switch self {
    case .nothing: 0
    case .board: BoardFeatures.count
    case .boardAndMoves: MoveFeatures.end
    case .boardMovesAndTactics: TacticRows.end
    }
  }

  /// The sizes of the sets this program knows, for messages.
  static let knownSizes =
    "none, \(BoardFeatures.count) (the board), \(MoveFeatures.end) (the board and the possible moves) and \(TacticRows.end) "
    + "(these and tactics)"

  /// The rows to add for a position.
  ///
  /// - Parameters:
  ///   - position: The position after the token; for the tokens before the first move, the start.
  ///   - view: From where it is looked at.
  ///   - tactics: The position's tactics, where they are known already.
  /// - Returns: Rows of the embedding, ascending, each once.
  public func rows(of position: Position, view: Viewpoint = .red, tactics: Tactics? = nil) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(160)
    appendRows(of: position, view: view, tactics: tactics, to: &rows)
    return rows
  }

  /// Appends the rows of a position to those of others: ``rows(of:view:tactics:)`` without an array of their own.
  public func appendRows(
    of position: Position, view: Viewpoint = .red, tactics: Tactics? = nil, to rows: inout [Int32]
  ) {
    if self == .nothing { return }
    BoardFeatures.appendRows(of: position, view: view, to: &rows)
    if self == .board { return }
    MoveFeatures.appendRows(of: position, view: view, to: &rows)
    if self == .boardAndMoves { return }
    TacticRows.appendRows(
      of: tactics ?? Tactics(of: position), position, view: view, to: &rows)
  }

  /// Whether tactics are among the facts.
  public var includeTactics: Bool { self == .boardMovesAndTactics }
}

/// The board as facts: row `square * 14 + piece` for each piece, row 1,260 when the viewing side is not to
/// move.
///
/// Squares count from a0 by ranks, pieces are `K A B N R C P k a b n r c p`, both as the viewpoint has them.
public enum BoardFeatures {
  /// The number of facts.
  public static let count = 90 * 14 + 1

  static func appendRows(of position: Position, view: Viewpoint, to rows: inout [Int32]) {
    let swap: UInt8 = view.side == .red ? 0 : 7
    let pieces = position.pieceNumbers()
    for (seen, square) in view.squares.enumerated() {
      let piece = pieces[square.index]
      guard piece < 14 else { continue }
      let seenPiece = piece < 7 ? piece &+ swap : piece &- swap
      rows.append(Int32(truncatingIfNeeded: seen &* 14) &+ Int32(seenPiece))
    }
    if position.sideToMove != view.side { rows.append(90 * 14) }
  }
}

/// The possible moves as facts: row `1261 + i` when move i is possible to the side to move, `3347 + i` when
/// it is to the other side.
///
/// Move i is that of `XiangqiVocabulary.possibleMoves`. A move is possible when the piece on its square moves
/// so: checks and facing generals are left aside, since what is attacked is of interest too.
public enum MoveFeatures {
  /// The first row of the moves of the side to move.
  public static let ofMover = BoardFeatures.count
  /// The first row of the moves of the other side.
  public static let ofOther = ofMover + XiangqiVocabulary.moveCount
  /// The row after the last.
  public static let end = ofOther + XiangqiVocabulary.moveCount

  static func appendRows(of position: Position, view: Viewpoint, to rows: inout [Int32]) {
    let indices = view.moveIndices
    append(position.possibleMoves(of: position.sideToMove), indices, from: ofMover, to: &rows)
    append(position.possibleMoves(of: position.sideToMove.opponent), indices, from: ofOther, to: &rows)
  }

  /// Appends the moves in the order in which they are seen.
  private static func append(_ moves: [Move], _ indices: [Int16], from first: Int, to rows: inout [Int32]) {
    // 2,086 bits: setting and collecting them is several times faster than sorting.
    var seen = InlineArray<33, UInt64>(repeating: 0)
    for move in moves {
      let index = Int(indices[move.from.index &* 90 &+ move.to.index])
      seen[index &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
    }
    for word in seen.indices {
      var bits = seen[word]
      while bits != 0 {
        rows.append(Int32(truncatingIfNeeded: first &+ word &* 64 &+ bits.trailingZeroBitCount))
        bits &= bits &- 1
      }
    }
  }
}

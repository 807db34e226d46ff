public import Xiangqi

/// What a model is told of the position after each token: which rows of its state embedding are added.
///
/// Models differ in how much they are told, so this is an enumeration with one case for each known set of
/// facts. `init(rowCount:)` chooses by the size of the embedding.
public enum StateFeatures: Sendable, Hashable {
  /// The board as 90 squares times 14 kinds of piece and the side to move, 1,261 facts seen from Red.
  case board

  /// The facts of an embedding with that many rows, or `nil` when no known set has this size.
  public init?(rowCount: Int) {
    switch rowCount {
    case BoardFeatures.count: self = .board
    default: return nil
    }
  }

  /// The sizes of the sets this program knows, for messages.
  static let knownSizes = "\(BoardFeatures.count) (the board)"

  /// The rows to add for a position.
  ///
  /// - Parameters:
  ///   - position: The position after the token; for the tokens before the first move, the start.
  ///   - mirrored: Whether to describe the position with its files exchanged, a for i.
  /// - Returns: Rows of the embedding, each once.
  public func rows(of position: Position, mirrored: Bool = false) -> [Int32] {
    switch self {
    case .board: BoardFeatures.rows(of: position, mirrored: mirrored)
    }
  }
}

/// The board as facts: row `square * 14 + piece` for each piece, row 1,260 when Black is to move.
///
/// Squares count from a0 by ranks, pieces are `K A B N R C P k a b n r c p`.
public enum BoardFeatures {
  /// The number of facts.
  public static let count = 90 * 14 + 1

  /// The rows that are true of a position, in ascending order of squares (of the board as it stands).
  public static func rows(of position: Position, mirrored: Bool = false) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(33)
    for square in Square.all {
      guard let piece = position[square] else { continue }
      let seen = mirrored ? square.mirrored : square
      rows.append(Int32(seen.rawValue) * 14 + Int32(piece.rawValue))
    }
    if position.sideToMove == .black { rows.append(90 * 14) }
    return rows
  }
}

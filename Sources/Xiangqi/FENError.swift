/// Why a FEN text is not a position, in the words of one sentence.
public enum FENError: Error, Hashable, Sendable {
  /// Nothing but white space.
  case empty
  /// More bytes than any FEN needs.
  case tooLong(bytes: Int)
  /// Not ten ranks.
  case badRankCount(Int)
  /// A rank whose pieces and empty runs do not add up to nine; `rank` is 9 for the first one written.
  case badRankWidth(rank: Int, width: Int)
  /// A character that is neither a piece nor an empty run.
  case unknownPiece(Character, rank: Int)
  /// A side that is not w, r or b.
  case badSide(String)
  /// A third or fourth field that is not a hyphen.
  case badField(String)
  /// A counter that is not a number from 0 to 99999.
  case badCounter(String)
  /// More than six fields.
  case tooManyFields(Int)
  /// A side without a general, or with several.
  case badGeneralCount(Side, Int)
  /// More pieces of a kind than a side starts with.
  case tooManyPieces(Piece, Int)
  /// A piece on a point that it can never reach.
  case misplacedPiece(Piece, Square)
  /// The side that is not to move could lose its general at once to the piece there.
  case sideNotToMoveInCheck(by: Square)

  /// The class of the error, one stable word for programs.
  public var kind: String {
    switch self {
    case .empty: "empty"
    case .tooLong: "too_long"
    case .badRankCount: "bad_rank_count"
    case .badRankWidth: "bad_rank_width"
    case .unknownPiece: "unknown_piece"
    case .badSide: "bad_side"
    case .badField: "bad_field"
    case .badCounter: "bad_counter"
    case .tooManyFields: "too_many_fields"
    case .badGeneralCount: "bad_general_count"
    case .tooManyPieces: "too_many_pieces"
    case .misplacedPiece: "misplaced_piece"
    case .sideNotToMoveInCheck: "side_not_to_move_in_check"
    }
  }
}

extension FENError: CustomStringConvertible {
  /// What was wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .empty: "FEN: the text is empty; write ten ranks and the side to move"
    case .tooLong(let bytes): "FEN: \(bytes) bytes are too many; no position needs more than \(FEN.byteLimit)"
    case .badRankCount(let count): "FEN: a board has 10 ranks, this one has \(count)"
    case .badRankWidth(let rank, let width): "FEN: rank \(rank) is \(width) points wide instead of 9"
    case .unknownPiece(let character, let rank):
      "FEN: '\(character)' in rank \(rank) is not a piece; use KABNRCP, kabnrcp or 1-9"
    case .badSide(let text): "FEN: '\(text)' is not a side; use w for Red, b for Black"
    case .badField(let text): "FEN: '\(text)' stands where xiangqi has only '-'"
    case .badCounter(let text): "FEN: '\(text)' is not a counter; use a number from 0 to \(FEN.counterLimit)"
    case .tooManyFields(let count): "FEN: \(count) fields are too many; a position has at most 6"
    case .badGeneralCount(let side, let count): "FEN: \(side) has \(count) generals instead of 1"
    case .tooManyPieces(let piece, let count):
      "FEN: \(count) pieces '\(piece)' are too many; there are \(piece.kind.fullCount)"
    case .misplacedPiece(let piece, let square): "FEN: '\(piece)' can never stand on \(square)"
    case .sideNotToMoveInCheck(let square):
      "FEN: the piece on \(square) could take the general at once; the side not to move must not be in check"
    }
  }
}

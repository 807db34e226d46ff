/// The text of a position taken apart, right in syntax but not yet checked against the rules.
///
/// `placement side - - halfmove fullmove`, rank 9 first, small letters for Black. Read generously: H and E for
/// N and B, `r` for Red, missing trailing fields, split empty runs and empty brackets after the placement.
public struct FEN: Sendable, Hashable {
  /// The pieces on the 90 squares, indexed by `Square.index`.
  public var placement: [Piece?]
  /// Who moves.
  public var sideToMove: Side
  /// Plies since the last capture (the halfmove field).
  public var pliesSinceCapture: Int
  /// The number of the round, from 1.
  public var moveNumber: Int

  /// Texts longer than this are refused unread.
  static let byteLimit = 512
  /// The largest counter that is read.
  static let counterLimit = 99_999

  /// A placement of 90 squares with its side to move and counters.
  public init(placement: [Piece?], sideToMove: Side, pliesSinceCapture: Int = 0, moveNumber: Int = 1) {
    self.placement = placement
    self.sideToMove = sideToMove
    self.pliesSinceCapture = pliesSinceCapture
    self.moveNumber = moveNumber
  }

  /// Takes a text apart.
  /// - Throws: `FENError`, for anything that is not of the shape.
  public init(_ text: String) throws(FENError) {
    let bytes = text.utf8.count
    guard bytes <= FEN.byteLimit else { throw .tooLong(bytes: bytes) }
    let fields = text.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    guard let placementField = fields.first else { throw .empty }
    guard fields.count <= 6 else { throw .tooManyFields(fields.count) }
    placement = try FEN.placement(placementField)
    sideToMove = fields.count > 1 ? try FEN.side(fields[1]) : .red
    for field in fields.dropFirst(2).prefix(2) where field != "-" { throw .badField(String(field)) }
    pliesSinceCapture = fields.count > 4 ? try FEN.counter(fields[4]) : 0
    moveNumber = fields.count > 5 ? max(1, try FEN.counter(fields[5])) : 1
  }

  private static func placement(_ field: Substring) throws(FENError) -> [Piece?] {
    let text = field.hasSuffix("[]") ? field.dropLast(2) : field
    let ranks = text.split(separator: "/", omittingEmptySubsequences: false)
    guard ranks.count == 10 else { throw .badRankCount(ranks.count) }
    var board = [Piece?](repeating: nil, count: 90)
    for (row, text) in ranks.enumerated() {
      let rank = 9 - row
      var file = 0
      for character in text {
        if let run = character.wholeNumberValue, character.isASCII, run > 0 {
          file += run
        } else if let piece = Piece(letter: character) {
          if file < 9 { board[rank * 9 + file] = piece }
          file += 1
        } else {
          throw .unknownPiece(character, rank: rank)
        }
      }
      guard file == 9 else { throw .badRankWidth(rank: rank, width: file) }
    }
    return board
  }

  private static func side(_ field: Substring) throws(FENError) -> Side {
    switch field {
    case "w", "r": return .red
    case "b": return .black
    default: throw .badSide(String(field))
    }
  }

  private static func counter(_ field: Substring) throws(FENError) -> Int {
    guard field.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = Int(field), value <= counterLimit
    else { throw .badCounter(String(field)) }
    return value
  }
}

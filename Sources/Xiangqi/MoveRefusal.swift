/// Why a move cannot be played, with the square that a person should be shown.
public enum MoveRefusal: Error, Hashable, Sendable {
  /// There is no piece to move.
  case noPiece(at: Square)
  /// The piece belongs to the side that is not to move.
  case opponentsPiece(at: Square)
  /// An own piece stands on the square where the move would end.
  case ownPieceOn(Square)
  /// The horse's leg is blocked by the piece there (蹩马腿).
  case horseLegBlocked(at: Square)
  /// The elephant's eye is blocked by the piece there (塞象眼).
  case elephantEyeBlocked(at: Square)
  /// Elephants stay on their own side of the river.
  case elephantCannotCrossRiver
  /// Generals and advisors stay in the palace.
  case mustStayInPalace(PieceKind)
  /// The cannon captures only over a screen, and there is none.
  case cannonNeedsScreen
  /// The cannon captures over exactly one screen, and there are more.
  case cannonTooManyScreens(Int)
  /// A chariot, or a cannon that does not capture, cannot pass the piece there.
  case pathBlocked(at: Square)
  /// Soldiers never step back.
  case soldierCannotRetreat
  /// A soldier steps sideways only after crossing the river.
  case soldierNotAcrossRiver
  /// The piece never moves in such a way.
  case notHowItMoves(PieceKind)
  /// The general is in check from that square and still would be.
  case leavesGeneralInCheck(by: Square)
  /// The general would come to stand in check from that square.
  case exposesGeneral(to: Square)
  /// The generals would look at each other on an open file.
  case generalsFaceEachOther
  /// The game has ended.
  case gameIsOver
}

extension MoveRefusal: CustomStringConvertible {
  /// One English sentence.
  public var description: String {
    switch self {
    case .noPiece(let square): "there is no piece on \(square)"
    case .opponentsPiece(let square): "the piece on \(square) is the opponent's"
    case .ownPieceOn(let square): "an own piece stands on \(square)"
    case .horseLegBlocked(let square): "the piece on \(square) blocks the horse's leg"
    case .elephantEyeBlocked(let square): "the piece on \(square) blocks the elephant's eye"
    case .elephantCannotCrossRiver: "an elephant cannot cross the river"
    case .mustStayInPalace(let kind): "the \(kind) must stay in the palace"
    case .cannonNeedsScreen: "a cannon captures only by jumping over exactly one piece"
    case .cannonTooManyScreens(let count):
      "a cannon jumps over exactly one piece to capture, not over \(count)"
    case .pathBlocked(let square): "the piece on \(square) is in the way"
    case .soldierCannotRetreat: "a soldier never moves back"
    case .soldierNotAcrossRiver: "a soldier moves sideways only across the river"
    case .notHowItMoves(let kind): "that is not how the \(kind) moves"
    case .leavesGeneralInCheck(let square):
      "the general is in check from \(square) and the move does not help"
    case .exposesGeneral(let square): "the move exposes the general to the piece on \(square)"
    case .generalsFaceEachOther: "the two generals would face each other on an open file"
    case .gameIsOver: "the game is over"
    }
  }
}

import Xiangqi

extension MoveRefusal {
  /// The point of the piece that stands in the way or gives check; nil where the move itself is wrong.
  var square: Square? {
    switch self {
    case .horseLegBlocked(let square), .elephantEyeBlocked(let square), .pathBlocked(let square),
      .leavesGeneralInCheck(let square), .exposesGeneral(let square):
      square
    case .noPiece, .opponentsPiece, .ownPieceOn, .elephantCannotCrossRiver, .mustStayInPalace,
      .cannonNeedsScreen, .cannonTooManyScreens, .soldierCannotRetreat, .soldierNotAcrossRiver,
      .notHowItMoves,
      .generalsFaceEachOther, .gameIsOver:
      nil
    }
  }
}

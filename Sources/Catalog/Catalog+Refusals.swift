public import Xiangqi

extension Catalog {
  /// Why a move cannot be played, in the words players use: 马腿被绊, 象眼被塞, 送将.
  ///
  /// The piece that stands in the way is called by its name (红相, Red elephant) where `position` is given, and by its
  /// point as well where moves are written with coordinates.
  public func sentence(
    _ refusal: MoveRefusal, in position: Position? = nil, notation: Notation = .iccs,
  ) -> String {
    func piece(_ square: Square) -> String {
      let place = notation == .uciFairy ? "\(String("\(square)".prefix(1)))\(square.rank + 1)" : "\(square)"
      guard let piece = position?[square] else { return pick(place, "piece on \(place)") }
      let hasCoordinates = notation == .iccs || notation == .uciFairy
      if !hasCoordinates { return name(of: piece) }
      return pick("\(place) \(name(of: piece))", "\(name(of: piece)) on \(place)")
    }
    return switch refusal {
    case .noPiece(let square):
      position == nil || notation == .iccs
        ? pick("\(square) 上没有棋子", "There is no piece on \(square)")
        : pick("那里没有棋子", "There is no piece there")
    case .opponentsPiece(let square):
      pick("那是对方的棋子（\(piece(square))）", "The \(piece(square)) is the opponent's")
    case .ownPieceOn(let square): pick("不能吃自己的子（\(piece(square))）", "The \(piece(square)) is your own")
    case .horseLegBlocked(let square):
      pick("马腿被绊（\(piece(square))）", "The horse's leg is blocked by the \(piece(square))")
    case .elephantEyeBlocked(let square):
      pick("象眼被塞（\(piece(square))）", "The elephant's eye is blocked by the \(piece(square))")
    case .elephantCannotCrossRiver: pick("相（象）不能过河", "An elephant cannot cross the river")
    case .mustStayInPalace(let kind):
      pick("\(name(of: kind))不能出九宫", "The \(name(of: kind)) must stay in the palace")
    case .cannonNeedsScreen: pick("炮吃子要隔一个炮架", "A cannon captures only over a screen: one piece between")
    case .cannonTooManyScreens(let count):
      pick("炮吃子只能隔一个炮架，这里隔了 \(count) 个", "A cannon captures over exactly one piece, here are \(count)")
    case .pathBlocked(let square): pick("路被挡住（\(piece(square))）", "The \(piece(square)) is in the way")
    case .soldierCannotRetreat: pick("兵卒不能后退", "A soldier never moves back")
    case .soldierNotAcrossRiver: pick("兵卒过河后才能横走", "A soldier moves sideways only across the river")
    case .notHowItMoves(let kind):
      pick("\(name(of: kind))不是这样走的", "That is not how the \(name(of: kind)) moves")
    case .leavesGeneralInCheck(let square):
      pick("正被将军（\(piece(square))），这着没有应将", "The \(piece(square)) gives check, and this does not help")
    case .exposesGeneral(let square):
      pick("送将：会被将军（\(piece(square))）", "That exposes your general to the \(piece(square))")
    case .generalsFaceEachOther: pick("将帅照面", "The generals would face each other")
    case .gameIsOver: pick("对局已结束", "The game is over")
    }
  }

  /// Why a text is not a move; for a definite move that the rules forbid, the rule.
  public func sentence(
    _ error: NotationError, in position: Position? = nil, notation: Notation = .iccs,
  ) -> String {
    switch error {
    case .malformed(let text):
      pick("“\(text)”不是着法：写成 炮二平五、C2=5 或 h2e2", "“\(text)” is not a move: write C2=5, h2e2 or 炮二平五")
    case .noPiece(let text): pick("“\(text)”：那里没有这样的棋子", "“\(text)”: no such piece of yours stands there")
    case .illegal(let text, _):
      pick("\(text)：", "\(text): ")
        + (error.refusal.map { sentence($0, in: position, notation: notation) }
          ?? pick("走不到那里", "it leads to no point of the board"))
    case .ambiguous(let text, let moves):
      pick(
        "“\(text)”有 \(moves.count) 种走法（\(moves.map(\.iccs).joined(separator: " "))），请写明",
        "“\(text)” fits \(moves.count) moves (\(moves.map(\.iccs).joined(separator: " "))): say which")
    }
  }

  /// Why a FEN text is not a position.
  public func sentence(_ error: FENError) -> String {
    guard language == .chinese else { return error.description }
    switch error {
    case .empty: return "FEN 是空的：要写十行棋子和轮到哪方"
    case .tooLong(let bytes): return "FEN 有 \(bytes) 字节，太长了"
    case .badRankCount(let count): return "FEN 应有 10 行，这里有 \(count) 行"
    case .badRankWidth(let rank, let width): return "FEN 第 \(rank) 行（0–9）有 \(width) 格，应为 9 格"
    case .unknownPiece(let character, let rank):
      return "FEN 第 \(rank) 行（0–9）的“\(character)”不是棋子：用 KABNRCP、kabnrcp、1–9"
    case .badSide(let text): return "FEN 的“\(text)”不是走棋方：红方写 w，黑方写 b"
    case .badField(let text): return "FEN 里“\(text)”处应是“-”"
    case .badCounter(let text): return "FEN 的“\(text)”不是计数：应为 0 到 99999"
    case .tooManyFields(let count): return "FEN 有 \(count) 段，最多 6 段"
    case .badGeneralCount(let side, let count): return "\(name(of: side))有 \(count) 个将帅，应为 1 个"
    case .tooManyPieces(let piece, let count):
      return "\(name(of: piece))有 \(count) 个，最多 \(piece.kind.fullCount) 个"
    case .misplacedPiece(let piece, let square): return "\(name(of: piece))不可能在 \(square)"
    case .sideNotToMoveInCheck(let square): return "\(square) 上的子正将着不该走棋的一方，这样的局面不存在"
    }
  }
}

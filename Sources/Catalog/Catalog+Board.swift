public import Xiangqi

/// Words on and around the board.
public enum BoardText: Phrase {
  case red, black, redShort, blackShort, riverLeft, riverRight, tooSmall, program

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .red: Texts("红方", "Red")
    case .black: Texts("黑方", "Black")
    case .redShort: Texts("红", "Red")
    case .blackShort: Texts("黑", "Black")
    case .riverLeft: Texts("楚河", "Chu River")
    case .riverRight: Texts("汉界", "Han Border")
    case .tooSmall: Texts("窗口太小：需要 {1}，现在 {2}", "Window too small: {1} needed, this is {2}")
    case .program: Texts("弈文", "Yiwen")
    }
  }
}

extension Catalog {
  /// 红方, Red.
  public func name(of side: Side) -> String { self(side == .red ? BoardText.red : BoardText.black) }

  /// 红, Red: where room is short.
  public func shortName(of side: Side) -> String {
    self(side == .red ? BoardText.redShort : BoardText.blackShort)
  }

  /// 马, horse: a kind of piece in a sentence.
  public func name(of kind: PieceKind) -> String {
    switch kind {
    case .general: pick("将帅", "general")
    case .advisor: pick("士", "advisor")
    case .elephant: pick("象", "elephant")
    case .horse: pick("马", "horse")
    case .chariot: pick("车", "chariot")
    case .cannon: pick("炮", "cannon")
    case .soldier: pick("兵卒", "soldier")
    }
  }

  /// 红车, Red chariot: a piece in a sentence.
  public func name(of piece: Piece) -> String {
    switch piece.kind {
    case .general: pick(piece.side == .red ? "红帅" : "黑将", "\(name(of: piece.side)) general")
    case .advisor: pick(piece.side == .red ? "红仕" : "黑士", "\(name(of: piece.side)) advisor")
    case .elephant: pick(piece.side == .red ? "红相" : "黑象", "\(name(of: piece.side)) elephant")
    case .soldier: pick(piece.side == .red ? "红兵" : "黑卒", "\(name(of: piece.side)) soldier")
    case .horse, .chariot, .cannon:
      pick(
        "\(shortName(of: piece.side))\(name(of: piece.kind))",
        "\(name(of: piece.side)) \(name(of: piece.kind))")
    }
  }
}

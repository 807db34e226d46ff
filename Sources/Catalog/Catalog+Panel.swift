/// The panel beside the board.
public enum PanelText: Phrase {
  case you, modelAt, modelAs, human, moves, chances, redWins, draw, blackWins, thoughts, lastThoughts,
    illegal, noThoughts
  case captured, repeated, topIllegal, unknownOpening, endgame, limit, noMoves, handicapGame, hiddenThoughts

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .you: Texts("你", "You")
    case .modelAt: Texts("模型（{1}）", "Model ({1})")
    case .modelAs: Texts("模型（{1}，仿{2}）", "Model ({1}, as {2})")
    case .human: Texts("棋手", "Player")
    case .moves: Texts("着法", "Moves")
    case .chances: Texts("胜算", "Chances")
    case .redWins: Texts("红胜", "Red")
    case .draw: Texts("和", "draw")
    case .blackWins: Texts("黑胜", "Black")
    case .thoughts: Texts("模型所想", "The model's thoughts")
    case .lastThoughts: Texts("模型上一着所想", "Its last thoughts")
    case .illegal: Texts("违例 {1}", "illegal {1}")
    case .noThoughts: Texts("（还没有）", "(none yet)")
    case .captured: Texts("吃子", "Taken")
    case .unknownOpening: Texts("散局", "Unnamed opening")
    case .endgame: Texts("自设局面", "Set-up position")
    case .repeated: Texts("此局面第 {1} 次出现", "this position for the {1}. time")
    case .topIllegal: Texts("违例着法：{1}", "Illegal: {1}")
    case .limit: Texts("未吃子 {1} 着", "{1} plies without capture")
    case .noMoves: Texts("（尚未行棋）", "(no move yet)")
    case .handicapGame: Texts("让子局", "Handicap game")
    case .hiddenThoughts: Texts("（设置中已关闭）", "(turned off in the settings)")
    }
  }
}

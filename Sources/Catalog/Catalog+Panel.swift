/// The panel beside the board.
public enum PanelText: Phrase {
  case you, modelAt, modelAs, human, moves, chances, redWins, draw, blackWins, thoughts, lastThoughts,
    policyColumn, tacticsColumn, searchColumn, searchFound,
    illegal, noThoughts, noThoughtsYet, noThoughtsForTwo, redShort, drawShort, blackShort
  case engine, review, analyzing, stopped, accuracy, stepThrough, better, best, engineSays
  case captured, repeated, topIllegal, unknownOpening, endgame, limit, noMoves, handicapGame

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .you: Texts("你", "You")
    case .modelAt: Texts("模型（{1}）", "Model ({1})")
    case .modelAs: Texts("模型（{1}，仿{2}）", "Model ({1}, as {2})")
    case .human: Texts("棋手", "Player")
    case .engine: Texts("引擎（{1}）", "Engine ({1})")
    case .review: Texts("走势", "Review")
    case .analyzing: Texts("分析中 {1}", "analysing {1}")
    case .stopped: Texts("停在 {1}，% 继续", "{1}, % goes on")
    case .accuracy: Texts("准确率 {1}　{2}", "accuracy {1} {2}")
    case .stepThrough: Texts("[ ] 看每一着，{ } 看转折点", "[ ] every move, { } turning points")
    case .better: Texts("应走 {1}", "Better {1}")
    case .best: Texts("最佳 {1}", "Best {1}")
    case .engineSays: Texts("引擎 {1}", "Engine {1}")
    case .moves: Texts("着法", "Moves")
    case .chances: Texts("胜算", "Chances")
    case .redWins: Texts("红胜", "Red")
    case .draw: Texts("和", "draw")
    case .blackWins: Texts("黑胜", "Black")
    case .thoughts: Texts("模型所想", "Model thinks")
    case .lastThoughts: Texts("模型上一着所想", "Model thought")
    case .policyColumn: Texts("直觉", "policy")
    case .tacticsColumn: Texts("战术", "tactics")
    case .searchColumn: Texts("搜索", "search")
    case .searchFound: Texts("搜索 {1}：{2}", "Search {1}: {2}")
    case .illegal: Texts("违例 {1}", "illegal {1}")
    case .noThoughts: Texts("（还没有）", "(none yet)")
    case .noThoughtsYet: Texts("模型走棋后显示；T 总是显示", "shown after its move; T always")
    case .noThoughtsForTwo: Texts("双人对弈时不显示；T 总是显示", "hidden between people; T always")
    case .redShort: Texts("红", "R ")
    case .drawShort: Texts("和", "= ")
    case .blackShort: Texts("黑", "B ")
    case .captured: Texts("吃子", "Taken")
    case .unknownOpening: Texts("散手", "Unnamed opening")
    case .endgame: Texts("自设局面", "Set-up position")
    case .repeated: Texts("此局面第 {1} 次出现", "position seen {1} times")
    case .topIllegal: Texts("违例着法：{1}", "Illegal: {1}")
    case .limit: Texts("未吃子 {1} 着", "{1} plies without capture")
    case .noMoves: Texts("（尚未行棋）", "(no move yet)")
    case .handicapGame: Texts("让子局", "Handicap game")
    }
  }
}

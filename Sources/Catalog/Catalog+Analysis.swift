public import Players
public import Xiangqi

/// What is said about an analysed game.
public enum AnalysisText: Phrase {
  case inaccuracy, mistake, blunder, onlyMove, forced, turningPoint, missedMate, mateIn, better, missed
  case accuracy, side, counts, thresholds, turningPoints, noTurningPoints, start
  case move, probability, rank, chances, loss, remark, bestLine, engine
  case chance, ply, byModel, byEngine

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .inaccuracy: Texts("疑着", "inaccuracy")
    case .mistake: Texts("失着", "mistake")
    case .blunder: Texts("败着", "blunder")
    case .onlyMove: Texts("唯一着", "only move")
    case .forced: Texts("只此一着", "forced")
    case .turningPoint: Texts("转折点", "turning point")
    case .missedMate: Texts("错过{1}步杀", "missed mate in {1}")
    case .mateIn: Texts("{1}{2}步杀", "{1} mates in {2}")
    case .better: Texts("应走 {1}", "better {1}")
    case .missed: Texts("失分 {1}", "{1} points lost")
    case .accuracy: Texts("准确率 {1}", "accuracy {1}")
    case .side:
      Texts(
        "{1}　准确率 {2}　首选 {3}/{4}　平均失分 {5}　{6}",
        "{1}  accuracy {2}  first choices {3}/{4}  mean loss {5}  {6}")
    case .counts: Texts("疑着 {1} 失着 {2} 败着 {3}", "inaccuracies {1} mistakes {2} blunders {3}")
    case .thresholds:
      Texts(
        "失分：着后期望得分（胜 100，和 50）比最佳着法少多少；疑着 {1} 分起，失着 {2} 分起，败着 {3} 分起。",
        "Loss: expected score given away (win 100, draw 50); inaccuracy from {1}, mistake from {2}, blunder from {3} points."
      )
    case .turningPoints: Texts("转折点：{1}", "Turning points: {1}")
    case .noTurningPoints: Texts("没有转折点。", "No turning point.")
    case .start: Texts("开局", "start")
    case .move: Texts("着法", "move")
    case .probability: Texts("概率", "prob.")
    case .rank: Texts("名次", "rank")
    case .chances: Texts("红/和/黑", "R/D/B")
    case .loss: Texts("失分", "loss")
    case .remark: Texts("评语", "remark")
    case .bestLine: Texts("最佳变化", "best line")
    case .engine: Texts("引擎", "engine")
    case .chance: Texts("红方胜算", "Red's chances")
    case .ply: Texts("着数", "ply")
    case .byModel: Texts("模型", "model")
    case .byEngine: Texts("引擎 {1}", "engine {1}")
    }
  }
}

extension Catalog {
  /// 疑着, mistake: the word for a judgement.
  public func name(of judgement: Judgement) -> String {
    switch judgement {
    case .inaccuracy: self(AnalysisText.inaccuracy)
    case .mistake: self(AnalysisText.mistake)
    case .blunder: self(AnalysisText.blunder)
    }
  }

  /// 疑着 5 分起…: from which loss on a move is called what.
  public var thresholds: String {
    let points = Judgement.allCases.map { String(Int(($0.threshold * 100).rounded())) }
    return self(AnalysisText.thresholds, points[0], points[1], points[2])
  }

  /// 疑着 2 失着 1 败着 0: how often a side went wrong.
  public func counts(_ summary: GameAnalysis.Summary) -> String {
    let counts = Judgement.allCases.map { String(summary.counts[$0] ?? 0) }
    return self(AnalysisText.counts, counts[0], counts[1], counts[2])
  }

  /// What is to be said of a move, in a few words; none for an ordinary one.
  public func remarks(on ply: GameAnalysis.Ply) -> [String] {
    let opinion = ply.opinion
    var remarks: [String] = []
    if let judgement = opinion.judgement { remarks.append(name(of: judgement)) }
    if opinion.isOnlyMove { remarks.append(self(ply.choices == 1 ? AnalysisText.forced : .onlyMove)) }
    if ply.isTurningPoint { remarks.append(self(AnalysisText.turningPoint)) }
    if let mate = opinion.missedMate { remarks.append(self(AnalysisText.missedMate, String(mate))) }
    if let mate = opinion.mate, mate != 0 {
      let side = mate > 0 ? ply.side : ply.side.opponent
      remarks.append(self(AnalysisText.mateIn, name(of: side), String(abs(mate))))
    }
    return remarks
  }

  /// 炮二平五 马８进７ …: moves that follow each other, written out; those behind one that cannot be played are left out.
  public func line(_ moves: some Sequence<Move>, from start: Position, notation: Notation) -> String {
    var position = start
    var texts: [String] = []
    for move in moves {
      guard position.isLegal(move) else { break }
      texts.append(position.text(of: move, in: notation))
      position = position.playing(move)
    }
    return texts.joined(separator: " ")
  }

  /// 23. 车四进三, 23... 车４进３: a move with its number.
  public func numbered(_ move: Move, in position: Position, notation: Notation) -> String {
    let dots = position.sideToMove == .red ? "." : "..."
    return "\(position.moveNumber)\(dots) \(position.text(of: move, in: notation))"
  }
}

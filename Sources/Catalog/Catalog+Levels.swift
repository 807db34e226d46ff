public import Players

extension Catalog {
  /// The name of a level: 业余, amateur.
  public func name(of level: Level) -> String {
    switch level {
    case .beginner: pick("入门", "beginner")
    case .casual: pick("休闲", "casual")
    case .amateur: pick("业余", "amateur")
    case .club: pick("好手", "club")
    case .expert: pick("高手", "expert")
    case .master: pick("名手", "master")
    case .shallow: pick("浅算", "shallow")
    case .careful: pick("细算", "careful")
    case .deep: pick("深算", "deep")
    }
  }

  /// Elo 1500, Elo 未测: how strong a level was measured to be.
  public func strength(of level: Level) -> String {
    level.measuredElo.map { "Elo \($0)" } ?? pick("Elo 未测", "Elo unmeasured")
  }

  /// One sentence on how a level plays and by what means.
  public func description(of level: Level) -> String {
    switch level {
    case .beginner:
      pick("刚学会走子，什么着法都可能走：概率拉得很平。", "Has just learned the moves: any legal move may come.")
    case .casual:
      pick("下得像样，但常出漏着：概率拉平，只去掉最离谱的。", "Plays reasonable moves with slips; only the wildest are left out.")
    case .amateur:
      pick("照棋谱里的人那样走：按模型原本的概率。", "Plays as the people in its games do, by the model's own odds.")
    case .club:
      pick("偏爱常见的着法，不走冷门着法。", "Prefers what is played most and leaves out the unlikely.")
    case .expert:
      pick("只走最可能的几着，并要模型求胜。", "Keeps to the few most likely moves and asks the model for a win.")
    case .master:
      pick("几乎总走首选，并把局面和它的左右镜像一起想。", "Nearly always its first choice, thinking in both mirror images.")
    case .shallow: pick("走之前往前看几步：一着看五十个局面。", "Looks a little ahead: at fifty positions a move.")
    case .careful: pick("每一着都仔细算：一着看四百个局面。", "Calculates with care: four hundred positions a move.")
    case .deep:
      pick("算得最深，也慢一点：一着看两千个局面。", "Calculates deepest, and slowly: two thousand positions a move.")
    }
  }

  /// What an opponent says about its decision, to the person it plays.
  public func sentence(_ remark: Remark) -> String {
    switch remark {
    case .onlyLegalMove: pick("只有这一着。", "There was only this move.")
    case .avoidsLosingRepetition:
      pick("最想走的那着会因循环判负，换了一着。", "The move I liked would lose by repetition, so I chose another.")
    case .resigns: pick("大势已去，我认输。", "This is lost. I resign.")
    case .acceptsDraw: pick("同意和棋，我也没什么取胜的机会了。", "A draw is fine: I do not expect more.")
    case .acceptsDrawWithoutAttackers:
      pick("同意和棋，我已没有进攻的子力。", "I take the draw: I have nothing left to attack with.")
    case .declinesDrawTooEarly: pick("棋才刚开始，再下几步吧。", "The game has only begun; let us play on.")
    case .declinesDrawStandsBetter: pick("我还想赢，请继续。", "I mean to win this; play on.")
    }
  }
}

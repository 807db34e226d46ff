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
    case .timed(let milliseconds):
      pick("每步 \(Level.seconds(milliseconds)) 秒", "\(Level.seconds(milliseconds)) s a move")
    }
  }

  /// 2195 Elo, about 0.1 s: how strong a level was measured to be, and how long a move of it takes.
  ///
  /// A level of so many seconds is told by the positions that it will look at.
  public func strength(of level: Level, at speed: SearchSpeed?) -> String {
    let elo = level.measuredElo.map { pick("Elo \($0)", "\($0) Elo") } ?? pick("Elo 未测", "Elo not measured")
    return "\(elo)\(pick("，", ", "))\(extent(of: level, at: speed))"
  }

  /// 立即, 约 0.1 秒, 最多 10 秒: how long a move takes at a speed; where the time is given, how many positions.
  private func extent(of level: Level, at speed: SearchSpeed?) -> String {
    guard let longest = level.longest else { return pick("立即", "at once") }
    if case .timed = level {
      guard let speed else { return pick("局面数不限", "positions without limit") }
      let positions = Self.rounded(speed.positionsPerSecond * (longest / .seconds(1)))
      return pick("约 \(positions) 个局面", "about \(positions) positions")
    }
    guard let usual = speed.flatMap({ level.usualTime(at: $0) }), usual < longest else {
      return pick("最多 \(Self.bound(of: level)) 秒", "at most \(Self.bound(of: level)) s")
    }
    // One figure is all that a measurement on a machine that does other things too is good for.
    let tenths = Int((usual / .milliseconds(100)).rounded())
    switch tenths {
    case 0: return pick("不到 0.1 秒", "under 0.1 s")
    case 1..<10: return pick("约 0.\(tenths) 秒", "about 0.\(tenths) s")
    default: return pick("约 \((tenths + 5) / 10) 秒", "about \((tenths + 5) / 10) s")
    }
  }

  /// The seconds that a move of a level may take at most: `2`.
  private static func bound(of level: Level) -> String {
    Level.seconds(level.longest.map { Int($0 / .milliseconds(1)) } ?? 0)
  }

  /// A number with one figure that is not 0.
  private static func rounded(_ number: Double) -> Int {
    var scale = 1.0
    while number / scale >= 10 { scale *= 10 }
    return Int((number / scale).rounded()) * Int(scale)
  }

  /// One sentence on how a level plays and by what means.
  public func description(of level: Level) -> String {
    switch level {
    case .beginner:
      pick(
        "刚学会走子，什么着法都可能走；炮和马远处能吃的子多半看不见。",
        "Has just learned the moves; overlooks most of what cannons and horses could take from afar.")
    case .casual:
      pick(
        "下得像样，但常出漏着；炮和马远处能吃的子有时看不见。",
        "Plays reasonable moves with slips; sometimes overlooks what cannons and horses could take.")
    case .amateur:
      pick("照棋谱里的人那样走：按模型原本的概率。", "Plays as the people in its games do, by the model's own odds.")
    case .club:
      pick("偏爱常见的着法，不走冷门着法。", "Prefers what is played most and leaves out the unlikely.")
    case .expert:
      pick("只走最可能的几着，并要模型求胜。", "Keeps to the few most likely moves and asks the model for a win.")
    case .master:
      pick("几乎总走首选，并把局面和它的左右镜像一起想。", "Nearly always its first choice, thinking in both mirror images.")
    case .shallow:
      pick(
        "走之前往前看几步：一着看五十个局面，最多 \(Self.bound(of: level)) 秒。",
        "Looks a little ahead: at fifty positions a move, for \(Self.bound(of: level)) s at most.")
    case .careful:
      pick(
        "每一着都仔细算：一着看四百个局面，最多 \(Self.bound(of: level)) 秒。",
        "Calculates with care: four hundred positions a move, \(Self.bound(of: level)) s at most.")
    case .deep:
      pick(
        "算得最深，也慢一点：一着看两千个局面，最多 \(Self.bound(of: level)) 秒。",
        "Calculates deepest, and slowly: two thousand positions a move, \(Self.bound(of: level)) s at most.")
    case .timed(let milliseconds):
      pick(
        "每一着都算 \(Level.seconds(milliseconds)) 秒：机器越快，算得越深。",
        "Looks ahead for \(Level.seconds(milliseconds)) s at every move: the faster the machine, the deeper.")
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

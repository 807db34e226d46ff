public import Xiangqi

extension Catalog {
  /// 红胜, 和棋: an outcome in a word or two.
  public func name(of outcome: Outcome) -> String {
    switch outcome {
    case .redWins: pick("红胜", "Red wins")
    case .blackWins: pick("黑胜", "Black wins")
    case .draw: pick("和棋", "Draw")
    }
  }

  /// A verdict in a sentence a player understands: 红方长将，判负.
  public func sentence(_ verdict: Verdict) -> String {
    let winner = name(of: verdict.outcome.winner ?? .red)
    let loser = name(of: (verdict.outcome.winner ?? .red).opponent)
    switch verdict.reason {
    case .checkmate: return pick("将死，\(winner)胜", "Checkmate: \(winner) wins")
    case .stalemate:
      return pick("\(loser)无子可动（困毙），\(winner)胜", "\(loser) has no legal move and loses: \(winner) wins")
    case .perpetualCheck:
      return pick("\(loser)长将，判负", "\(loser) checks perpetually and loses")
    case .perpetualChase:
      guard let chased = verdict.chased else {
        return pick("\(loser)长捉，判负", "\(loser) chases perpetually and loses")
      }
      return pick(
        "\(loser)长捉\(name(of: chased))，判负",
        "\(loser) chases the \(name(of: chased)) perpetually and loses")
    case .repetition:
      return pick("同一局面出现三次，双方不变作和", "The same position three times: draw")
    case .naturalLimit:
      return pick("六十回合没有吃子，自然限着作和", "Sixty rounds without a capture: draw")
    case .insufficientMaterial:
      return pick("双方都没有能进攻的子力，作和", "Neither side can attack any more: draw")
    case .resignation: return pick("\(loser)认输，\(winner)胜", "\(loser) resigns: \(winner) wins")
    case .agreement: return pick("双方同意和棋", "Draw by agreement")
    case .timeForfeit: return pick("\(loser)超时，\(winner)胜", "\(loser) is out of time: \(winner) wins")
    case .illegalMove:
      return pick("\(loser)走出违例着法，\(winner)胜", "\(loser) made an illegal move: \(winner) wins")
    case .maxPlies: return pick("到了着数上限，停止对局", "The longest allowed length is reached: the game stops")
    }
  }
}

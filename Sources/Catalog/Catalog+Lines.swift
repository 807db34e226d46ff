/// The game without a screen: lines in, lines out.
public enum LineText: Phrase {
  case greeting, help, fen, moves, noMoves, unknownNotation, goodbye, levels, personas

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .greeting:
      Texts(
        "弈文：输入着法（炮二平五、C2=5、h2e2），或 help 看命令",
        "Yiwen: type a move (C2=5, h2e2, 炮二平五), or help for the commands")
    case .help:
      Texts(
        """
        着法          炮二平五、C2=5、h2e2
        board 棋盘    显示棋盘
        moves 着法    显示已走的着法
        undo 悔棋     退到你上一次走棋前
        redo 重走     重走悔掉的棋
        hint 提示     推荐着法和理由
        draw 提和     提出和棋
        resign 认输   认输
        flip 翻转     翻转棋盘
        fen [FEN]     显示局面，或按 FEN 摆局
        new 新局 [red|black|people]   新对局
        save 保存 文件   把这局加进 PGN 文件
        notation 记谱 名称   chinese chineseTraditional wxf iccs uciFairy
        quit 退出     退出；未完的对局下次接着下
        """,
        """
        a move        C2=5, h2e2, 炮二平五
        board         show the board
        moves         show the moves so far
        undo          take back to your last decision
        redo          play taken-back moves again
        hint          a move, and why
        draw          offer a draw
        resign        resign
        flip          turn the board
        fen [FEN]     show the position, or set one up
        new [red|black|people]   a new game
        save FILE     add this game to a PGN file
        notation NAME   chinese chineseTraditional wxf iccs uciFairy
        quit          leave; an unfinished game goes on next time
        """)
    case .fen: Texts("局面：{1}", "FEN: {1}")
    case .moves: Texts("着法：{1}", "Moves: {1}")
    case .noMoves: Texts("尚未行棋", "No move has been played")
    case .unknownNotation:
      Texts("没有叫“{1}”的记谱法", "“{1}” is not a notation: chinese chineseTraditional wxf iccs uciFairy")
    case .goodbye: Texts("再见", "Goodbye")
    case .levels: Texts("等级：", "Levels:")
    case .personas:
      Texts("可模仿的棋手（{1} 位）：", "Players whose manner the model can take ({1}):")
    }
  }
}

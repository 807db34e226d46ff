/// What the help screen says about keys, and the footer.
public enum KeyText: Phrase {
  case levelSection, timedLevelName, timedLevel
  case boardSection, arrows, select, cancel, mouse, mouseName
  case entrySection, typing, entryOpen, completion, hPlusDigit, refused
  case gameSection, undo, redo, hint, draw, resign, newGame, menu, watchKeys, stopThinking
  case reviewSection, step, ends, fromHere, analysis, turn, markTurns, engine
  case fileSection, save, open, fen, autosave
  case viewSection, flip, thoughts, notation, theme, language, settings, help, quit
  case marksSection, markCursor, markSelected, markTarget, markCapture, markLast, markCheck, markHint,
    markSides, markLetters
  case watch
  case footerHelp, footerMenu, footerUndo, footerHint, footerFlip, footerQuit, footerNotation, footerSave,
    footerStep, footerNew, footerPause, footerFaster, footerAnalysis, footerTurn

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .levelSection: Texts("级别", "Levels")
    case .timedLevelName: Texts("每步 5 秒", "5 s a move")
    case .timedLevel:
      Texts("时间随你定：F2，或 yiwen play --level 5s", "or any time: F2, or yiwen play --level 5s")
    case .boardSection: Texts("棋盘", "On the board")
    case .arrows: Texts("移动光标", "move the cursor")
    case .select: Texts("选子，再选落点", "pick a piece, then where it goes")
    case .cancel: Texts("取消选子或输入；否则打开菜单", "drop the selection or the text; else the menu")
    case .mouse: Texts("点棋子，再点落点；点着法、底行；滚轮翻看", "click pieces, moves, the last line; wheel: look back")
    case .mouseName: Texts("鼠标", "Mouse")
    case .entrySection: Texts("输入着法", "Typing a move")
    case .typing: Texts("炮二平五、C2=5、h2e2：直接输入，回车走棋", "炮二平五, C2=5, h2e2: just type, then Enter")
    case .entryOpen: Texts("打开输入行（任何字母都算着法）", "open the line first: then every letter is text")
    case .completion: Texts("在候选着法中挑选", "choose among the completions")
    case .hPlusDigit: Texts("h 或 k 后接数字（h2e2、h8+7）即为着法", "h or k and then a digit (h2e2, h8+7) is a move")
    case .refused: Texts("着法不合规则时会说明原因", "a wrong move is answered with the reason")
    case .gameSection: Texts("对局", "The game")
    case .undo: Texts("悔棋（退到你上一次走棋前）", "take back to your last decision")
    case .redo: Texts("重走悔掉的棋", "play the taken-back moves again")
    case .hint: Texts("提示：推荐着法和理由", "hint: a move, and why")
    case .draw: Texts("提和", "offer a draw")
    case .resign: Texts("认输", "resign")
    case .newGame: Texts("新对局：执子、级别、棋风、让子、用时", "new game: side, level, persona, handicap, clock")
    case .menu: Texts("菜单：一切都在里面", "menu: everything is in it")
    case .watchKeys: Texts("观战：空格 暂停/继续，+ - 快慢，] 走一步", "watching: Space pauses, + - speed, ] one move")
    case .stopThinking: Texts("停止模型的思考", "interrupt the model's thinking")
    case .reviewSection: Texts("复盘", "Looking back")
    case .step: Texts("后退/前进一着", "one move back / forward")
    case .ends: Texts("到开局/到最后", "to the start / to the end")
    case .fromHere: Texts("从眼前局面续弈", "play on from the position shown")
    case .analysis: Texts("分析终局：开始、停止、隐藏", "analyse a finished game: start, stop, hide")
    case .turn: Texts("上一个/下一个转折点", "turning point before / after")
    case .markTurns: Texts("转折点、败着、失着、疑着", "turning point, blunder, mistake, inaccuracy")
    case .engine: Texts("引擎：填 UCI/UCCI 引擎的命令", "engines: name a UCI or UCCI program")
    case .fileSection: Texts("棋谱", "Files")
    case .save: Texts("保存为 PGN", "save as PGN")
    case .open: Texts("打开棋谱，或下过的对局", "open a file of games, or the played ones")
    case .fen: Texts("按 FEN 摆局", "set up a position from FEN")
    case .autosave: Texts("未完的对局自动保存，下次接着下", "an unfinished game is kept and goes on next time")
    case .viewSection: Texts("显示", "Display")
    case .flip: Texts("翻转棋盘", "flip the board")
    case .thoughts: Texts("模型所想：只看对手 / 总是 / 不显示", "model's thoughts: opponent's, always, never")
    case .notation: Texts("换记谱法", "next notation")
    case .theme: Texts("换配色", "next colours")
    case .language: Texts("中文/English", "中文/English")
    case .settings: Texts("设置", "settings")
    case .help: Texts("全部按键说明", "every key explained")
    case .quit: Texts("退出（什么也不会丢）", "quit (nothing is lost)")
    case .marksSection: Texts("记号", "Marks")
    case .markCursor: Texts("光标", "cursor")
    case .markSelected: Texts("选中的棋子", "selected piece")
    case .markTarget: Texts("可走到的点", "point it can go to")
    case .markCapture: Texts("可吃的子", "piece it can take")
    case .markLast: Texts("上一着的起点和终点", "from and to of the last move")
    case .markCheck: Texts("被将军的将帅；挡路、将军的子", "general in check; piece in the way")
    case .markHint: Texts("提示的着法", "hinted move")
    case .markSides: Texts("红方 帅仕相车马炮兵，黑方 将士象車馬砲卒", "Red 帅仕相车马炮兵, Black 将士象車馬砲卒")
    case .watch: Texts("观战：看模型自弈", "watch the model play itself")
    case .markLetters:
      Texts("红方 大写 RNBAKCP，黑方 小写 rnbakcp", "Red: capitals RNBAKCP; Black: small letters rnbakcp")
    case .footerHelp: Texts("帮助", "help")
    case .footerMenu: Texts("菜单", "menu")
    case .footerUndo: Texts("悔棋", "undo")
    case .footerHint: Texts("提示", "hint")
    case .footerFlip: Texts("翻转", "flip")
    case .footerQuit: Texts("退出", "quit")
    case .footerNotation: Texts("记谱", "notation")
    case .footerSave: Texts("保存", "save")
    case .footerStep: Texts("翻看", "look back")
    case .footerNew: Texts("新对局", "new game")
    case .footerPause: Texts("暂停/继续", "pause")
    case .footerFaster: Texts("快慢", "speed")
    case .footerAnalysis: Texts("分析", "analyse")
    case .footerTurn: Texts("转折点", "turns")
    }
  }
}

/// The status line and what it announces.
public enum StatusText: Phrase {
  case yourMove, toMove, thinking, check, browsing, start, watching, watchPaused, entryHint, entryHintASCII,
    entryLabel
  case notYourTurn, gameOver, backToEnd, nothingToUndo, nothingToRedo, tookBack, replayed
  case hint, hintThinking, noModel, modelReady, modelFailed, illegalEnd
  case newGame, resumed, savedTo, loadedOne, loadedMany, noGames, positionSet, illegalMoveInFile
  case drawAsked, drawAccepted, drawDeclined, drawByModelOnly, drawAgreed, drawTooEarly, modelResigns
  case settingsSaved, unknownSetting, badSetting, noSuchCompletion, interrupted, cannotResume, fromHere,
    speed, flipped, noPieceThere
  case archived

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .yourMove: Texts("轮到你走（{1}）", "Your move ({1})")
    case .toMove: Texts("{1}走棋", "{1} to move")
    case .thinking: Texts("{1}思考中", "{1} is thinking")
    case .check: Texts("将军！", "Check!")
    case .browsing: Texts("复盘 {1}/{2}", "Looking back {1}/{2}")
    case .start: Texts("开局", "Start")
    case .watching: Texts("观战", "Watching")
    case .watchPaused: Texts("观战已暂停：空格继续，] 走一步", "Paused: Space goes on, ] plays one move")
    case .entryHint:
      Texts("直接输入着法，如 炮二平五、C2=5、h2e2", "Type a move: C2=5, h2e2, 炮二平五; or pick with arrows, Enter")
    case .entryHintASCII: Texts("直接输入着法，如 C2=5、h2e2", "Type a move: C2=5, h2e2; or pick with arrows, Enter")
    case .entryLabel: Texts("着法", "Move")
    case .notYourTurn: Texts("还没轮到你走", "It is not your turn")
    case .gameOver: Texts("对局已结束；m 打开菜单，可开新局", "The game is over; m opens the menu for a new one")
    case .backToEnd:
      Texts("正在复盘：End 回到当前局面，z 从此处续弈", "Looking back: End returns to the game, z plays on from here")
    case .nothingToUndo: Texts("没有可悔的棋", "There is no move to take back")
    case .nothingToRedo: Texts("没有可重走的棋", "There is no move to play again")
    case .tookBack: Texts("已悔棋 {1} 步", "Taken back: {1}")
    case .replayed: Texts("已重走 {1} 步", "Played again: {1}")
    case .hint: Texts("提示：{1}（{2}）", "Hint: {1} ({2})")
    case .hintThinking: Texts("正在想提示…", "Looking for a hint…")
    case .noModel: Texts("没有可用的模型：只能双人对弈", "There is no model: two people can play")
    case .modelReady: Texts("模型已就绪", "The model is ready")
    case .modelFailed: Texts("模型出错：{1}", "The model failed: {1}")
    case .illegalEnd: Texts("对手走出了违例着法 {1}", "The opponent answered with an illegal move, {1}")
    case .newGame: Texts("新对局开始", "A new game begins")
    case .resumed: Texts("接着上次未完的对局", "Going on with the unfinished game")
    case .savedTo: Texts("已保存到 {1}", "Saved to {1}")
    case .loadedOne: Texts("已打开 {1}", "Opened {1}")
    case .loadedMany: Texts("{1} 中有 {2} 局，选一局", "{1} holds {2} games: choose one")
    case .noGames: Texts("{1} 中没有对局", "{1} holds no game")
    case .positionSet: Texts("局面已摆好", "The position is set up")
    case .illegalMoveInFile:
      Texts("第 {1} 着 {2} 不合规则，只读到此前", "Move {1}, {2}, is not legal; the game is read up to there")
    case .drawAsked: Texts("已提出和棋，等待对手答复", "Draw offered; waiting for the answer")
    case .drawAccepted: Texts("对手同意和棋", "The opponent accepts the draw")
    case .drawDeclined: Texts("对手不同意和棋，请继续", "The opponent declines the draw; play on")
    case .drawByModelOnly: Texts("观战时不能提和", "No draw can be offered while watching")
    case .drawAgreed: Texts("双方同意和棋", "Draw agreed")
    case .drawTooEarly: Texts("轮到你走时才能提和", "A draw can be offered on your own move")
    case .modelResigns: Texts("对手认输：“{1}”", "The opponent resigns: “{1}”")
    case .settingsSaved: Texts("设置已保存", "Settings saved")
    case .unknownSetting:
      Texts("设置文件第 {1} 行的“{2}”不认识，原样保留", "Settings line {1}: “{2}” is not known here and is kept as it is")
    case .badSetting:
      Texts("设置“{1}”的值“{2}”不对，用了默认值", "Setting “{1}”: “{2}” is not a value it can have; the default is used")
    case .noSuchCompletion: Texts("没有这样开头的合法着法", "No legal move begins so")
    case .interrupted: Texts("已停止思考；回车重新思考", "Thinking stopped; Enter starts it again")
    case .cannotResume: Texts("上次的对局读不出来：{1}", "The unfinished game could not be read: {1}")
    case .fromHere: Texts("从第 {1} 着续弈", "Playing on from move {1}")
    case .speed: Texts("观战速度：每步 {1} 秒", "Watching at {1} s a move")
    case .flipped: Texts("棋盘已翻转", "Board turned")
    case .noPieceThere: Texts("这里没有你的棋子", "None of your pieces stands there")
    case .archived: Texts("上一局已存入棋谱", "The previous game is kept in the game file")
    }
  }
}

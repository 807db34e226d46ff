/// The status line and what it announces.
public enum StatusText: Phrase {
  case yourMove, toMove, thinking, check, browsing, watching, watchPaused, entryHint, entryHintASCII,
    entryLabel
  case entryHintOver, entryHintThinking, entryHintBrowsing, entryHintWatching, entryHintStopped,
    entryHintBoard
  case reopened, youWon, youLost, thoughtsShown
  case notYourTurn, gameOver, backToEnd, nothingToUndo, nothingToRedo, tookBack, replayed
  case hintThinking, noModel, modelFailed, modelUnavailable, illegalEnd
  case newGame, resumed, savedTo, loadedOne, loadedMany, noGames, positionSet, illegalMoveInFile
  case drawAsked, drawAccepted, drawDeclined, drawByModelOnly, drawTooEarly, modelResigns
  case unknownSetting, badSetting, noSuchCompletion, interrupted, cannotResume, fromHere,
    speed, noPieceThere
  case archived
  case nothingToAnalyze, analysisAfterGame, analyzing, analysisStopped, notAnalyzed, noTurningPoint,
    noLaterTurningPoint, noEarlierTurningPoint, analysisWithoutEngine
  case engineReady, engineUnavailable, engineStarting, engineForgotten, engineReplacedByModel,
    engineReplacedByPerson, drawNotByEngine

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .yourMove: Texts("轮到你走（{1}）", "Your move ({1})")
    case .toMove: Texts("{1}走棋", "{1} to move")
    case .thinking: Texts("{1}思考中", "{1} is thinking")
    case .check: Texts("将军！", "Check!")
    case .browsing: Texts("复盘 {1}/{2}", "Looking back {1}/{2}")
    case .watching: Texts("观战", "Watching")
    case .watchPaused: Texts("观战已暂停：空格继续，] 走一步", "Paused: Space goes on, ] plays one move")
    case .entryHint:
      Texts("直接输入着法，如 炮二平五、C2=5、h2e2", "Type a move: C2=5, h2e2, 炮二平五; or pick with arrows, Enter")
    case .entryHintASCII: Texts("直接输入着法，如 C2=5、h2e2", "Type a move: C2=5, h2e2; or pick with arrows, Enter")
    case .entryLabel: Texts("着法", "Move")
    case .entryHintOver:
      Texts("F2 新对局　[ ] 复盘　u 悔棋　s 保存　q 退出", "F2 new game  [ ] look back  u take back  s save  q quit")
    case .entryHintThinking: Texts("Esc 停止思考　u 悔棋", "Esc stops the thinking  u takes back")
    case .entryHintBrowsing:
      Texts("[ ] 前后翻看　End 回到最后　z 从此处续弈", "[ ] step  End to the last move  z play on from here")
    case .entryHintWatching:
      Texts("z 接手轮到走的一方　F2 新对局", "z takes over the side to move  F2 begins a new game")
    case .entryHintStopped: Texts("回车 让模型继续思考　u 悔棋", "Enter lets the model think on  u takes back")
    case .entryHintBoard: Texts("选落点，回车走棋　Esc 取消", "Pick where it goes, Enter  Esc cancels")
    case .reopened: Texts("终局已撤回，接着下", "The end is taken back; play on")
    case .youWon: Texts("你赢了！", "You win!")
    case .youLost: Texts("你输了。", "You lose.")
    case .thoughtsShown: Texts("模型所想：{1}", "The model's thoughts: {1}")
    case .notYourTurn: Texts("还没轮到你走", "It is not your turn")
    case .gameOver: Texts("对局已结束，可开新局或悔棋", "The game is over: begin a new one or take back")
    case .backToEnd:
      Texts("正在复盘：End 回到当前局面，z 从此处续弈", "Looking back: End returns to the game, z plays on from here")
    case .nothingToUndo: Texts("没有可悔的棋", "There is no move to take back")
    case .nothingToRedo: Texts("没有可重走的棋", "There is no move to play again")
    case .tookBack: Texts("已悔棋 {1} 步", "Taken back: {1}")
    case .replayed: Texts("已重走 {1} 步", "Played again: {1}")
    case .hintThinking: Texts("正在想提示…", "Looking for a hint…")
    case .noModel: Texts("没有可用的模型，只能双人对弈", "There is no model; two people can play")
    case .modelFailed: Texts("模型出错：{1}", "The model failed: {1}")
    case .modelUnavailable: Texts("没有模型，只能双人对弈：{1}", "No model, two people can play: {1}")
    case .illegalEnd: Texts("对手走出了违例着法 {1}", "The opponent answered with an illegal move, {1}")
    case .newGame: Texts("新对局开始", "A new game begins")
    case .resumed: Texts("接着上次未完的对局", "Going on with the unfinished game")
    case .savedTo: Texts("已保存到 {1}", "Saved to {1}")
    case .loadedOne: Texts("已打开 {1}", "Opened {1}")
    case .loadedMany: Texts("{1} 中有 {2} 局，选一局", "{1} holds {2} games: choose one")
    case .noGames: Texts("{1} 中没有对局", "{1} holds no game")
    case .positionSet: Texts("局面已摆好", "The position is set up")
    case .illegalMoveInFile:
      Texts("第 {1} 着 {2} 不合规则，只读到它之前", "Ply {1}, {2}, is not legal; the game is read up to it")
    case .drawAsked: Texts("已提出和棋，等待对手答复", "Draw offered; waiting for the answer")
    case .drawAccepted: Texts("对手同意和棋", "The opponent accepts the draw")
    case .drawDeclined: Texts("对手不同意和棋，请继续", "The opponent declines the draw; play on")
    case .drawByModelOnly: Texts("观战时不能提和", "No draw can be offered while watching")
    case .drawTooEarly: Texts("轮到你走时才能提和", "A draw can be offered on your own move")
    case .modelResigns: Texts("对手认输：“{1}”", "The opponent resigns: “{1}”")
    case .unknownSetting:
      Texts("设置文件第 {1} 行的“{2}”不认识，原样保留", "Settings line {1}: “{2}” is not known here and is kept as it is")
    case .badSetting:
      Texts("设置“{1}”的值“{2}”不对，用了默认值", "Setting “{1}”: “{2}” is not a value it can have; the default is used")
    case .noSuchCompletion: Texts("没有这样开头的合法着法", "No legal move begins like that")
    case .interrupted: Texts("已停止思考；回车重新思考", "Thinking stopped; Enter starts it again")
    case .cannotResume: Texts("上次的对局读不出来：{1}", "The unfinished game could not be read: {1}")
    case .fromHere: Texts("从第 {1} 着后续弈", "Playing on after ply {1}")
    case .speed: Texts("观战速度：每步至少 {1} 秒", "Watching at {1} s a move or more")
    case .noPieceThere: Texts("这里没有你的棋子", "None of your pieces stands there")
    case .nothingToAnalyze: Texts("还没有着法可分析", "There is no move to analyse yet")
    case .analysisAfterGame: Texts("对局结束后才能分析", "A game is analysed after its end")
    case .analyzing: Texts("正在分析；% 或 Esc 停止", "Analysing; % or Esc stops it")
    case .analysisStopped: Texts("分析已停止；% 继续", "The analysis is stopped; % goes on")
    case .notAnalyzed: Texts("还没有分析：按 %", "Not analysed yet: press %")
    case .noTurningPoint: Texts("没有转折点", "There is no turning point")
    case .noLaterTurningPoint: Texts("后面没有转折点了", "There is no later turning point")
    case .noEarlierTurningPoint: Texts("前面没有转折点了", "There is no earlier turning point")
    case .analysisWithoutEngine: Texts("分析改为不问引擎：{1}", "The analysis goes on without the engine: {1}")
    case .engineReady:
      Texts("引擎 {1} 就绪；F2 新对局可选它作对手", "{1} is ready; choose it as opponent in a new game (F2)")
    case .engineUnavailable: Texts("引擎不能用：{1}", "The engine cannot be used: {1}")
    case .engineStarting: Texts("正在启动引擎 {1}", "Starting the engine {1}")
    case .engineForgotten: Texts("已忘掉引擎 {1}", "The engine {1} is forgotten")
    case .engineReplacedByModel:
      Texts("引擎 {1} 出错，改由模型接着下：{2}", "The model takes the place of {1}: {2}")
    case .engineReplacedByPerson:
      Texts("引擎 {1} 出错，改由棋手接着下：{2}", "A person takes the place of {1}: {2}")
    case .drawNotByEngine: Texts("不能向引擎提和", "An engine is not asked for a draw")
    case .archived: Texts("新对局开始；上一局已存入下过的对局", "A new game begins; the last one is among the played games")
    }
  }
}

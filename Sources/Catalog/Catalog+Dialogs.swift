/// Titles, fields and choices of the dialogs.
public enum DialogText: Phrase {
  case menu, newGame, settings, help, save, open, setUp, games, resign, resignQuestion, draw, drawQuestion
  case filePrompt, openPrompt, fenPrompt, sideYou, sideModel, modeNote, watchNote, peopleNote, thoughtsNote,
    handicapNote, giverNote,
    clockNote, formKeys, settingsKeys, listKeys, promptKeys, helpKeys, yesNo, start
  case play, playRed, playBlack, twoPlayers, watch, level, opponent, persona, anyPersona, handicap, giver,
    clock, rules
  case language, notation, theme, pieces, board, flip, viKeys, thoughts, sound, on, off, linesBoard,
    asciiBoard
  case mixedPieces, traditionalPieces, thoughtsAlways, thoughtsOpponent, thoughtsNever
  case rulesStandard, rulesSimple, clockNone, clockPerMove, clockFischer
  case notationSimplified, notationTraditional, notationWXF, notationICCS, notationUCI
  case themeNight, themePaper, themeMono, themeWood
  case untitled, gameLine
  case model, engine, enginePrompt, engineTime, engineTimeNote, seconds, opponentNote, engineSeparator,
    analysisEngine, analysisEngineNote, noEngine
  case noPersonaNote, personaNote, rulesStandardNote, rulesSimpleNote

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .menu: Texts("菜单", "Menu")
    case .newGame: Texts("新对局", "New game")
    case .settings: Texts("设置", "Settings")
    case .help: Texts("帮助", "Help")
    case .save: Texts("保存棋谱", "Save the game")
    case .open: Texts("打开棋谱", "Open a game")
    case .setUp: Texts("摆局（FEN）", "Set up from FEN")
    case .games: Texts("选择对局", "Choose a game")
    case .resign: Texts("认输", "Resign")
    case .resignQuestion: Texts("确定认输吗？", "Resign this game?")
    case .draw: Texts("和棋", "Draw")
    case .drawQuestion: Texts("双方同意和棋吗？", "Do both players agree to a draw?")
    case .model: Texts("模型", "the model")
    case .engine: Texts("引擎", "Engine")
    case .enginePrompt:
      Texts(
        "引擎的路径，可加 ,option.名=值 ,args=… ,name=…；留空忘掉第一个",
        "The program's path; ,option.NAME=VALUE ,args=… ,name=… may follow. Empty forgets it")
    case .engineTime: Texts("引擎用时", "Engine's time")
    case .engineTimeNote:
      Texts("不计时的对局中引擎每步想多久。", "How long an engine thinks about a move where no clock runs.")
    case .seconds: Texts("{1} 秒", "{1} s")
    case .opponentNote: Texts("模型或引擎；引擎用 # 添加。", "The model or an engine; # adds engines.")
    case .engineSeparator: Texts("命令里不能有 {1}", "a command has no {1} in it")
    case .analysisEngine: Texts("参谋引擎", "Second engine")
    case .analysisEngineNote:
      Texts(
        "除模型外也问这个引擎：分析终局时，和显示模型所想时。",
        "Asked beside the model: in a review, and where its thoughts are shown.")
    case .noEngine: Texts("不用", "none")
    case .filePrompt: Texts("文件名（.pgn）；已有的文件会接着往后写", "File name (.pgn); a file that exists is added to")
    case .openPrompt:
      Texts("文件名（.pgn .xqf 等）；留空则打开下过的对局", "File name (.pgn, .xqf …); leave it empty for your played games")
    case .sideYou: Texts("{1}（你）", "{1} (you)")
    case .sideModel: Texts("{1}（模型）", "{1} (model)")
    case .modeNote: Texts("与模型对弈。红方先走。", "You play the model. Red moves first.")
    case .watchNote: Texts("模型执双方，你来观看；随时可暂停、接手。", "The model plays both sides; pause or take over any time.")
    case .thoughtsNote:
      Texts(
        "“只看对手所想”不会泄露你这一步的好着；下棋时按 T 也能换。",
        "“The opponent's only” gives nothing away about your own move; T changes it at the board.")
    case .peopleNote: Texts("两人轮流用这个键盘。", "Two people take turns at this keyboard.")
    case .handicapNote: Texts("让子方开局前拿掉的子。", "What the stronger side takes off before the first move.")
    case .giverNote: Texts("由哪一方拿掉棋子。", "Whose pieces are taken off.")
    case .clockNote: Texts("从第一着走出起计时，用完判负。", "Clocks start with the first move; out of time loses.")
    case .fenPrompt: Texts("FEN 串", "FEN string")
    case .formKeys:
      Texts("↑↓ 选项　←→ 更改　回车 开始　Esc 取消", "Up/Down: field  Left/Right: value  Enter: start  Esc: back")
    case .settingsKeys: Texts("↑↓ 选项　←→ 更改　Esc 返回", "Up/Down: field  Left/Right: change  Esc: back")
    case .listKeys: Texts("↑↓ 选择　回车 确定　Esc 返回", "Up/Down: choose  Enter: accept  Esc: back")
    case .promptKeys: Texts("回车 确定　Esc 取消", "Enter: accept  Esc: cancel")
    case .helpKeys: Texts("↑↓ PgUp PgDn 滚动　Esc 关闭", "Up/Down/PgUp/PgDn: scroll  Esc: close")
    case .yesNo: Texts("回车/y 是　Esc/n 否", "Enter/y: yes  Esc/n: no")
    case .start: Texts("开始", "Start")
    case .play: Texts("对局", "Play")
    case .playRed: Texts("执红先行", "Red (moves first)")
    case .playBlack: Texts("执黑后行", "Black")
    case .twoPlayers: Texts("双人对弈", "Two people")
    case .watch: Texts("看模型自弈", "Watch model v model")
    case .level: Texts("级别", "Level")
    case .opponent: Texts("对手", "Opponent")
    case .persona: Texts("棋风", "Persona")
    case .anyPersona: Texts("不限", "anyone")
    case .handicap: Texts("让子", "Handicap")
    case .giver: Texts("让子方", "Given by")
    case .clock: Texts("用时", "Clock")
    case .rules: Texts("规则", "Rules")
    case .language: Texts("语言", "Language")
    case .notation: Texts("记谱", "Notation")
    case .theme: Texts("配色", "Colours")
    case .pieces: Texts("棋子", "Pieces")
    case .board: Texts("棋盘", "Board")
    case .flip: Texts("翻转棋盘", "Black at the bottom")
    case .viKeys: Texts("hjkl 移动", "hjkl move the cursor")
    case .thoughts: Texts("模型所想", "Model's thoughts")
    case .sound: Texts("将军响铃", "Bell at check")
    case .on: Texts("开", "on")
    case .off: Texts("关", "off")
    case .linesBoard: Texts("汉字与线", "Han characters and lines")
    case .asciiBoard: Texts("字母 (ASCII)", "ASCII letters")
    case .mixedPieces: Texts("红简黑繁 车/車", "Red simplified 车, Black traditional 車")
    case .traditionalPieces: Texts("传统 俥/車", "traditional 俥/車")
    case .thoughtsAlways: Texts("总是显示", "always shown")
    case .thoughtsOpponent: Texts("只看对手所想", "the opponent's only")
    case .thoughtsNever: Texts("不显示", "never shown")
    case .rulesStandard: Texts("标准（长将长捉判负）", "standard (perpetual check and chase lose)")
    case .rulesSimple: Texts("简易（只禁长将）", "simple (only perpetual check loses)")
    case .clockNone: Texts("不计时", "none")
    case .clockPerMove: Texts("每步 {1} 秒", "{1} s a move")
    case .clockFischer: Texts("{1} 分 + 每步 {2} 秒", "{1} min + {2} s a move")
    case .notationSimplified: Texts("中文（简）炮二平五", "Chinese, simplified 炮二平五")
    case .notationTraditional: Texts("中文（繁）砲二平五", "Chinese, traditional 砲二平五")
    case .notationWXF: Texts("WXF　C2=5 （字母）", "WXF  C2=5")
    case .notationICCS: Texts("ICCS　h2e2 （坐标）", "ICCS  h2e2")
    case .notationUCI: Texts("UCI　h3e3 （坐标）", "UCI  h3e3")
    case .themeNight: Texts("夜（深色背景）", "night (dark background)")
    case .themePaper: Texts("纸（浅色背景）", "paper (light background)")
    case .themeMono: Texts("黑白（高对比）", "mono (high contrast)")
    case .themeWood: Texts("木（木色棋盘）", "wood (wooden board)")
    case .untitled: Texts("（无名对局）", "(untitled game)")
    case .gameLine: Texts("{1} 对 {2}　{3}　{4} 着", "{1} v {2}  {3}  {4} plies")
    case .noPersonaNote:
      Texts("不模仿谁：按所学全部棋谱的路子走。", "Nobody in particular: as in all the games it has learned from.")
    case .personaNote: Texts("模型模仿{1}的着法。", "The model plays in the manner of {1}.")
    case .rulesStandardNote:
      Texts(
        "长将、长捉判负，其余重复判和；六十回合无吃子判和。",
        "Perpetual check and chase lose, other repetitions draw; 60 rounds without capture draw.")
    case .rulesSimpleNote:
      Texts(
        "长将判负，其余重复判和；六十回合无吃子判和。",
        "Perpetual check loses, other repetitions draw; 60 rounds without capture draw.")
    }
  }
}

/// Words that all screens for texts share.
public enum ShellText: Phrase {
  case help, openPrompt, savePrompt, opened, saved, noModel, notBundled, modelFailed, noText, badContent,
    stopped, working
  case interruptHint

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .help: Texts("帮助", "Help")
    case .openPrompt: Texts("打开文件", "Open")
    case .savePrompt: Texts("保存为", "Save as")
    case .opened: Texts("已打开 {1}", "Opened {1}")
    case .saved: Texts("已保存到 {1}", "Saved to {1}")
    case .noModel: Texts("没有模型：{1}", "No model: {1}")
    case .notBundled: Texts("{1} 不在，可用 --model PATH 另指一个", "{1} is not there; --model PATH names another")
    case .modelFailed: Texts("模型出错：{1}", "The model failed: {1}")
    case .noText: Texts("{1} 里没有可读的文字", "{1} holds no text")
    case .badContent: Texts("{1} 不合格式：{2}", "{1}: {2}")
    case .stopped: Texts("已停止", "Stopped")
    case .working: Texts("模型思考中", "The model is thinking")
    case .interruptHint: Texts("Esc 停止", "Esc stops it")
    }
  }
}

/// The menu of all screens.
public enum HomeText: Phrase {
  case title, subtitle, game, gameNote, cloze, clozeNote, summary, summaryNote, writing, writingNote, hint

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .title: Texts("弈文", "Yiwen")
    case .subtitle: Texts("下棋，也读写文字", "plays xiangqi, reads and writes Chinese")
    case .game: Texts("下棋", "Xiangqi")
    case .gameNote: Texts("与模型下象棋", "play the model")
    case .cloze: Texts("填空", "Fill in")
    case .clozeNote: Texts("看句子填空缺，再看模型怎么填", "find what is missing, then see the model's ranking")
    case .summary: Texts("摘要", "Summarize")
    case .summaryNote: Texts("打开文章，标出要句，写出摘要", "open a text: its main sentences and a summary")
    case .writing: Texts("续写", "Write")
    case .writingNote: Texts("你写一段，模型接着写", "you write, the model goes on")
    case .hint: Texts("↑↓ 选择　回车 打开　q 退出", "Up/Down: choose  Enter: open  q: quit")
    }
  }
}

/// The exercises.
public enum ClozeScreenText: Phrase {
  case title, score, streak, exercise, anyLevel, easy, middle, hard, anyKind, fromText, choose, type,
    answerLabel
  case right, wrong, answerIs, sourceIs, ownSource, ranking, rankingFree, you, isAnswer, hinted, noMoreHints
  case notAChoice, nothingTyped, again, filtered, nextHint, made, making, noneHere, noExercises, needsModel,
    unranked

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .title: Texts("填空", "Fill in the blank")
    case .score: Texts("对 {1}/{2}", "Right {1}/{2}")
    case .streak: Texts("连对 {1}（最多 {2}）", "streak {1} (best {2})")
    case .exercise: Texts("第 {1} 题", "No. {1}")
    case .anyLevel: Texts("各级", "all levels")
    case .easy: Texts("初级", "easy")
    case .middle: Texts("中级", "middle")
    case .hard: Texts("高级", "hard")
    case .anyKind: Texts("各类", "all kinds")
    case .fromText: Texts("选自文章", "from a text")
    case .choose: Texts("按数字选一个，或直接输入汉字再按回车", "Press a number, or type the characters and Enter")
    case .type: Texts("直接输入汉字，再按回车", "Type the characters, then Enter")
    case .answerLabel: Texts("你填", "Answer")
    case .right: Texts("对！", "Right!")
    case .wrong: Texts("不对，你填的是“{1}”", "No: you wrote “{1}”")
    case .answerIs: Texts("答案：{1}", "Answer: {1}")
    case .sourceIs: Texts("出处：{1}", "From: {1}")
    case .ownSource: Texts("自编", "written for Yiwen")
    case .ranking: Texts("模型的选择", "What the model would choose")
    case .rankingFree: Texts("模型会填", "What the model would write")
    case .you: Texts("你", "you")
    case .isAnswer: Texts("答案", "answer")
    case .hinted: Texts("提示：以“{1}”开头", "Hint: it begins with “{1}”")
    case .noMoreHints: Texts("没有更多提示了", "There is no further hint")
    case .notAChoice: Texts("这一题没有第 {1} 个选项", "This exercise has no choice {1}")
    case .nothingTyped: Texts("还没有填：输入汉字，或按 n 跳过", "Nothing is filled in: type something, or n skips")
    case .again: Texts("题目都做过了，从头再来", "All exercises are done; they begin again")
    case .filtered: Texts("{1}、{2}：{3} 题", "{1}, {2}: {3} exercises")
    case .nextHint: Texts("回车 下一题", "Enter: next exercise")
    case .made: Texts("从 {1} 出了 {2} 题", "{2} exercises from {1}")
    case .noneHere: Texts("这里没有题目；按 o 从任何文章出题", "There are no exercises here; o makes some of any text")
    case .making: Texts("正在从 {1} 出题…", "Making exercises from {1}")
    case .noExercises: Texts("{1} 里没有值得挖空的词", "{1} has no word worth blanking")
    case .needsModel: Texts("没有模型，只判对错：{1}", "No model, answers are only checked: {1}")
    case .unranked: Texts("（没有模型，没有排名）", "(no model, no ranking)")
    }
  }
}

extension Catalog {
  /// 词语, idiom: a kind of exercise; one that is not known by its own name.
  public func exerciseKind(_ kind: String) -> String {
    switch kind {
    case "": self(ClozeScreenText.fromText)
    case "word": pick("词语", "word")
    case "measure": pick("量词", "measure word")
    case "connective": pick("关联词", "connective")
    case "grammar": pick("语法", "grammar")
    case "idiom": pick("成语", "idiom")
    case "verse": pick("诗词", "verse")
    case "proverb": pick("俗语", "proverb")
    case "xiangqi": pick("象棋", "xiangqi")
    default: kind
    }
  }
}

/// Summaries.
public enum SummaryScreenText: Phrase {
  case title, empty, source, summary, extract, ratio, choosing, writing, done, nothingToSave, nothingChosen,
    stopped
  case ratioNow, extractOn, extractOff, nothingOpen

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .title: Texts("摘要", "Summarize")
    case .empty: Texts("按 o 打开一篇文章（UTF-8 或 GB18030）", "o opens a text (UTF-8 or GB18030)")
    case .source: Texts("原文　{1}/{2}", "Text  {1}/{2}")
    case .summary: Texts("摘要", "Summary")
    case .extract: Texts("要句", "Main sentences")
    case .ratio: Texts("取 {1}%", "{1}% of the text")
    case .choosing: Texts("正在选句", "Choosing sentences")
    case .writing: Texts("正在写", "Writing")
    case .done: Texts("选了 {1}/{2} 句，摘要 {3} 字", "{1} of {2} sentences, a summary of {3} characters")
    case .nothingToSave: Texts("还没有摘要可存", "There is no summary to save")
    case .nothingChosen: Texts("还没有选出句子", "No sentence is chosen yet")
    case .stopped: Texts("已停止；回车 重新开始", "Stopped; Enter starts again")
    case .ratioNow: Texts("取全文的 {1}%", "{1}% of the text is taken")
    case .extractOn: Texts("只摘原句", "Sentences only, nothing is rewritten")
    case .extractOff: Texts("先摘句，再改写", "Sentences are taken, then rewritten")
    case .nothingOpen: Texts("先按 o 打开一篇文章", "Open a text first: o")
    }
  }
}

/// The writing screen.
public enum WritingText: Phrase {
  case title, untitled, characters, temperature, hint, hintWriting, changed, nothingToUndo, nothingToRedo
  case undone, redone, noAlternative, alternative, full, resumed, begun, endedBy, endLimit, endModel, endLoop,
    endStop
  case temperatureNow, replaceAgain, empty

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .title: Texts("续写", "Write")
    case .untitled: Texts("（未命名）", "(untitled)")
    case .characters: Texts("{1} 字", "{1} characters")
    case .temperature: Texts("温度 {1}", "temperature {1}")
    case .hint:
      Texts("写点什么，Tab 让模型接着写，Shift-Tab 换一种写法", "Write; Tab lets the model go on, Shift-Tab otherwise")
    case .hintWriting: Texts("模型在写，Esc 停下", "The model writes; Esc stops it")
    case .changed: Texts("有改动", "changed")
    case .nothingToUndo: Texts("没有可撤销的", "There is nothing to undo")
    case .nothingToRedo: Texts("没有可重做的", "There is nothing to redo")
    case .undone: Texts("已撤销", "Undone")
    case .redone: Texts("已重做", "Done again")
    case .noAlternative:
      Texts("光标前没有模型刚写的文字，先按 Tab 续写", "Nothing here is the model's last; Tab lets it write")
    case .alternative: Texts("第 {1} 种写法", "Version {1}")
    case .full: Texts("最多 {1} 字，写不下了", "The text has the {1} characters that are allowed")
    case .resumed: Texts("接着上次没有保存的文字", "Going on with the text that was not saved")
    case .begun: Texts("新的一篇；F6 找回刚才的", "A new text; F6 brings the last one back")
    case .endedBy: Texts("续了 {1} 字，{2}", "{1} characters; {2}")
    case .endLimit: Texts("Tab 再续", "Tab goes on")
    case .endModel: Texts("模型认为写完了", "the model holds it for finished")
    case .endLoop: Texts("开始重复，已停下", "it began to repeat itself and was stopped")
    case .endStop: Texts("到此为止", "it ends here")
    case .temperatureNow: Texts("温度 {1}：越高越放得开", "Temperature {1}: the higher, the freer")
    case .replaceAgain: Texts("文章还没保存：F4 保存，再按一次 F3 放弃它", "Not saved: F4 saves, F3 again opens another")
    case .empty: Texts("还没有可保存的文字", "There is no text to save")
    }
  }
}

/// What the keys of the screens for texts do, in the footer and the help.
public enum TextKeyText: Phrase {
  case help, quit, back, open, save, mouse, scroll
  case choices, typing, slash, next, skip, hint, level, kind, openExercises
  case more, less, extract, restart, stop, nextSentence, ends, openText, saveSummary
  case goOn, otherwise, undo, redo, cooler, hotter, newline, cursor, wordEnds, mouseText, choose
  case goOnHelp, otherwiseHelp, stopHelp, levelHelp, kindHelp, hintHelp, extractHelp, percentHelp
  case newText, scrollSummary, quitKept, backKept

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .help: Texts("帮助", "help")
    case .quit: Texts("退出", "quit")
    case .back: Texts("返回", "back")
    case .open: Texts("打开", "open")
    case .save: Texts("保存", "save")
    case .mouse: Texts("点选项、底行；滚轮翻看", "click choices and the last line; wheel: scroll")
    case .scroll: Texts("翻看", "scroll")
    case .choices: Texts("选一个选项", "pick a choice")
    case .typing: Texts("直接输入答案，回车确定，Esc 清除", "just type the answer, then Enter; Esc clears")
    case .slash: Texts("打开输入行（任何字母都算答案）", "open the line first: then every letter is text")
    case .next: Texts("下一题", "next")
    case .skip: Texts("跳过", "skip")
    case .hint: Texts("提示", "hint")
    case .level: Texts("换级别", "level")
    case .kind: Texts("换类别", "kind")
    case .openExercises: Texts("从任何文章出题，或打开题库", "exercises from any text, or a table of them")
    case .more: Texts("多取", "more")
    case .less: Texts("少取", "less")
    case .extract: Texts("只摘/改写", "extract only")
    case .restart: Texts("重新开始", "start again")
    case .stop: Texts("停止", "stop")
    case .nextSentence: Texts("后/前一个要句", "next, previous main sentence")
    case .ends: Texts("到开头/到末尾", "to the start / to the end")
    case .openText: Texts("打开文章", "open a text")
    case .saveSummary: Texts("保存摘要", "save the summary")
    case .goOn: Texts("接着写", "go on")
    case .otherwise: Texts("换一种", "another")
    case .undo: Texts("撤销", "undo")
    case .redo: Texts("重做", "redo")
    case .cooler: Texts("降温", "cooler")
    case .hotter: Texts("升温", "hotter")
    case .newline: Texts("换行", "new line")
    case .cursor: Texts("移动光标", "move the cursor")
    case .wordEnds: Texts("行首/行末", "start / end of the line")
    case .mouseText: Texts("点文字移光标、点底行；滚轮上下", "click into the text or the last line; wheel: move")
    case .choose: Texts("选择", "choose")
    case .goOnHelp: Texts("模型从光标处接着写", "the model goes on at the cursor")
    case .otherwiseHelp: Texts("换一种写法（撤销可找回上一种）", "another version (undo brings the last back)")
    case .stopHelp: Texts("让模型停下，写好的留着", "stop the model; what it wrote stays")
    case .levelHelp: Texts("只做初级、中级、高级，或各级", "easy, middle, hard, or all levels")
    case .kindHelp: Texts("只做一类：词语、成语、诗词……", "one kind only: words, idioms, verses and others")
    case .hintHelp: Texts("提示答案的下一个字", "the next character of the answer")
    case .extractHelp: Texts("只摘原句，或摘了再改写", "sentences only, or rewritten")
    case .percentHelp: Texts("多取、少取原文（5%–90%）", "more or less of the text (5% to 90%)")
    case .newText: Texts("新的一篇", "new text")
    case .scrollSummary: Texts("上下翻看摘要", "scroll the summary")
    case .quitKept: Texts("退出（没保存的下次还在）", "quit (what is not saved is kept)")
    case .backKept: Texts("返回（没保存的下次还在）", "back (what is not saved is kept)")
    }
  }
}

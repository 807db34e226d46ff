import Catalog
import Screen
import Xiangqi

extension GameScreen {
  /// A key while no dialog is open.
  mutating func tableKey(_ key: Key) -> [TableEffect] {
    if let entry { return entryKey(key, entry) }
    let step = letterStep
    letterStep = nil
    switch key {
    case .up: move(files: 0, ranks: 1)
    case .down: move(files: 0, ranks: -1)
    case .left: move(files: -1, ranks: 0)
    case .right: move(files: 1, ranks: 0)
    case .home: return show(ply: 0)
    case .end: return show(ply: table.game.moves.count)
    case .pageUp: return show(ply: shownPly - 1)
    case .pageDown: return stepForward()
    case .enter: return pressEnter()
    case .escape: return escape()
    case .backspace, .delete: return undo()
    case .character(let character): return characterKey(Self.unwidened(character), after: step)
    default: return commandKey(key)
    }
    return []
  }

  /// Function and control keys: they work while a move is being typed too.
  mutating func commandKey(_ key: Key) -> [TableEffect] {
    switch key {
    case .function(1): openHelp()
    case .function(2): openNewGame()
    case .function(3): openPrompt(.open)
    case .function(4): openPrompt(.save)
    case .function(5): openPrompt(.fen)
    case .function(6): return change { $0.notation = $0.notation.next }
    case .function(7): return change { $0.theme = $0.theme.next }
    case .function(8): return change { [say] in $0.language = say.language.next }
    case .function(9): openSettings()
    case .function(10): openMenu()
    case .control("r"): return redo()
    case .control("n"): openNewGame()
    case .control("o"): openPrompt(.open)
    case .control("c"): return quit()
    default: break
    }
    return []
  }

  /// A character while no move is being typed.
  ///
  /// `h`, `j`, `k`, `l` move the cursor, but a digit or sign right after one takes that back and begins a move:
  /// `h2e2`, `k5+1`.
  private mutating func characterKey(
    _ character: Character, after step: (letter: Character, before: Square)?,
  ) -> [TableEffect] {
    if let step, "0123456789+-=".contains(character) {
      cursor = step.before
      openEntry("\(step.letter)\(character)")
      return []
    }
    if settings.viKeys, let (files, ranks) = Self.letterSteps[character] {
      let before = cursor
      move(files: files, ranks: ranks)
      letterStep = (character, before)
      return []
    }
    if table.isWatched, let effects = watchKey(character) { return effects }
    switch character {
    case "/", ":": openEntry("")
    case " ": return pressEnter()
    case "?": openHelp()
    case "m": openMenu(byLetter: true)
    case "u": return undo()
    case "U": return redo()
    case "t": return askForHint()
    case "y": return offerDraw()
    case "x": openResign()
    case "v": return change { $0.flipped.toggle() }
    case "T": return nextThoughts()
    case "w": return watchToggle()
    case "o": openPrompt(.open)
    case "s": openPrompt(.save)
    case "S": openSettings()
    case "z": return playOnFromHere()
    case "%": return reviewKey()
    case "{": return jumpToTurningPoint(forward: false)
    case "}": return jumpToTurningPoint(forward: true)
    case "#": openPrompt(.engine)
    case "[", ",", "<": return show(ply: shownPly - 1)
    case "]", ".", ">": return stepForward()
    case "q", "Q": return quit()
    default:
      if Self.beginsMove(character) || !settings.viKeys && "hk".contains(character) {
        openEntry("\(character)")
      }
    }
    return []
  }

  private static let letterSteps: [Character: (files: Int, ranks: Int)] = [
    "h": (-1, 0), "j": (0, -1), "k": (0, 1), "l": (1, 0),
  ]

  /// Keys with another meaning while the model plays itself.
  private mutating func watchKey(_ character: Character) -> [TableEffect]? {
    switch character {
    case " ": return watchToggle()
    case "+", "=": return changeSpeed(faster: true)
    case "-", "_": return changeSpeed(faster: false)
    default: return nil
    }
  }

  private mutating func openEntry(_ text: String) {
    entry = MoveEntry(text: text)
    notice = nil
    selected = nil
  }

  /// Chinese input methods send full-width signs and Chinese punctuation: they mean the same keys.
  static func unwidened(_ character: Character) -> Character {
    switch character {
    case "？": "?"
    case "、": "/"
    case "：": ":"
    case "【", "「": "["
    case "】", "」": "]"
    case "，": ","
    case "。": "."
    case "　": " "
    case "％": "%"
    case "｛": "{"
    case "｝": "}"
    case "＃": "#"
    default: character
    }
  }

  // MARK: The cursor

  /// Moves the cursor as the player sees the board.
  private mutating func move(files: Int, ranks: Int) {
    let sign = settings.flipped ? -1 : 1
    cursor = cursor.offset(files: sign * files, ranks: sign * ranks) ?? cursor
  }

  /// Enter: lets a stopped model go on, else presses the point under the cursor.
  private mutating func pressEnter() -> [TableEffect] {
    if isPaused, isAtEnd, table.verdict == nil, table.mover != .human { return resumeThinking() }
    return press(cursor)
  }

  /// Picks the piece on a square, or moves the picked piece there.
  mutating func press(_ square: Square) -> [TableEffect] {
    cursor = square
    hinted = nil
    if let reason = refusalNow { return refuse(reason) }
    let position = table.game.position
    let isOwn = position[square]?.side == position.sideToMove
    if let from = selected {
      notice = nil
      if square == from {
        selected = nil
      } else if isOwn {
        selected = square
      } else {
        return attempt(Move(from: from, to: square))
      }
      return []
    }
    guard isOwn else {
      return refuse(
        position[square] == nil
          ? say(StatusText.noPieceThere)
          : say.sentence(.opponentsPiece(at: square), in: position, notation: settings.notation))
    }
    notice = nil
    selected = square
    return []
  }

  /// Drops what is under way, one thing at a press: the selection, a hint, the model's thinking, a notice.
  private mutating func escape() -> [TableEffect] {
    if selected != nil || hinted != nil {
      (selected, hinted, notice) = (nil, nil, nil)
    } else if isThinking {
      return interrupt()
    } else if review?.isRunning == true {
      inform(.analysisStopped)
      return stopReview()
    } else if notice != nil {
      notice = nil
    } else {
      openMenu()
    }
    return []
  }

  // MARK: Stepping and watching

  /// One move forward; at the end of a paused game that is watched, the model plays one.
  private mutating func stepForward() -> [TableEffect] {
    if isAtEnd, table.isWatched, isPaused, table.verdict == nil {
      return pending?.purpose == .move ? [] : thinkOnce()
    }
    return show(ply: shownPly + 1)
  }

  private mutating func thinkOnce() -> [TableEffect] {
    let stop: [TableEffect] = pending == nil ? [] : [.cancelThinking]
    pending = nil
    return stop + think()
  }

  /// Pauses a watched game or lets it go on; begins one where people play.
  mutating func watchToggle() -> [TableEffect] {
    guard table.isWatched else {
      openNewGame(mode: .watch)
      return []
    }
    if isPaused { return resumeThinking() }
    isPaused = true
    let stop: [TableEffect] = pending?.purpose == .move ? [.cancelThinking] : []
    if pending?.purpose == .move { pending = nil }
    return stop
  }

  private mutating func changeSpeed(faster: Bool) -> [TableEffect] {
    let delays = [0, 250, 500, 1000, 2000, 4000, 8000]
    let delay = settings.watchDelay
    let next = faster ? delays.last { $0 < delay } : delays.first { $0 > delay }
    guard let next else { return [] }
    let effects = change { $0.watchDelay = next }
    watchWait = min(watchWait, next)
    inform(say(StatusText.speed, "\(next / 1000).\(next % 1000 / 10)"))
    return effects
  }

  /// Shows the model's thoughts at other times, and says when.
  mutating func nextThoughts() -> [TableEffect] {
    let effects = change { $0.thoughts = $0.thoughts.next }
    inform(say(StatusText.thoughtsShown, say(settings.thoughts.text)))
    return effects
  }

  /// Changes the settings and keeps them.
  mutating func change(_ edit: (inout Settings) -> Void) -> [TableEffect] {
    let before = settings
    edit(&settings)
    guard settings != before else { return [] }
    let review = settings.analysisEngine == before.analysisEngine ? [] : askAnotherEngine()
    return [.saveSettings(settings)] + review
      + (settings.thoughts != before.thoughts && pending == nil ? evaluation() : [])
  }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The case after this one, the first after the last.
  var next: Self {
    let all = Self.allCases
    guard let index = all.firstIndex(of: self) else { return self }
    return all[(index + 1) % all.count]
  }

  /// The case before this one, the last before the first.
  var previous: Self {
    let all = Self.allCases
    guard let index = all.firstIndex(of: self) else { return self }
    return all[(index + all.count - 1) % all.count]
  }
}

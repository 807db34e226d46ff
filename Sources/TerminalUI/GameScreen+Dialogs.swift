import Catalog
import Players
import Screen
import Xiangqi

extension GameScreen {
  // MARK: Opening

  mutating func openMenu(byLetter: Bool = false) { dialog = .menu(index: 0, byLetter: byLetter) }

  mutating func openHelp() { dialog = .help(top: 0) }

  mutating func openNewGame(mode: NewGameForm.Mode = .red) {
    dialog = .newGame(
      NewGameForm(settings: settings, personas: personas, hasModel: hasModel, speed: speed, mode: mode))
  }

  mutating func openSettings() {
    dialog = .settings(SettingsForm(settings: settings, environmentLanguage: environmentLanguage))
  }

  mutating func openPrompt(_ kind: Prompt.Kind) {
    let text =
      switch kind {
      case .fen: shownPosition.fen
      case .open, .save: gamesFile
      case .engine: settings.engines.first ?? ""
      }
    dialog = .prompt(Prompt(kind: kind, text: text))
  }

  mutating func openResign() {
    if table.verdict != nil {
      complain(.gameOver)
    } else if table.isWatched {
      complain(.notYourTurn)
    } else {
      dialog = .confirm(.resign)
    }
  }

  /// Offers a draw to the model, or asks both people.
  mutating func offerDraw() -> [TableEffect] {
    if table.verdict != nil { return refuse(say(StatusText.gameOver)) }
    if table.isWatched { return refuse(say(StatusText.drawByModelOnly)) }
    if table.isBetweenPeople {
      dialog = .confirm(.agreeDraw)
      return []
    }
    let side = table.game.position.sideToMove
    if table[side.opponent].engine != nil { return refuse(say(StatusText.drawNotByEngine)) }
    guard table.mover == .human, let opponent = table[side.opponent].opponent else {
      return refuse(say(StatusText.drawTooEarly))
    }
    let stop: [TableEffect] = pending == nil ? [] : [.cancelThinking]
    let id = ask(.drawOffer)
    inform(.drawAsked)
    return stop
      + [.answerDraw(id: id, game: table.game, opponent: opponent, side: side.opponent, seed: table.seed)]
  }

  // MARK: Keys

  /// A key while a dialog is open.
  mutating func dialogKey(_ key: Key) -> [TableEffect] {
    switch dialog {
    case .menu(let index, let byLetter): return menuKey(key, index: index, byLetter: byLetter)
    case .help(let top): return helpKey(key, top: top)
    case .newGame(let form): return newGameKey(key, form)
    case .settings(let form): return settingsKey(key, form)
    case .prompt(let prompt): return promptKey(key, prompt)
    case .games(let choice): return gamesKey(key, choice)
    case .confirm(let question): return confirmKey(key, question)
    case nil: return []
    }
  }

  private mutating func menuKey(_ key: Key, index: Int, byLetter: Bool) -> [TableEffect] {
    let items = MenuItem.allCases
    func chosen(_ index: Int) -> Dialog { .menu(index: (index + items.count) % items.count, byLetter: false) }
    switch key {
    case .up, .character("k"): dialog = chosen(index - 1)
    case .down, .character("j"), .tab: dialog = chosen(index + 1)
    case .home: dialog = chosen(0)
    case .end: dialog = chosen(items.count - 1)
    case .enter, .character(" "): return choose(items[index])
    case .escape, .character("m"): dialog = nil
    case .control("c"): return quit()
    case .character(let digit) where byLetter && digit.isASCII && digit.isNumber:
      // `m8j7` is 马八进七 in pinyin: the m was the beginning of a move.
      dialog = nil
      entry = MoveEntry(text: "m\(digit)")
    case .character(let character):
      if let item = items.first(where: { $0.key == String(GameScreen.unwidened(character)) }) {
        return choose(item)
      }
      if character == "n" { return choose(.newGame) }
    default:
      dialog = nil
      return commandKey(key)
    }
    return []
  }

  /// Does what a line of the menu says.
  mutating func choose(_ item: MenuItem) -> [TableEffect] {
    dialog = nil
    switch item {
    case .newGame: openNewGame()
    case .undo: return undo()
    case .redo: return redo()
    case .hint: return askForHint()
    case .draw: return offerDraw()
    case .resign: openResign()
    case .watch: return watchToggle()
    case .fromHere: return playOnFromHere()
    case .analysis: return reviewKey()
    case .engine: openPrompt(.engine)
    case .open: openPrompt(.open)
    case .save: openPrompt(.save)
    case .setUp: openPrompt(.fen)
    case .flip: return change { $0.flipped.toggle() }
    case .thoughts: return nextThoughts()
    case .settings: openSettings()
    case .help: openHelp()
    case .quit: return quit()
    }
    return []
  }

  private mutating func helpKey(_ key: Key, top: Int) -> [TableEffect] {
    let page = max(1, size.rows - 4)
    let last = max(0, HelpView.lines(say, glyphs: glyphs, speed: speed).count - page)
    func held(_ value: Int) -> Dialog { .help(top: min(max(0, value), last)) }
    switch key {
    case .up, .character("k"): dialog = held(top - 1)
    case .down, .character("j"), .enter: dialog = held(top + 1)
    case .pageUp: dialog = held(top - page)
    case .pageDown, .character(" "): dialog = held(top + page)
    case .home: dialog = held(0)
    case .end: dialog = held(last)
    case .control("c"): return quit()
    case .escape, .character("?"), .character("？"), .character("q"), .function(1): dialog = nil
    default: break
    }
    return []
  }

  private mutating func newGameKey(_ key: Key, _ form: NewGameForm) -> [TableEffect] {
    var form = form
    if key == .control("c") { return quit() }
    if key == .enter { return start(form) }
    dialog = Self.edit(&form, key) ? .newGame(form) : nil
    return []
  }

  /// Begins the game a form asks for; the choices become the settings of the next one.
  private mutating func start(_ form: NewGameForm) -> [TableEffect] {
    let kept = change {
      $0.level = form.level
      $0.persona = form.persona
      $0.clock = form.clock
      $0.opponentEngine = form.mode == .people ? $0.opponentEngine : form.engine
      $0.engineTime = form.engineTime
      if form.mode == .red || form.mode == .black { $0.flipped = form.mode == .black }
    }
    let effects = begin(form.game(seed: nextSeed))
    let isLastKept = effects.contains { if case .archive = $0 { true } else { false } }
    inform(isLastKept ? .archived : .newGame)
    return kept + effects
  }

  private mutating func settingsKey(_ key: Key, _ form: SettingsForm) -> [TableEffect] {
    var form = form
    if key == .control("c") { return quit() }
    if key == .enter {
      dialog = nil
      return []
    }
    dialog = Self.edit(&form, key) ? .settings(form) : nil
    return change { $0 = form.settings }
  }

  /// Moves about in a form; false when the key closes it.
  private static func edit(_ form: inout some ChoiceForm, _ key: Key) -> Bool {
    switch key {
    case .escape, .character("q"): return false
    case .up, .backtab, .character("k"): form.moveRow(-1)
    case .down, .tab, .character("j"): form.moveRow(1)
    case .left, .character("h"): form.change(-1)
    case .right, .character("l"), .character(" "): form.change(1)
    case .pageUp: for _ in 0..<10 { form.change(-1) }
    case .pageDown: for _ in 0..<10 { form.change(1) }
    case .home: form.row = 0
    case .end: form.row = form.fields.count - 1
    default: break
    }
    return true
  }

  private mutating func gamesKey(_ key: Key, _ choice: GameChoice) -> [TableEffect] {
    var choice = choice
    let last = choice.games.count - 1
    switch key {
    case .up, .character("k"): choice.index = max(0, choice.index - 1)
    case .down, .character("j"), .tab: choice.index = min(last, choice.index + 1)
    case .pageUp: choice.index = max(0, choice.index - 10)
    case .pageDown: choice.index = min(last, choice.index + 10)
    case .home: choice.index = 0
    case .end: choice.index = last
    case .enter, .character(" "): return show(choice.games[choice.index], from: choice.path)
    case .control("c"): return quit()
    case .escape, .character("q"):
      dialog = nil
      return []
    default: break
    }
    dialog = .games(choice)
    return []
  }

  private mutating func confirmKey(_ key: Key, _ question: Confirmation) -> [TableEffect] {
    switch key {
    case .enter, .character("y"), .character("Y"):
      dialog = nil
      return confirm(question)
    case .escape, .character("n"), .character("N"), .character("q"): dialog = nil
    case .control("c"): return quit()
    default: break
    }
    return []
  }

  private mutating func confirm(_ question: Confirmation) -> [TableEffect] {
    guard table.verdict == nil else { return [] }
    switch question {
    case .agreeDraw: return end(Verdict(outcome: .draw, reason: .agreement))
    case .resign:
      let mover = table.game.position.sideToMove
      let resigning = table[mover] == .human ? mover : mover.opponent
      return end(Verdict(outcome: .win(for: resigning.opponent), reason: .resignation))
    }
  }
}

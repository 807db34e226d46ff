import Catalog
import Players
import Screen
import Xiangqi

extension GameScreen {
  /// Plays a move that a person chose, or says why it cannot be played.
  mutating func attempt(_ move: Move) -> [TableEffect] {
    if let refusal = refusalNow { return refuse(refusal) }
    if let refusal = table.game.refusal(of: move) {
      obstacle = refusal.square
      return refuse(say.sentence(refusal, in: table.game.position, notation: settings.notation))
    }
    return play(move)
  }

  /// Why no person can move now, whatever the move.
  var refusalNow: String? {
    if table.verdict != nil { return say(StatusText.gameOver) }
    if !isAtEnd { return say(StatusText.backToEnd) }
    return table.mover == .human ? nil : say(StatusText.notYourTurn)
  }

  mutating func refuse(_ reason: String) -> [TableEffect] {
    complain(reason)
    return []
  }

  /// Plays a legal move of the game as it stands and does what follows from it.
  mutating func play(_ move: Move) -> [TableEffect] {
    let wasAtEnd = isAtEnd
    do {
      try table.play(move)
    } catch {
      return refuse(say.sentence(error))
    }
    if wasAtEnd { shownPly = table.game.moves.count }
    clearChoice()
    if notice?.outlastsMove == true { notice?.outlastsMove = false } else { notice = nil }
    watchWait = settings.watchDelay
    let bell: [TableEffect] = settings.bell && table.game.position.isCheck ? [.beep] : []
    return bell + continueGame(afterMove: true)
  }

  /// Drops the selection, the text being typed and the hint.
  mutating func clearChoice() {
    selected = nil
    entry = nil
    hinted = nil
    obstacle = nil
    letterStep = nil
  }

  /// Asks for what the game needs next: a model's move, or what the model makes of the position.
  ///
  /// Whatever was being thought is dropped.
  mutating func continueGame(afterMove: Bool = false) -> [TableEffect] {
    var effects: [TableEffect] = pending == nil ? [] : [.cancelThinking]
    pending = nil
    advice = nil
    effects += updateReview()
    if afterMove { effects.append(.autosave(unfinishedRecord)) }
    if table.verdict == nil, canAskMover {
      if isPaused || (table.isWatched && watchWait > 0) { return effects + evaluation() }
      return effects + think()
    }
    return effects + evaluation()
  }

  /// Ends the game off the board.
  mutating func end(_ verdict: Verdict) -> [TableEffect] {
    table.end(verdict)
    clearChoice()
    return continueGame(afterMove: true)
  }

  // MARK: Asking the model

  /// Adds the game to the played ones if it would be lost otherwise: one that has begun and is in no file yet.
  mutating func archive() -> [TableEffect] {
    guard !table.isKept, table.verdict != nil || table.game.moves.count > 1 else { return [] }
    let record = fileRecord
    table.isKept = true
    return [.archive(record)]
  }

  /// Whether the side to move is played by a model or an engine that can be asked.
  private var canAskMover: Bool {
    switch table.mover {
    case .human: false
    case .model: hasModel
    case .engine: true
    }
  }

  /// Asks the model or the engine that is to move for its decision.
  mutating func think() -> [TableEffect] {
    guard canAskMover else { return [] }
    let id = ask(.move)
    switch table.mover {
    case .human: return []
    case .model(let opponent):
      let time = table.clock.searchTime(of: table.game.position.sideToMove)
      return [
        .think(
          id: id, game: table.game, opponent: opponent, seed: table.seed, time: time,
          explains: settings.thoughts != .never)
      ]
    case .engine(let engine):
      return [.askEngine(id: id, game: table.game, engine: engine, clock: table.clock)]
    }
  }

  /// Asks what the model, and the engine beside it, make of the position shown, unless that is known or not wanted.
  mutating func evaluation() -> [TableEffect] {
    let advice = askForAdvice()
    guard hasModel, settings.thoughts != .never, table.thoughts[shownPly] == nil else { return advice }
    let game = table.game(at: shownPly)
    guard game.verdict == nil else { return advice }
    let id = ask(.evaluation)
    return advice + [.evaluate(id: id, game: game)]
  }

  /// Marks a question as asked and gives it the next id.
  mutating func ask(_ purpose: Purpose) -> Int {
    lastID += 1
    thinkingTime = 0
    pending = Pending(
      id: lastID, purpose: purpose, ply: purpose == .evaluation ? shownPly : table.game.moves.count)
    return lastID
  }

  /// Stops the model's thinking; the player can start it again.
  mutating func interrupt() -> [TableEffect] {
    guard let purpose = pending?.purpose else { return [] }
    pending = nil
    if purpose == .move {
      isPaused = true
      inform(.interrupted)
    }
    return [.cancelThinking]
  }

  /// Lets the model go on after a pause.
  mutating func resumeThinking() -> [TableEffect] {
    isPaused = false
    watchWait = 0
    notice = nil
    return continueGame()
  }

  // MARK: Commands on the game

  mutating func undo() -> [TableEffect] {
    if table.reopen() { return afterMoving(say(StatusText.reopened)) }
    let count = table.undo()
    if count == 0 { return refuse(say(StatusText.nothingToUndo)) }
    return afterMoving(say(StatusText.tookBack, String(count)))
  }

  mutating func redo() -> [TableEffect] {
    let count = table.redo()
    if count == 0 { return refuse(say(StatusText.nothingToRedo)) }
    return afterMoving(say(StatusText.replayed, String(count)))
  }

  /// What undo and redo share: the board shows the game as it now stands.
  private mutating func afterMoving(_ text: String) -> [TableEffect] {
    shownPly = table.game.moves.count
    clearChoice()
    inform(text)
    isPaused = table.isWatched
    return continueGame() + [.autosave(unfinishedRecord)]
  }

  mutating func askForHint() -> [TableEffect] {
    guard hasModel else { return refuse(say(StatusText.noModel)) }
    guard isPersonsTurn else { return refuse(refusalNow ?? say(StatusText.notYourTurn)) }
    let stop: [TableEffect] = pending == nil ? [] : [.cancelThinking]
    let id = ask(.hint)
    inform(.hintThinking)
    return stop + [.hint(id: id, game: table.game)]
  }

  /// Plays on from the position shown: the person takes the side to move there, a model the other, if there is one.
  mutating func playOnFromHere() -> [TableEffect] {
    let archived = isAtEnd && table.verdict == nil ? [] : archive()
    table.rewind(to: shownPly)
    table.tags = table.tags.filter { !["Red", "Black", "Termination"].contains($0.name) }
    if hasModel, table.isBetweenPeople {
      let model = Seat.model(OpponentChoice(level: settings.level, persona: settings.persona))
      if table.game.position.sideToMove == .red { table.black = model } else { table.red = model }
    } else if table.isWatched {
      if table.game.position.sideToMove == .red { table.red = .human } else { table.black = .human }
    }
    clearChoice()
    isPaused = false
    inform(say(StatusText.fromHere, String(shownPly)))
    return archived + continueGame() + [.autosave(unfinishedRecord)]
  }

  /// Shows the game after `ply` moves.
  mutating func show(ply: Int) -> [TableEffect] {
    let held = min(max(0, ply), table.game.moves.count)
    guard held != shownPly else { return [] }
    shownPly = held
    clearChoice()
    notice = nil
    // A model that is choosing its move goes on; only what is shown beside the board changes.
    if let pending, pending.purpose != .evaluation { return [] }
    let stop: [TableEffect] = pending == nil ? [] : [.cancelThinking]
    pending = nil
    return stop + evaluation()
  }

  // MARK: Beginning games

  /// Begins a game; one that was not finished goes to the file of played games.
  mutating func begin(_ game: TableGame) -> [TableEffect] {
    let effects = [.cancelThinking] + archive()
    pending = nil
    table = game
    shownPly = game.game.moves.count
    clearChoice()
    isPaused = false
    watchWait = 0
    nextSeed &+= 1
    dialog = nil
    cursor = restingPlace
    return effects + continueGame() + [.autosave(unfinishedRecord)]
  }

  /// Takes up the game of the last sitting.
  ///
  /// - Parameters:
  ///   - record: the game.
  ///   - level: the level at which the model goes on; nil for that of the game.
  mutating func resume(_ record: GameRecord, level: Level?) {
    let (resumed, left) = TableGame.reading(record, engines: settings.engines)
    table = resumed
    table.tags.removeAll { ["Red", "Black"].contains($0.name) }
    if !hasModel { table.leaveModelSeats() }
    if let level { table.setLevel(level) }
    shownPly = table.game.moves.count
    isPaused = table.isWatched
    if left > 0 {
      complain(
        say(
          StatusText.illegalMoveInFile, String(table.game.moves.count + 1),
          record.moves[table.game.moves.count].iccs))
    } else if table.verdict == nil {
      inform(.resumed)
    }
  }

  /// Says what the settings file had wrong.
  mutating func report(_ problems: [SettingsProblem]) {
    guard let problem = problems.first else { return }
    switch problem {
    case .unknown(let line, let text): complain(say(StatusText.unknownSetting, String(line), text))
    case .badValue(let key, let value): complain(say(StatusText.badSetting, key, value))
    }
  }
}

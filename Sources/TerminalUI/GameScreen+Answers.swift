import Catalog
import Players
import Screen
import Xiangqi

extension GameScreen {
  /// Takes the answer of an effect; one that answers an older question is dropped.
  mutating func take(_ answer: TableAnswer) -> [TableEffect] {
    switch answer {
    case .decided(let id, let move, let remark, let thought):
      guard isCurrent(id, .move) else { return [] }
      return take(move: move, remark: remark, thought: thought)
    case .evaluated(let id, let thought):
      guard let question = pending, question.id == id else { return [] }
      return take(thought, for: question)
    case .hinted(let id, let hint):
      guard isCurrent(id, .hint) else { return [] }
      return take(hint)
    case .drawAnswered(let id, let accepted, let remark):
      guard isCurrent(id, .drawOffer) else { return [] }
      pending = nil
      let words = remark.map { "“\(say.sentence($0))”" }
      inform(words ?? say(accepted ? StatusText.drawAccepted : StatusText.drawDeclined))
      return accepted ? end(Verdict(outcome: .draw, reason: .agreement)) : continueGame()
    case .thinkingFailed(let id, let error):
      guard pending?.id == id else { return [] }
      let wasMove = pending?.purpose == .move
      pending = nil
      isPaused = isPaused || wasMove
      return refuse(say(StatusText.modelFailed, say.sentence(modelError: error)))
    case .modelReady(let names):
      hasModel = true
      personas = names
      return pending == nil ? continueGame() : []
    case .searchMeasured(let speed): self.speed = speed
    case .modelUnavailable(let error):
      hasModel = false
      pending = nil
      isPaused = table.mover.opponent != nil
      return refuse(say(StatusText.modelUnavailable, say.sentence(modelError: error)))
    case .saved(let path):
      inform(say(StatusText.savedTo, path))
    case .opened(let path, let games):
      return open(games, from: path)
    case .fileFailed(let error):
      complain(say.sentence(error))
    case .engineFailed(let id, let engine, let error):
      guard isCurrent(id, .move) else { return [] }
      return replace(engine, because: error)
    case .advised, .adviceFailed: takeAdvice(answer)
    case .engineReady(let name):
      inform(say(StatusText.engineReady, name))
    case .engineUnavailable(let error):
      complain(say(StatusText.engineUnavailable, say.sentence(error)))
    case .analyzed, .analysisFailed, .analysisEngineFailed: takeReview(answer)
    }
    return []
  }

  private func isCurrent(_ id: Int, _ purpose: Purpose) -> Bool {
    pending?.id == id && pending?.purpose == purpose
  }

  /// The opponent has decided.
  private mutating func take(move: Move?, remark: Remark?, thought: Thought?) -> [TableEffect] {
    pending = nil
    let side = table.game.position.sideToMove
    if let thought { table.thoughts[table.game.moves.count] = thought }
    guard let move else {
      let words = say.sentence(remark ?? .resigns)
      let effects = end(Verdict(outcome: .win(for: side.opponent), reason: .resignation))
      inform(say(StatusText.modelResigns, words))
      return effects
    }
    guard table.game.refusal(of: move) == nil else {
      let text = table.game.position.text(of: move, in: settings.notation)
      let effects = end(Verdict(outcome: .win(for: side.opponent), reason: .illegalMove))
      complain(say(StatusText.illegalEnd, text))
      return effects
    }
    let effects = play(move)
    if let remark { inform("“\(say.sentence(remark))”") }
    return effects
  }

  /// What the model makes of a position has come.
  private mutating func take(_ thought: Thought, for question: Pending) -> [TableEffect] {
    pending = nil
    table.thoughts[question.ply] = thought
    return []
  }

  /// The move to recommend has come.
  private mutating func take(_ hint: Hint?) -> [TableEffect] {
    pending = nil
    guard let hint else { return [] }
    hinted = hint.line.first
    inform(say.sentence(hint, in: shownPosition, notation: settings.notation))
    return []
  }

  /// The games of a file have been read: one is shown at once, of several the player chooses.
  private mutating func open(_ games: [GameRecord], from path: String) -> [TableEffect] {
    guard let first = games.first else { return refuse(say(StatusText.noGames, path)) }
    if games.count == 1 { return show(first, from: path) }
    dialog = .games(GameChoice(path: path, games: games))
    inform(say(StatusText.loadedMany, path, String(games.count)))
    return []
  }

  /// Puts a game of a file on the board, to step through from the start.
  ///
  /// An unfinished game of our own goes on.
  mutating func show(_ record: GameRecord, from path: String) -> [TableEffect] {
    var (loaded, left) = TableGame.reading(record, engines: settings.engines)
    loaded.isKept = true
    if !hasModel { loaded.leaveModelSeats() }
    let effects = begin(loaded)
    if left > 0 {
      let ply = table.game.moves.count
      complain(say(StatusText.illegalMoveInFile, String(ply + 1), record.moves[ply].iccs))
    } else {
      inform(say(StatusText.loadedOne, path))
    }
    return table.isBetweenPeople || table.verdict != nil
      ? effects + show(ply: 0, keepingNotice: true) : effects
  }

  private mutating func show(ply: Int, keepingNotice: Bool) -> [TableEffect] {
    let kept = notice
    let effects = show(ply: ply)
    if keepingNotice { notice = kept }
    return effects
  }
}

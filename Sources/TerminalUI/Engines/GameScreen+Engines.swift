import Catalog
import EngineProtocol
import Players
import Xiangqi

extension GameScreen {
  /// The engine of a command, with the time the settings give it.
  func engine(_ command: String) -> EngineChoice {
    EngineChoice(command: command, milliseconds: settings.engineTime)
  }

  /// Puts an engine at the head of those that can be chosen, and tries it; without text the first is forgotten.
  ///
  /// - Throws: why the text is no command.
  mutating func rememberEngine(_ text: String) throws(EngineError) -> [TableEffect] {
    guard !text.isEmpty else {
      dialog = nil
      guard let forgotten = settings.engines.first else { return [] }
      inform(say(StatusText.engineForgotten, EngineChoice(command: forgotten).name))
      return change {
        $0.engines.removeFirst()
        if $0.opponentEngine == forgotten { $0.opponentEngine = nil }
        if $0.analysisEngine == forgotten { $0.analysisEngine = nil }
      }
    }
    guard !text.contains(Settings.separator) else {
      throw .malformedCommand(text, reason: say(DialogText.engineSeparator, String(Settings.separator)))
    }
    _ = try EngineCommand(text)
    dialog = nil
    let choice = engine(text)
    inform(say(StatusText.engineStarting, choice.name))
    return change {
      $0.engines = Array(([text] + $0.engines.filter { $0 != text }).prefix(Settings.engineLimit))
    } + [.tryEngine(choice)]
  }

  /// Asks the engine beside the model about the position shown, where what it says may be seen at once: never about
  /// a person's own move, unless thoughts are always shown.
  mutating func askForAdvice() -> [TableEffect] {
    advice = nil
    let isLive = isAtEnd && table.verdict == nil && !table.isWatched
    guard let command = settings.analysisEngine, settings.thoughts != .never,
      !isLive || settings.thoughts == .always, table.engineReports[shownPly] == nil, review?.isRunning != true
    else { return [] }
    let game = table.game(at: shownPly)
    guard game.verdict == nil else { return [] }
    lastID += 1
    advice = (lastID, shownPly)
    return [.advise(id: lastID, game: game, engine: engine(command))]
  }

  /// Takes what the engine beside the model says; an answer to an older question is dropped.
  mutating func takeAdvice(_ answer: TableAnswer) {
    switch answer {
    case .advised(let id, let report) where advice?.id == id:
      table.engineReports[advice?.ply ?? shownPly] = report
      advice = nil
    case .adviceFailed(let id, let error) where advice?.id == id:
      advice = nil
      complain(say(StatusText.engineUnavailable, say.sentence(error)))
    default: break
    }
  }

  /// Lets the model take the place of an engine that failed, or a person where there is no model: the game goes on.
  mutating func replace(_ engine: EngineChoice, because error: EngineError) -> [TableEffect] {
    pending = nil
    let model = Seat.model(OpponentChoice(level: settings.level, persona: settings.persona))
    for side in Side.allCases where table[side].engine == engine {
      let seat = hasModel ? model : .human
      if side == .red { table.red = seat } else { table.black = seat }
    }
    let effects = continueGame()
    complain(
      say(
        hasModel ? StatusText.engineReplacedByModel : .engineReplacedByPerson, engine.name,
        say.sentence(error)))
    notice?.outlastsMove = true
    return effects
  }
}

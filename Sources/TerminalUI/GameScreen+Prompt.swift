import Catalog
import EngineProtocol
import Screen
import Xiangqi

extension GameScreen {
  /// A key while a line of text is asked for.
  mutating func promptKey(_ key: Key, _ prompt: Prompt) -> [TableEffect] {
    var prompt = prompt
    switch key {
    case .escape:
      dialog = nil
      return []
    case .enter: return accept(prompt)
    case .control("c"): return quit()
    default:
      let before = prompt.line.text
      guard prompt.line.take(key) else { return [] }
      if prompt.line.text != before { prompt.error = nil }
    }
    dialog = .prompt(prompt)
    return []
  }

  /// Does what was asked for; a text that will not do stays, with the reason.
  private mutating func accept(_ prompt: Prompt) -> [TableEffect] {
    let text = String(prompt.line.text.drop(while: \.isWhitespace))
    var prompt = prompt
    switch prompt.kind {
    case .open:
      dialog = nil
      return [text.isEmpty ? .openPlayed : .openGames(path: text)]
    case .save:
      dialog = nil
      return text.isEmpty ? [] : [.saveGame(fileRecord, path: text)]
    case .fen:
      do { return setUp(try Position(fen: text)) } catch { prompt.error = say.sentence(error) }
    case .engine:
      do throws(EngineError) { return try rememberEngine(text) } catch { prompt.error = say.sentence(error) }
    }
    dialog = .prompt(prompt)
    return []
  }

  /// Begins a game at a position with the players of the present one, the person to move if there is one.
  private mutating func setUp(_ position: Position) -> [TableEffect] {
    var (red, black) = (table.red, table.black)
    if !table.isBetweenPeople, !table.isWatched, (position.sideToMove == .red ? red : black) != .human {
      (red, black) = (black, red)
    }
    let game = TableGame(
      start: position, ruleset: table.game.ruleset, red: red, black: black, clock: table.clock.control,
      seed: nextSeed)
    let effects = begin(game)
    inform(.positionSet)
    return effects
  }
}

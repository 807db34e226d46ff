import Catalog
import Screen
import Xiangqi

extension GameScreen {
  /// The completions of the move being typed.
  var completions: [(move: Move, text: String)] {
    entry?.completions(in: shownPosition, notation: settings.notation) ?? []
  }

  /// Whether a character begins a move by itself: what is left of the letters once commands and hjkl have theirs.
  static func beginsMove(_ character: Character) -> Bool {
    if let ascii = character.asciiValue {
      return "abcdefgiknprABCDEFGHIKNPR123456789".utf8.contains(ascii)
    }
    // Han characters, full-width digits and letters.
    return character.unicodeScalars.allSatisfy { scalar in
      (0x4E00...0x9FFF).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value)
        || (0xFF21...0xFF3A).contains(scalar.value) || (0xFF41...0xFF5A).contains(scalar.value)
    }
  }

  /// A key while a move is being typed.
  mutating func entryKey(_ key: Key, _ entry: MoveEntry) -> [TableEffect] {
    var entry = entry
    switch key {
    case .escape:
      self.entry = nil
      return []
    case .enter: return submit(entry)
    case .backspace, .delete:
      if entry.choice != nil {
        entry.choice = nil
      } else if !entry.text.isEmpty {
        entry.text.removeLast()
      }
      entry.refusal = nil
      self.entry = entry.text.isEmpty ? nil : entry
    case .tab, .down, .right: choose(1, in: entry)
    case .backtab, .up, .left: choose(-1, in: entry)
    case .control("u"): self.entry = MoveEntry()
    case .control("c"): return quit()
    case .character(let character):
      guard entry.text.count < MoveEntry.limit || entry.refusal != nil else { return [] }
      if let choice = entry.choice, completions.indices.contains(choice) {
        entry.text = completions[choice].text
      }
      // After a refusal, typing begins another move; Backspace corrects the one that was refused.
      if entry.refusal != nil { entry.text = "" }
      entry.text.append(character)
      entry.choice = nil
      entry.refusal = nil
      self.entry = entry
    default: return commandKey(key)
    }
    return []
  }

  /// Chooses the next or the previous completion, round and round.
  private mutating func choose(_ step: Int, in entry: MoveEntry) {
    var entry = entry
    let count = completions.count
    if count == 0 {
      entry.refusal = say(StatusText.noSuchCompletion)
    } else {
      let start = entry.choice ?? (step > 0 ? -1 : count)
      entry.choice = (start + step + count) % count
      entry.refusal = nil
    }
    self.entry = entry
  }

  /// Plays the chosen completion, or the move the text names, or the only move that begins so.
  private mutating func submit(_ entry: MoveEntry) -> [TableEffect] {
    let choices = completions
    if let choice = entry.choice, choices.indices.contains(choice) {
      return attemptTyped(choices[choice].move)
    }
    if entry.text.isEmpty {
      self.entry = nil
      return []
    }
    do {
      return attemptTyped(try typedMove(entry.text))
    } catch {
      if choices.count == 1 { return attemptTyped(choices[0].move) }
      if refusalNow == nil { obstacle = error.refusal?.square }
      let reason = refusalNow ?? say.sentence(error, in: shownPosition, notation: settings.notation)
      self.entry?.refusal = reason
      return []
    }
  }

  /// The move a text names; where moves are written with ranks 1–10, coordinates are read so.
  func typedMove(_ text: String) throws(NotationError) -> Move {
    guard settings.notation == .uciFairy else { return try shownPosition.move(text) }
    do {
      return try shownPosition.move(text, in: .uciFairy)
    } catch .malformed {
      return try shownPosition.move(text)
    }
  }

  /// Plays a typed move; the text stays where it is refused.
  private mutating func attemptTyped(_ move: Move) -> [TableEffect] {
    let typed = entry
    let effects = attempt(move)
    if let notice, notice.isError, table.game.moves.last != move || entry != nil {
      entry = typed
      entry?.refusal = notice.text
      self.notice = nil
    }
    return effects
  }
}

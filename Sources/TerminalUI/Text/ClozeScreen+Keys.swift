import Catalog
import Screen
import TextTasks

extension ClozeScreen {
  var footer: [FooterKey] {
    let leave = FooterKey("q", isFromMenu ? .back : .quit, .character("q"))
    let first =
      outcome == nil
      ? [FooterKey("n", .skip, .character("n")), FooterKey("h", .hint, .character("h"))]
      : [FooterKey("Enter", .next, .enter)]
    return [FooterKey("?", .help, .character("?")), leave] + first + [
      FooterKey("l", .level, .character("l")), FooterKey("k", .kind, .character("k")),
      FooterKey("o", .open, .character("o")),
    ]
  }

  var help: [HelpEntry] {
    [
      HelpEntry("1 2 3 4", .choices), HelpEntry("你好", .typing), HelpEntry("/", .slash),
      HelpEntry("Enter Space", .next), HelpEntry("n", .skip), HelpEntry("h", .hintHelp),
      HelpEntry("l", .levelHelp), HelpEntry("k", .kindHelp), HelpEntry("o F3", .openExercises),
      HelpEntry(say(KeyText.mouseName), .mouse),
      HelpEntry("? F1", .help), HelpEntry("q Ctrl-C", isFromMenu ? .back : .quit),
    ]
  }

  var idleHint: String {
    if exercise == nil { return say(ClozeScreenText.noneHere) }
    if outcome != nil { return say(ClozeScreenText.nextHint) }
    return say(exercise?.choices.isEmpty == false ? ClozeScreenText.choose : .type)
  }

  /// ASCII letters are commands while nothing is typed; anything else begins an answer.
  mutating func take(_ key: Key) -> [ClozeEffect] {
    if let entry, outcome == nil { return type(key, entry) }
    switch key {
    case .function(3), .control("o"): shell.ask(.open)
    case .enter: return outcome == nil ? type(.enter, LineEdit()) : next()
    case .character(" ") where outcome != nil, .character("　") where outcome != nil: return next()
    case .escape: shell.notice = nil
    case .character(let character): return command(GameScreen.unwidened(character))
    default: break
    }
    return []
  }

  private mutating func command(_ character: Character) -> [ClozeEffect] {
    switch character {
    case "?": shell.help = 0
    case "q", "Q": return finish()
    case "n": return next()
    case "h": hint()
    case "l": return changeFilter(level: true)
    case "k": return changeFilter(level: false)
    case "o": shell.ask(.open)
    case "/": if outcome == nil { entry = LineEdit(limit: Self.answerLimit) }
    default:
      if let digit = character.wholeNumberValue, character.isNumber { return pick(digit) }
      guard outcome == nil, !character.isASCII, !character.isWhitespace else { return [] }
      shell.notice = nil
      entry = LineEdit(String(character), limit: Self.answerLimit)
    }
    return []
  }

  /// The most characters of an answer.
  private static var answerLimit: Int { 24 }

  private mutating func pick(_ number: Int) -> [ClozeEffect] {
    guard let exercise, outcome == nil else { return [] }
    guard exercise.choices.indices.contains(number - 1) else {
      shell.complain(say(ClozeScreenText.notAChoice, String(number)))
      return []
    }
    return answer(exercise.choices[number - 1])
  }

  private mutating func type(_ key: Key, _ line: LineEdit) -> [ClozeEffect] {
    var line = line
    switch key {
    case .escape: entry = nil
    case .enter:
      let given = line.text.trimmed
      if !given.isEmpty { return answer(given) }
      entry = nil
      shell.complain(say(ClozeScreenText.nothingTyped))
    default:
      guard line.take(key) else { return [] }
      shell.notice = nil
      entry = line.isEmpty ? nil : line
    }
    return []
  }

  mutating func take(_ mouse: MouseEvent, body: Rectangle) -> [ClozeEffect] {
    guard mouse.kind == .press, let exercise, outcome == nil else { return [] }
    let picked = choicePlaces(exercise, in: body).firstIndex {
      $0.contains(column: mouse.column, row: mouse.row)
    }
    return picked.map { answer(exercise.choices[$0]) } ?? []
  }
}

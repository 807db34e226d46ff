import Catalog
import Screen

extension WritingScreen {
  var footer: [FooterKey] {
    let stopOrUndo =
      isWorking ? [FooterKey("Esc", .stop, .escape)] : []
    return [
      FooterKey("F1", .help, .function(1)), FooterKey("F10", isFromMenu ? .back : .quit, .function(10)),
      FooterKey("Tab", .goOn, .tab), FooterKey("S-Tab", .otherwise, .backtab),
    ] + stopOrUndo + [
      FooterKey("F6", .undo, .function(6)), FooterKey("F7", .redo, .function(7)),
      FooterKey("F4", .save, .function(4)), FooterKey("F3", .open, .function(3)),
      FooterKey("F2", .newText, .function(2)),
    ]
  }

  var help: [HelpEntry] {
    [
      HelpEntry("Tab", .goOnHelp), HelpEntry("Shift-Tab F5", .otherwiseHelp), HelpEntry("Esc", .stopHelp),
      HelpEntry("F6 Ctrl-U", .undo), HelpEntry("F7 Ctrl-R", .redo), HelpEntry("F8", .cooler),
      HelpEntry("F9", .hotter), HelpEntry("F2 Ctrl-N", .newText), HelpEntry("F3 Ctrl-O", .openText),
      HelpEntry("F4 Ctrl-S", .save),
      HelpEntry("Enter", .newline),
      HelpEntry(shell.ascii ? "Arrows PgUp PgDn" : "← ↓ ↑ → PgUp PgDn", .cursor),
      HelpEntry("Home End", .wordEnds), HelpEntry(say(KeyText.mouseName), .mouseText), HelpEntry("F1", .help),
      HelpEntry("F10 Ctrl-C", isFromMenu ? .backKept : .quitKept),
    ]
  }

  var idleHint: String { isWorking ? say(WritingText.hintWriting) + shell.dots : say(WritingText.hint) }

  mutating func take(_ key: Key) -> [WritingEffect] {
    let wasWarned = isWarned
    isWarned = false
    shell.notice = nil
    switch key {
    case .tab: return goOn()
    case .backtab, .function(5): return goOnOtherwise()
    case .escape:
      if isWorking { shell.inform(say(ShellText.stopped)) }
      return stop()
    case .function(6), .control("u"): return undo()
    case .function(7), .control("r"): return redo()
    case .function(8): warm(by: -1)
    case .function(9): warm(by: 1)
    case .function(10): return finish()
    case .function(2), .control("n"): return beginAnew()
    case .function(3), .control("o"): askToOpen(wasWarned)
    case .function(4), .control("s"): return save()
    default: return editKey(key)
    }
    return []
  }

  /// Asks for the name of a text to open; where the present one would be lost, at the second press.
  private mutating func askToOpen(_ wasWarned: Bool) {
    if isChanged, !wasWarned {
      isWarned = true
      shell.complain(say(WritingText.replaceAgain))
    } else {
      shell.ask(.open, path)
    }
  }

  private mutating func save() -> [WritingEffect] {
    guard area.count > 0 else {
      shell.complain(say(WritingText.empty))
      return []
    }
    shell.ask(.save, path)
    return []
  }

  private mutating func editKey(_ key: Key) -> [WritingEffect] {
    let (columns, page) = (columns, max(1, body(shell.size.columns, shell.size.rows).rows - 1))
    switch key {
    case .character(let character): return insert(character)
    case .enter: return insert("\n")
    case .backspace:
      guard area.cursor > 0 else { return [] }
      return edit(.deleting) { $0.remove($0.cursor - 1..<$0.cursor) }
    case .delete:
      guard area.cursor < area.count else { return [] }
      return edit(.deleting) { $0.remove($0.cursor..<$0.cursor + 1) }
    case .left: moveCursor { $0.cursor = max(0, $0.cursor - 1) }
    case .right: moveCursor { $0.cursor = min($0.count, $0.cursor + 1) }
    case .up: moveCursor { $0.move(lines: -1, columns: columns) }
    case .down: moveCursor { $0.move(lines: 1, columns: columns) }
    case .pageUp: moveCursor { $0.move(lines: -page, columns: columns) }
    case .pageDown: moveCursor { $0.move(lines: page, columns: columns) }
    case .home: moveCursor { $0.moveToEdge(end: false, columns: columns) }
    case .end: moveCursor { $0.moveToEdge(end: true, columns: columns) }
    default: break
    }
    return []
  }

  private mutating func insert(_ character: Character) -> [WritingEffect] {
    guard area.count < Self.limit else {
      shell.complain(say(WritingText.full, String(Self.limit)))
      return []
    }
    return edit(character.isNewline ? .other : .typing) { $0.insert([character]) }
  }

  mutating func take(_ mouse: MouseEvent, body: Rectangle) -> [WritingEffect] {
    let columns = columns
    switch mouse.kind {
    case .wheelUp: moveCursor { $0.move(lines: -3, columns: columns) }
    case .wheelDown: moveCursor { $0.move(lines: 3, columns: columns) }
    case .press:
      guard body.contains(column: mouse.column, row: mouse.row) else { return [] }
      let line = top + mouse.row - body.row
      moveCursor { area in
        let lines = area.lines(columns: columns)
        area.cursor =
          line < lines.count
          ? area.place(line: line, column: mouse.column - body.column, in: lines) : area.count
      }
    case .release: break
    }
    return []
  }

  // MARK: Drawing

  var title: (left: String, right: String) {
    let name = path.isEmpty ? say(WritingText.untitled) : path
    let mark = isChanged && area.count > 0 ? "  · \(say(WritingText.changed))" : ""
    return (
      "\(say(WritingText.title))  \(name)\(shell.ascii ? String(mark.filter { $0 != "·" }) : mark)",
      say(WritingText.characters, String(area.count)) + "  " + say(WritingText.temperature, warmth)
    )
  }

  func drawLine(row: Int, columns: Int, in grid: inout CellGrid) -> Bool { false }

  func draw(_ body: Rectangle, in grid: inout CellGrid) {
    let theme = shell.theme
    let lines = area.lines(columns: max(2, body.columns - 1))
    let written = passage?.range ?? 0..<0
    for (offset, line) in lines.dropFirst(top).prefix(body.rows).enumerated() {
      var column = body.column
      for place in line {
        let style = written.contains(place) ? theme.notice.underline() : theme.text
        column += grid.put(
          String(area.characters[place]), column: column, row: body.row + offset, style: style)
      }
    }
    let (line, column) = area.position(of: area.cursor, in: lines)
    guard shell.prompt == nil, line >= top, line < top + body.rows else { return }
    grid.cursor = CellGrid.Cursor(column: body.column + column, row: body.row + line - top)
  }
}

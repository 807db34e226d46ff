import Catalog
import Screen

extension SummaryScreen {
  var footer: [FooterKey] {
    let leave = FooterKey("q", isFromMenu ? .back : .quit, .character("q"))
    let work = isWorking ? FooterKey("Esc", .stop, .escape) : FooterKey("Enter", .restart, .enter)
    return [
      FooterKey("?", .help, .character("?")), leave, FooterKey("o", .open, .character("o")), work,
      FooterKey("+", .more, .character("+")), FooterKey("-", .less, .character("-")),
      FooterKey("n", .nextSentence, .character("n")), FooterKey("e", .extract, .character("e")),
      FooterKey("s", .save, .character("s")),
    ]
  }

  var help: [HelpEntry] {
    [
      HelpEntry("o F3", .openText), HelpEntry("Enter r", .restart), HelpEntry("Esc", .stop),
      HelpEntry("+ -", .percentHelp), HelpEntry("e", .extractHelp), HelpEntry("n p", .nextSentence),
      HelpEntry(shell.ascii ? "Up Down PgUp PgDn jk" : "↑ ↓ PgUp PgDn jk", .scroll),
      HelpEntry("Home End", .ends),
      HelpEntry("[ ]", .scrollSummary),
      HelpEntry("s F4", .saveSummary), HelpEntry(say(KeyText.mouseName), .mouse), HelpEntry("? F1", .help),
      HelpEntry("q Ctrl-C", isFromMenu ? .back : .quit),
    ]
  }

  var idleHint: String {
    switch stage {
    case .nothing: say(SummaryScreenText.empty)
    case .choosing: say(SummaryScreenText.choosing) + shell.dots + "  " + say(ShellText.interruptHint)
    case .writing: say(SummaryScreenText.writing) + shell.dots + "  " + say(ShellText.interruptHint)
    case .done: say(SummaryScreenText.done, String(chosenCount), String(sentenceCount), String(summary.count))
    case .stopped: say(SummaryScreenText.stopped)
    }
  }

  mutating func take(_ key: Key) -> [SummaryEffect] {
    shell.notice = nil
    switch key {
    case .up: scroll(to: top - 1)
    case .down: scroll(to: top + 1)
    case .pageUp: scroll(to: top - page)
    case .pageDown: scroll(to: top + page)
    case .home: scroll(to: 0)
    case .end: scroll(to: lines.count)
    case .escape: return stop()
    case .enter: return start()
    case .function(3), .control("o"): shell.ask(.open, path)
    case .function(4): askToSave()
    case .character(let character): return command(GameScreen.unwidened(character))
    default: break
    }
    return []
  }

  private mutating func command(_ character: Character) -> [SummaryEffect] {
    switch character {
    case "?": shell.help = 0
    case "q", "Q": return finish()
    case "o": shell.ask(.open, path)
    case "s": askToSave()
    case "r": return start()
    case "+", "=": return change(percent: 5)
    case "-", "_": return change(percent: -5)
    case "e": return toggleExtract()
    case "n": jump(1)
    case "p": jump(-1)
    case "[": scrollSummary(-1)
    case "]": scrollSummary(1)
    case "j": scroll(to: top + 1)
    case "k": scroll(to: top - 1)
    case " ": scroll(to: top + page)
    default: break
    }
    return []
  }

  private mutating func askToSave() {
    if summary.isEmpty {
      shell.complain(say(SummaryScreenText.nothingToSave))
    } else {
      shell.ask(.save, path.isEmpty ? "" : path + (say.language == .chinese ? ".摘要.txt" : ".summary.txt"))
    }
  }

  mutating func take(_ mouse: MouseEvent, body: Rectangle) -> [SummaryEffect] {
    switch mouse.kind {
    case .wheelUp, .wheelDown:
      let step = mouse.kind == .wheelUp ? -3 : 3
      let isSummary = SummaryLayout(body).summary.contains(column: mouse.column, row: mouse.row)
      if isSummary { scrollSummary(step) } else { scroll(to: top + step) }
    case .press, .release: break
    }
    return []
  }

  // MARK: Drawing

  var title: (left: String, right: String) {
    let name = path.isEmpty ? "" : "  \(path)"
    return (say(SummaryScreenText.title) + name, say(SummaryScreenText.ratio, String(percent)))
  }

  func drawLine(row: Int, columns: Int, in grid: inout CellGrid) -> Bool { false }

  func draw(_ body: Rectangle, in grid: inout CellGrid) {
    let layout = SummaryLayout(body)
    let theme = shell.theme
    let isShown = layout.text.columns == width
    let lines = isShown ? lines : MarkedText.wrap(text, marks: [], columns: layout.text.columns)
    let last = min(lines.count, top + layout.text.rows)
    grid.put(
      say(SummaryScreenText.source, String(last), String(lines.count)), column: layout.textHeading.column,
      row: layout.textHeading.row, style: theme.faint)
    grid.put(
      say(extractsOnly ? SummaryScreenText.extract : .summary), column: layout.summaryHeading.column,
      row: layout.summaryHeading.row, style: theme.faint)
    if layout.isWide {
      let column = layout.summary.column - 2
      let rule = Rectangle(column: column, row: body.row, columns: 1, rows: body.rows)
      grid.fill(rule, style: theme.faint, character: shell.ascii ? "|" : "│")
    }
    for (offset, line) in lines.dropFirst(top).prefix(layout.text.rows).enumerated() {
      let row = layout.text.row + offset
      if line.isMarked {
        grid.put(shell.ascii ? ">" : "▌", column: layout.text.column - 2, row: row, style: theme.hint)
      }
      line.draw(
        column: layout.text.column, row: row, columns: layout.text.columns,
        styles: [theme.text, theme.notice.underline()], in: &grid)
    }
    // Of a summary that is longer than its place, the end is shown while it grows.
    let written = TextLayout.wrap(summary, columns: layout.summary.columns)
    let hidden = max(0, written.count - layout.summary.rows)
    let first = isWorking ? hidden : min(summaryTop, hidden)
    for (offset, line) in written.dropFirst(first).prefix(layout.summary.rows).enumerated() {
      grid.put(line, column: layout.summary.column, row: layout.summary.row + offset, style: theme.text)
    }
  }
}

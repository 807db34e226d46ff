import Catalog
import Screen
import Xiangqi

/// Draws the dialog over the table, and tells where its lines are.
struct DialogView {
  /// Where a dialog is drawn.
  struct Box: Sendable, Hashable {
    /// The dialog with its frame.
    var frame: Rectangle
    /// The lines that can be chosen.
    var lines: Rectangle
    /// Which of all lines is the first of these.
    var firstLine: Int
  }

  /// What a dialog shows, whatever its kind.
  private struct Content {
    var title: String
    var rows: [(label: String, value: String)]
    var labelWidth: Int
    var chosen: Int?
    var first = 0
    var notes: [String] = []
    var keys: String
    /// Whether values are changed with left and right.
    var isForm = false
    var headings: Set<Int> = []
    var width: Int
  }

  let dialog: Dialog
  let screen: GameScreen
  private let theme: Theme
  private let say: Catalog
  private let ascii: Bool

  init(dialog: Dialog, screen: GameScreen) {
    self.dialog = dialog
    self.screen = screen
    theme = Theme.named(screen.settings.theme)
    say = screen.say
    ascii = screen.settings.ascii
  }

  /// Where the dialog lies on a screen of that size; nil where there is no room for one.
  func box(columns: Int, rows: Int) -> Box? {
    laidOut(columns: columns, rows: rows).map(\.box)
  }

  func draw(in grid: inout CellGrid) {
    guard let (content, box) = laidOut(columns: grid.columns, rows: grid.rows) else { return }
    let inner = box.frame.inset(columns: 2, rows: 1)
    grid.fill(box.frame, style: theme.dialog)
    grid.drawBox(
      box.frame, title: content.title, style: theme.dialog, titleStyle: theme.dialog.bold(), ascii: ascii)
    for offset in 0..<box.lines.rows where content.rows.indices.contains(box.firstLine + offset) {
      drawRow(box.firstLine + offset, of: content, row: box.lines.row + offset, inner: inner, in: &grid)
    }
    var row = box.lines.endRow + 1
    for note in content.notes {
      grid.put(note, column: inner.column, row: row, style: theme.dialog, limit: inner.columns)
      row += 1
    }
    let keys = TextLayout.truncate(content.keys, columns: inner.columns, ascii: ascii)
    grid.put(keys, column: inner.column, row: inner.endRow - 1, style: theme.dialog.dim())
    if case .prompt(let prompt) = dialog { drawPrompt(prompt, box: box, inner: inner, in: &grid) }
  }

  private func drawRow(
    _ index: Int, of content: Content, row: Int, inner: Rectangle, in grid: inout CellGrid,
  ) {
    let (label, value) = content.rows[index]
    let isChosen = index == content.chosen
    var style = isChosen ? theme.chosen : theme.dialog
    if content.headings.contains(index) { style = theme.dialog.bold() }
    if isChosen {
      grid.fill(Rectangle(column: inner.column, row: row, columns: inner.columns, rows: 1), style: style)
    }
    let marker = isChosen ? screen.glyphs.pointer : " "
    grid.put(marker, column: inner.column, row: row, style: style)
    grid.put(label, column: inner.column + 2, row: row, style: style, limit: content.labelWidth)
    let column = inner.column + 2 + content.labelWidth + (content.labelWidth > 0 ? 2 : 0)
    let room = inner.endColumn - column
    let shown = content.isForm ? (isChosen ? "< \(value) >" : "  \(value)") : value
    grid.put(TextLayout.truncate(shown, columns: room, ascii: ascii), column: column, row: row, style: style)
  }

  /// The line of text, scrolled so that the cursor is in it, and what was wrong with it.
  private func drawPrompt(_ prompt: Prompt, box: Box, inner: Rectangle, in grid: inout CellGrid) {
    let row = box.lines.row + 1
    let place = Rectangle(column: inner.column, row: row, columns: inner.columns, rows: 1)
    grid.fill(place, style: theme.dialog.underline())
    prompt.line.draw(in: place, style: theme.dialog.underline(), &grid)
  }

  // MARK: Layout

  private func laidOut(columns: Int, rows: Int) -> (content: Content, box: Box)? {
    guard columns >= 20, rows >= 8 else { return nil }
    var content = content(columns: columns)
    let inside = min(content.width, columns - 4)
    content.notes = content.notes.flatMap { TextLayout.wrap($0, columns: inside) }
    // A form keeps its height while its notes change.
    if content.isForm, content.notes.count < 2, rows >= 20 {
      content.notes += Array(repeating: "", count: 2 - content.notes.count)
    }
    let extra = 2 + (content.notes.isEmpty ? 0 : content.notes.count + 1) + 2
    let lines = max(1, min(content.rows.count, rows - extra))
    let frame = Rectangle(columns: columns, rows: rows).centered(columns: inside + 4, rows: lines + extra)
    var first = content.first
    if let chosen = content.chosen { first = max(0, min(chosen - lines / 2, content.rows.count - lines)) }
    let area = Rectangle(
      column: frame.column + 1, row: frame.row + 1, columns: frame.columns - 2, rows: lines)
    return (content, Box(frame: frame, lines: area, firstLine: first))
  }

  private func content(columns: Int) -> Content {
    switch dialog {
    case .menu(let index, _):
      let rows = MenuItem.allCases.map { (label: $0.key, value: say($0.text)) }
      return Content(
        title: say(DialogText.menu), rows: rows, labelWidth: 2, chosen: index, keys: say(DialogText.listKeys),
        width: widest(rows, label: 2))
    case .help(let top):
      let lines = HelpView.lines(say, glyphs: screen.glyphs, speed: screen.speed)
      let width = lines.map { TerminalWidth.of($0.keys) }.max() ?? 0
      let rows = lines.map { $0.isHeading ? (label: $0.text, value: "") : (label: $0.keys, value: $0.text) }
      return Content(
        title: say(DialogText.help), rows: rows, labelWidth: max(width, 14), chosen: nil, first: top,
        keys: say(DialogText.helpKeys), headings: Set(lines.indices.filter { lines[$0].isHeading }),
        width: widest(rows, label: max(width, 14)))
    case .newGame(let form): return formContent(form, keys: .formKeys)
    case .settings(let form): return formContent(form, keys: .settingsKeys)
    case .prompt(let prompt):
      return Content(
        title: say(prompt.kind.title),
        rows: [(label: "", value: say(prompt.kind.question)), ("", "")],
        labelWidth: 0, chosen: nil, notes: [prompt.error ?? " "], keys: say(DialogText.promptKeys), width: 70)
    case .games(let choice):
      let rows = choice.games.enumerated().map { (label: String($0 + 1), value: line(for: $1)) }
      let label = String(choice.games.count).count
      return Content(
        title: "\(say(DialogText.games)) · \(choice.path)", rows: rows, labelWidth: label,
        chosen: choice.index,
        keys: say(DialogText.listKeys), width: max(40, widest(rows, label: label)))
    case .confirm(let question):
      return Content(
        title: say(question.title), rows: [(label: "", value: say(question.question))], labelWidth: 0,
        chosen: nil,
        keys: say(DialogText.yesNo), width: 34)
    }
  }

  private func formContent(_ form: some ChoiceForm, keys: DialogText) -> Content {
    let rows = form.fields.map { (label: form.label($0, say), value: form.value($0, say)) }
    let label = rows.map { TerminalWidth.of($0.label) }.max() ?? 0
    let note = form.note(say)
    return Content(
      title: say(form.title), rows: rows, labelWidth: label, chosen: min(form.row, rows.count - 1),
      notes: note.isEmpty ? [] : [note], keys: say(keys), isForm: true,
      width: max(58, widest(rows, label: label) + 4))
  }

  private func widest(_ rows: [(label: String, value: String)], label: Int) -> Int {
    let values = rows.map { TerminalWidth.of($0.value) }.max() ?? 0
    return max(values + label + 4, TerminalWidth.of(say(DialogText.listKeys)))
  }

  /// A game in a line: who against whom, how it came out, how long it is.
  private func line(for record: GameRecord) -> String {
    func name(_ tag: String) -> String {
      guard let value = record[tag], !value.isEmpty else { return "?" }
      return value
    }
    let text = say(
      DialogText.gameLine, name("Red"), name("Black"), record.outcome?.notation ?? "*",
      String(record.moves.count))
    return [text, record["Date"], record["Event"]].compactMap { $0 }.joined(separator: "  ")
  }
}

import Catalog
import Screen

/// A screen for texts: what it has of its own beside the ``TextShell``.
protocol TextScreen: Program {
  var shell: TextShell { get set }
  /// What stands in the title line, left and right.
  var title: (left: String, right: String) { get }
  /// The keys most wanted now.
  var footer: [FooterKey] { get }
  /// Every key.
  var help: [HelpEntry] { get }
  /// What the notice line says when there is no news.
  var idleHint: String { get }
  /// Whether the model works for this screen now.
  var isWorking: Bool { get }
  /// What is done at the very beginning.
  mutating func begin() -> [Effect]
  mutating func take(_ key: Key) -> [Effect]
  mutating func take(_ mouse: MouseEvent, body: Rectangle) -> [Effect]
  mutating func take(_ message: Message) -> [Effect]
  /// The line that is asked for was typed.
  mutating func accept(_ text: String, for purpose: TextShell.Prompt.Purpose) -> [Effect]
  /// What is done when the screen is left.
  mutating func leave() -> [Effect]
  /// The line under the text where something of the screen's own stands; false leaves it to notices.
  func drawLine(row: Int, columns: Int, in grid: inout CellGrid) -> Bool
  func draw(_ body: Rectangle, in grid: inout CellGrid)
}

extension TextScreen {
  var ticks: Int? { !shell.isFinished && isWorking ? 120 : nil }

  /// Takes in an event.
  mutating func handle(_ event: Event<Message>) -> [Effect] {
    if shell.isFinished { return [] }
    var effects: [Effect] = []
    if !shell.hasBegun {
      shell.hasBegun = true
      effects += begin()
    }
    switch event {
    case .resize(let columns, let rows): shell.size = (columns, rows)
    case .tick(let milliseconds): shell.workTime = (shell.workTime + max(0, milliseconds)) % 3_600_000
    case .key(.control("c")), .interruption:
      shell.endsProgram = true
      effects += finish()
    case .key(let key): effects += press(key)
    case .mouse(let mouse): effects += press(mouse)
    case .message(let message): effects += take(message)
    }
    return effects
  }

  /// Leaves the screen.
  mutating func finish() -> [Effect] {
    shell.isFinished = true
    return leave()
  }

  private mutating func press(_ key: Key) -> [Effect] {
    if let top = shell.help {
      shell.help = helpTop(after: key, top)
      return []
    }
    if var prompt = shell.prompt {
      switch key {
      case .escape: shell.prompt = nil
      case .enter:
        shell.prompt = nil
        let name = prompt.line.text.trimmed
        return name.isEmpty ? [] : accept(name, for: prompt.purpose)
      default: if prompt.line.take(key) { shell.prompt = prompt }
      }
      return []
    }
    if key == .function(1) {
      shell.help = 0
      return []
    }
    return take(key)
  }

  private mutating func press(_ mouse: MouseEvent) -> [Effect] {
    guard isRoomy(shell.size.columns, shell.size.rows) else { return [] }
    if shell.help != nil {
      switch mouse.kind {
      case .wheelUp: return press(.up)
      case .wheelDown: return press(.down)
      case .press: shell.help = nil
      case .release: break
      }
      return []
    }
    if mouse.kind == .press, mouse.row == shell.size.rows - 1 {
      let item = places(columns: shell.size.columns).first { $0.columns.contains(mouse.column) }
      return item.map { press($0.item.key) } ?? []
    }
    return shell.prompt == nil ? take(mouse, body: body(shell.size.columns, shell.size.rows)) : []
  }

  private func isRoomy(_ columns: Int, _ rows: Int) -> Bool {
    columns >= TextShell.minimum.columns && rows >= TextShell.minimum.rows
  }

  /// The part of the screen that is the screen's own.
  func body(_ columns: Int, _ rows: Int) -> Rectangle {
    Rectangle(column: 1, row: 2, columns: columns - 2, rows: rows - 4)
  }

  // MARK: Drawing

  /// Draws the screen, or a message where it does not fit.
  func picture(columns: Int, rows: Int) -> CellGrid {
    var grid = CellGrid(columns: columns, rows: rows)
    let theme = shell.theme
    grid.fill(grid.bounds, style: theme.text)
    guard isRoomy(columns, rows) else {
      let minimum = "\(TextShell.minimum.columns)x\(TextShell.minimum.rows)"
      let text = shell.say(BoardText.tooSmall, minimum, "\(grid.columns)x\(grid.rows)")
      grid.putWrapped(text, in: grid.bounds, style: theme.text)
      return grid
    }
    drawTitle(in: &grid)
    draw(body(grid.columns, grid.rows), in: &grid)
    drawNotice(row: grid.rows - 2, in: &grid)
    for place in places(columns: grid.columns) {
      let column = place.columns.lowerBound
      let next = column + grid.put(place.item.label, column: column, row: grid.rows - 1, style: theme.title)
      grid.put(shell.say(place.item.text), column: next + 1, row: grid.rows - 1, style: theme.faint)
    }
    if let top = shell.help { drawHelp(top, in: &grid) }
    return grid
  }

  private func drawTitle(in grid: inout CellGrid) {
    let (theme, title) = (shell.theme, title)
    let width = TerminalWidth.of(title.right)
    let room = grid.columns - 2 - (width > 0 ? width + 2 : 0)
    grid.put(
      TextLayout.truncate(title.left, columns: room, ascii: shell.ascii), column: 1, row: 0,
      style: theme.title)
    grid.put(title.right, column: max(1, grid.columns - 1 - width), row: 0, style: theme.text)
    grid.drawRule(column: 0, row: 1, columns: grid.columns, style: theme.faint, ascii: shell.ascii)
  }

  private func drawNotice(row: Int, in grid: inout CellGrid) {
    let theme = shell.theme
    let room = grid.columns - 2
    if let prompt = shell.prompt {
      let label = shell.say(prompt.purpose == .open ? ShellText.openPrompt : .savePrompt)
      prompt.line.draw(label: label, column: 1, row: row, columns: room, theme: theme, in: &grid)
      return
    }
    if shell.notice == nil, drawLine(row: row, columns: room, in: &grid) { return }
    let text = shell.notice?.text ?? idleHint
    let style = shell.notice.map { $0.isError ? theme.error : theme.notice } ?? theme.faint
    let line = String(text.map { $0.isNewline ? " " : $0 })
    grid.put(TextLayout.truncate(line, columns: room, ascii: shell.ascii), column: 1, row: row, style: style)
  }

  /// Where the keys of the bottom line stand, as many as fit.
  private func places(columns: Int) -> [(item: FooterKey, columns: Range<Int>)] {
    var places: [(item: FooterKey, columns: Range<Int>)] = []
    var column = 1
    for item in footer {
      let width = TerminalWidth.of(item.label) + 1 + TerminalWidth.of(shell.say(item.text))
      guard column + width < columns else { break }
      places.append((item, column..<column + width))
      column += width + 2
    }
    return places
  }

  // MARK: Help

  private func helpTop(after key: Key, _ top: Int) -> Int? {
    let page = max(1, shell.size.rows - 6)
    let last = max(0, help.count - page)
    return switch key {
    case .up, .character("k"): max(0, top - 1)
    case .down, .character("j"), .enter: min(last, top + 1)
    case .pageUp: max(0, top - page)
    case .pageDown, .character(" "): min(last, top + page)
    case .home: 0
    case .end: last
    case .escape, .function(1), .character("?"), .character("？"), .character("q"): nil
    default: top
    }
  }

  private func drawHelp(_ top: Int, in grid: inout CellGrid) {
    let (theme, say) = (shell.theme, shell.say)
    let label = help.map { TerminalWidth.of($0.keys) }.max() ?? 0
    let text = help.map { TerminalWidth.of(say($0.text)) }.max() ?? 0
    let rows = min(help.count, grid.rows - 6)
    let box = grid.bounds.centered(columns: min(grid.columns - 2, label + text + 6), rows: rows + 4)
    let inner = box.inset(columns: 2, rows: 1)
    grid.fill(box, style: theme.dialog)
    grid.drawBox(
      box, title: say(ShellText.help), style: theme.dialog, titleStyle: theme.dialog.bold(),
      ascii: shell.ascii)
    for (offset, entry) in help.dropFirst(top).prefix(rows).enumerated() {
      let row = inner.row + offset
      grid.put(entry.keys, column: inner.column, row: row, style: theme.dialog.bold(), limit: inner.columns)
      let column = inner.column + label + 2
      let room = inner.endColumn - column
      let shown = TextLayout.truncate(say(entry.text), columns: room, ascii: shell.ascii)
      grid.put(shown, column: column, row: row, style: theme.dialog)
    }
    let keys = TextLayout.truncate(say(DialogText.helpKeys), columns: inner.columns, ascii: shell.ascii)
    grid.put(keys, column: inner.column, row: inner.endRow - 1, style: theme.dialog.dim())
    grid.cursor = nil
  }
}

extension String {
  /// The text without white space around it.
  var trimmed: String {
    let rest = drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}

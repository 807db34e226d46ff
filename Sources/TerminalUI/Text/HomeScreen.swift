import Catalog
public import Screen

/// The menu of all screens, as a pure program: what was chosen is read when it has finished.
public struct HomeScreen: TextScreen, Sendable {
  /// Nothing answers.
  public typealias Message = Never
  /// Nothing is wanted done.
  public typealias Effect = Never

  /// A screen that the menu leads to.
  public enum Choice: String, CaseIterable, Sendable, Hashable {
    /// The game.
    case game
    /// The exercises.
    case cloze
    /// Summaries.
    case summary
    /// Writing.
    case writing

    var name: HomeText {
      switch self {
      case .game: .game
      case .cloze: .cloze
      case .summary: .summary
      case .writing: .writing
      }
    }

    var note: HomeText {
      switch self {
      case .game: .gameNote
      case .cloze: .clozeNote
      case .summary: .summaryNote
      case .writing: .writingNote
      }
    }
  }

  var shell: TextShell
  private(set) var index: Int
  /// The screen that was chosen, `nil` to leave the program.
  public private(set) var choice: Choice?

  /// The menu with the pointer on `choice`.
  public init(look: TextLook, at choice: Choice = .game) {
    shell = TextShell(look)
    index = Choice.allCases.firstIndex(of: choice) ?? 0
  }

  /// Whether something was chosen, or the program left.
  public var isFinished: Bool { shell.isFinished }
  /// Takes in one event.
  public mutating func update(_ event: Event<Never>) -> [Never] { handle(event) }
  /// Draws the menu.
  public func render(columns: Int, rows: Int) -> CellGrid { picture(columns: columns, rows: rows) }

  var isWorking: Bool { false }
  var title: (left: String, right: String) {
    let say = shell.say
    return ("\(say(HomeText.title))  \(say(HomeText.subtitle))", "")
  }
  var idleHint: String { shell.say(HomeText.hint) }
  var footer: [FooterKey] {
    [
      FooterKey("?", .help, .character("?")), FooterKey("q", .quit, .character("q")),
      FooterKey("Enter", .open, .enter),
    ]
  }
  var help: [HelpEntry] {
    [
      HelpEntry(shell.ascii ? "Up Down jk" : "↑ ↓ jk", .choose), HelpEntry("Enter 1 2 3 4", .open),
      HelpEntry("? F1", .help), HelpEntry("q Esc Ctrl-C", .quit),
    ]
  }

  mutating func begin() -> [Never] { [] }
  mutating func leave() -> [Never] { [] }
  mutating func take(_ message: Never) -> [Never] {}
  mutating func accept(_ text: String, for purpose: TextShell.Prompt.Purpose) -> [Never] { [] }

  mutating func take(_ key: Key) -> [Never] {
    let count = Choice.allCases.count
    switch key {
    case .up, .backtab, .character("k"): index = (index + count - 1) % count
    case .down, .tab, .character("j"): index = (index + 1) % count
    case .home: index = 0
    case .end: index = count - 1
    case .enter, .character(" "): return open(index)
    case .character("?"), .character("？"): shell.help = 0
    case .escape, .character("q"), .character("Q"): return finish()
    case .character(let digit):
      if let number = digit.wholeNumberValue, Choice.allCases.indices.contains(number - 1) {
        return open(number - 1)
      }
    default: break
    }
    return []
  }

  private mutating func open(_ index: Int) -> [Never] {
    self.index = index
    choice = Choice.allCases[index]
    return finish()
  }

  mutating func take(_ mouse: MouseEvent, body: Rectangle) -> [Never] {
    switch mouse.kind {
    case .wheelUp: return take(.up)
    case .wheelDown: return take(.down)
    case .release: return []
    case .press:
      let pressed = Choice.allCases.indices.first { row(of: $0, in: body) == mouse.row }
      return pressed.map { open($0) } ?? []
    }
  }

  private func row(of index: Int, in body: Rectangle) -> Int {
    let isRoomy = body.rows > 3 * Choice.allCases.count
    return body.row + (isRoomy ? body.rows / 2 - 5 + 3 * index : index)
  }

  func drawLine(row: Int, columns: Int, in grid: inout CellGrid) -> Bool { false }

  func draw(_ body: Rectangle, in grid: inout CellGrid) {
    let (theme, say) = (shell.theme, shell.say)
    let labels = Choice.allCases.map { say($0.name) }
    let notes = Choice.allCases.map { say($0.note) }
    let label = labels.map { TerminalWidth.of($0) }.max() ?? 0
    let width = label + (notes.map { TerminalWidth.of($0) }.max() ?? 0) + 10
    let start = body.column + max(0, (body.columns - width) / 2)
    for index in labels.indices {
      let row = row(of: index, in: body)
      let isChosen = index == self.index
      let style = isChosen ? theme.chosen : theme.text
      if isChosen {
        grid.fill(
          Rectangle(column: start, row: row, columns: min(width, body.columns), rows: 1), style: style)
        grid.put(shell.ascii ? ">" : "▶", column: start, row: row, style: style)
      }
      grid.put("\(index + 1)  \(labels[index])", column: start + 2, row: row, style: style)
      let column = start + label + 8
      let note = TextLayout.truncate(notes[index], columns: body.endColumn - column, ascii: shell.ascii)
      grid.put(note, column: column, row: row, style: isChosen ? style : theme.faint)
    }
  }
}

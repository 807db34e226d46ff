import Screen

/// A line of text that is typed, with its cursor.
struct LineEdit: Sendable, Hashable {
  private(set) var characters: [Character]
  /// Where the next character goes.
  private(set) var cursor: Int
  /// The longest text taken.
  let limit: Int

  /// The longest file name or position taken.
  static let usualLimit = 400

  init(_ text: String = "", limit: Int = usualLimit) {
    characters = Array(text.prefix(limit))
    cursor = characters.count
    self.limit = limit
  }

  var text: String { String(characters) }
  var isEmpty: Bool { characters.isEmpty }

  /// Takes a key of editing; false for any other.
  mutating func take(_ key: Key) -> Bool {
    switch key {
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace:
      guard cursor > 0 else { break }
      cursor -= 1
      characters.remove(at: cursor)
    case .delete: if cursor < characters.count { characters.remove(at: cursor) }
    case .control("u"):
      characters.removeFirst(cursor)
      cursor = 0
    case .character(let character):
      guard characters.count < limit, !character.isNewline else { break }
      characters.insert(character, at: cursor)
      cursor += 1
    default: return false
    }
    return true
  }

  /// Draws the line behind its label.
  func draw(
    label: String, column: Int, row: Int, columns: Int, theme: Theme, in grid: inout CellGrid,
  ) {
    let width = grid.put("\(label)> ", column: column, row: row, style: theme.title, limit: columns)
    let place = Rectangle(column: column + width, row: row, columns: columns - width, rows: 1)
    draw(in: place, style: theme.text, &grid)
  }

  /// Draws the line in a row, scrolled so that the cursor is in it.
  func draw(in place: Rectangle, style: Style, _ grid: inout CellGrid) {
    var first = 0
    var width = characters[..<cursor].reduce(0) { $0 + TerminalWidth.of($1) }
    while width >= place.columns, first < cursor {
      width -= TerminalWidth.of(characters[first])
      first += 1
    }
    grid.put(
      String(characters[first...]), column: place.column, row: place.row, style: style, limit: place.columns)
    if place.columns > 0 { grid.cursor = CellGrid.Cursor(column: place.column + width, row: place.row) }
  }
}

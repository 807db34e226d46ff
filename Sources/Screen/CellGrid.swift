/// A screenful of cells: what a ``Program`` renders and a terminal shows.
///
/// Whatever is put where, a wide character always has both its columns: overwriting half of one blanks the other
/// half, and one that would stick out of an edge is not drawn.
public struct CellGrid: Sendable, Hashable {
  /// The width.
  public let columns: Int
  /// The height.
  public let rows: Int
  /// Where the terminal's cursor stands, for text entry; nil hides it.
  public var cursor: Cursor?
  /// Row by row, `columns` each.
  private(set) var cells: [Cell]

  /// A place for the terminal's cursor.
  public struct Cursor: Sendable, Hashable {
    /// The column, counted from 0.
    public var column: Int
    /// The row, counted from 0.
    public var row: Int
    /// The cursor at `column`, `row`, from the top left corner (0, 0).
    public init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  /// The most columns or rows a grid has, so that no caller's number can exhaust memory.
  public static let maximumSide = 2048

  /// A grid of plain blanks; sizes are held to 0...``maximumSide``.
  public init(columns: Int, rows: Int) {
    self.columns = min(max(0, columns), Self.maximumSide)
    self.rows = min(max(0, rows), Self.maximumSide)
    cells = Array(repeating: .blank(), count: self.columns * self.rows)
  }

  /// The whole grid.
  public var bounds: Rectangle { Rectangle(columns: columns, rows: rows) }

  /// The cell at `column`, `row`, which must lie in the grid.
  public subscript(column: Int, row: Int) -> Cell {
    precondition(
      bounds.contains(column: column, row: row),
      "cell (\(column), \(row)) of a grid of \(columns) x \(rows)")
    return cells[row * columns + column]
  }

  /// Puts one line of text and returns the columns it took, at most `limit`.
  ///
  /// What lies outside the grid is cut off; a wide character cut by the left edge leaves a blank. Line breaks and
  /// tabs become blanks, other control characters `U+FFFD`; characters of no width are left out.
  ///
  /// - Returns: columns from `column` to the end of the text as far as it was put, including any left of the grid.
  @discardableResult
  public mutating func put(
    _ text: String, column: Int, row: Int, style: Style = .plain, limit: Int? = nil,
  ) -> Int {
    guard row >= 0, row < rows, column < columns else { return 0 }
    let end = limit.map { column + min(max(0, $0), columns - column) } ?? columns
    var next = column
    for character in text {
      let shown = Self.shown(character)
      let width = TerminalWidth.of(shown)
      if width == 0 { continue }
      if next + width > end { break }
      if next >= 0 {
        set(shown, width: width, column: next, row: row, style: style)
      } else if next + width > 0 {
        set(" ", width: 1, column: 0, row: row, style: style)
      }
      next += width
    }
    return next - column
  }

  /// Puts another grid's cells with its top left corner at `column`, `row`; what sticks out is cut off.
  public mutating func put(_ other: CellGrid, column: Int, row: Int) {
    let target = Rectangle(column: column, row: row, columns: other.columns, rows: other.rows)
    let seen = target.intersection(bounds)
    for y in seen.row..<seen.endRow {
      for x in seen.column..<seen.endColumn {
        let cell = other[x - column, y - row]
        switch cell.span {
        case .narrow: set(cell.character, width: 1, column: x, row: y, style: cell.style)
        case .wide where x + 1 < seen.endColumn:
          set(cell.character, width: 2, column: x, row: y, style: cell.style)
        case .covered where x > seen.column: break
        case .wide, .covered: set(" ", width: 1, column: x, row: y, style: cell.style)
        }
      }
    }
    if let inner = other.cursor, bounds.contains(column: column + inner.column, row: row + inner.row) {
      cursor = Cursor(column: column + inner.column, row: row + inner.row)
    }
  }

  /// Fills a rectangle with one character (a blank if it is wide) in `style`.
  public mutating func fill(_ rectangle: Rectangle, style: Style = .plain, character: Character = " ") {
    let shown = Self.shown(character)
    let filler = TerminalWidth.of(shown) == 1 ? shown : " "
    let seen = rectangle.intersection(bounds)
    for y in seen.row..<seen.endRow {
      for x in seen.column..<seen.endColumn { set(filler, width: 1, column: x, row: y, style: style) }
    }
  }

  /// Changes the style of what stands in a rectangle: for highlights.
  ///
  /// A wide character counts as lying in the column of its left half.
  public mutating func restyle(_ rectangle: Rectangle, _ change: (Style) -> Style) {
    let seen = rectangle.intersection(bounds)
    for y in seen.row..<seen.endRow {
      for x in seen.column..<seen.endColumn {
        let index = y * columns + x
        guard cells[index].span != .covered else { continue }
        cells[index].style = change(cells[index].style)
        if cells[index].span == .wide { cells[index + 1].style = cells[index].style }
      }
    }
  }

  /// Gives what stands in a rectangle one style: for highlights.
  public mutating func restyle(_ rectangle: Rectangle, style: Style) {
    restyle(rectangle) { _ in style }
  }

  /// Sets a character of known width whose columns all lie in the grid.
  private mutating func set(_ character: Character, width: Int, column: Int, row: Int, style: Style) {
    let index = row * columns + column
    release(index)
    if width == 2 {
      release(index + 1)
      cells[index] = Cell(character, style: style, span: .wide)
      cells[index + 1] = Cell(" ", style: style, span: .covered)
    } else {
      cells[index] = Cell(character, style: style, span: .narrow)
    }
  }

  /// Blanks the other half of a wide character of which one half is at `index`.
  private mutating func release(_ index: Int) {
    switch cells[index].span {
    case .narrow: break
    case .wide: cells[index + 1] = .blank(cells[index + 1].style)
    case .covered: cells[index - 1] = .blank(cells[index - 1].style)
    }
  }

  /// The character put for `character`: control characters and line ends never reach a terminal.
  private static func shown(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first else { return " " }
    switch scalar.value {
    case 0x20..<0x7F: return character
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: return " "
    case 0..<0x20, 0x7F..<0xA0: return "\u{FFFD}"
    default: return character
    }
  }
}

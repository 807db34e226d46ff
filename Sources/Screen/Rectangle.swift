/// A part of a grid, in columns and rows from its top left corner.
///
/// Sizes are never negative.
public struct Rectangle: Sendable, Hashable {
  /// The leftmost column, counted from 0.
  public var column: Int
  /// The topmost row, counted from 0.
  public var row: Int
  /// The width.
  public private(set) var columns: Int
  /// The height.
  public private(set) var rows: Int

  /// A rectangle; sizes below zero become zero, so that arithmetic on a tiny screen stays harmless.
  public init(column: Int = 0, row: Int = 0, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// The first column to the right of the rectangle.
  public var endColumn: Int { column + columns }
  /// The first row below the rectangle.
  public var endRow: Int { row + rows }
  /// Whether it holds no cell.
  public var isEmpty: Bool { columns == 0 || rows == 0 }

  /// Whether the cell at `column`, `row` of the grid lies inside: for mouse presses.
  public func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < endColumn && row >= self.row && row < endRow
  }

  /// This rectangle without `columns` on the left and right and `rows` at the top and bottom.
  public func inset(columns: Int = 1, rows: Int = 1) -> Rectangle {
    Rectangle(
      column: column + min(columns, self.columns), row: row + min(rows, self.rows),
      columns: self.columns - 2 * columns, rows: self.rows - 2 * rows)
  }

  /// The same with one margin for all sides.
  public func inset(by margin: Int) -> Rectangle { inset(columns: margin, rows: margin) }

  /// The `columns` leftmost columns, and the rest after leaving out `gap` columns.
  public func splitLeft(_ columns: Int, gap: Int = 0) -> (left: Rectangle, rest: Rectangle) {
    let taken = min(max(0, columns), self.columns)
    let skipped = min(taken + gap, self.columns)
    return (
      Rectangle(column: column, row: row, columns: taken, rows: rows),
      Rectangle(column: column + skipped, row: row, columns: self.columns - skipped, rows: rows)
    )
  }

  /// The `columns` rightmost columns, and the rest after leaving out `gap` columns.
  public func splitRight(_ columns: Int, gap: Int = 0) -> (right: Rectangle, rest: Rectangle) {
    let taken = min(max(0, columns), self.columns)
    return (
      Rectangle(column: endColumn - taken, row: row, columns: taken, rows: rows),
      Rectangle(column: column, row: row, columns: self.columns - taken - gap, rows: rows)
    )
  }

  /// The `rows` topmost rows, and the rest after leaving out `gap` rows.
  public func splitTop(_ rows: Int, gap: Int = 0) -> (top: Rectangle, rest: Rectangle) {
    let taken = min(max(0, rows), self.rows)
    let skipped = min(taken + gap, self.rows)
    return (
      Rectangle(column: column, row: row, columns: columns, rows: taken),
      Rectangle(column: column, row: row + skipped, columns: columns, rows: self.rows - skipped)
    )
  }

  /// The `rows` bottommost rows, and the rest after leaving out `gap` rows.
  public func splitBottom(_ rows: Int, gap: Int = 0) -> (bottom: Rectangle, rest: Rectangle) {
    let taken = min(max(0, rows), self.rows)
    return (
      Rectangle(column: column, row: endRow - taken, columns: columns, rows: taken),
      Rectangle(column: column, row: row, columns: columns, rows: self.rows - taken - gap)
    )
  }

  /// A rectangle of at most `columns` x `rows` in the middle of this one: for dialogs.
  public func centered(columns: Int, rows: Int) -> Rectangle {
    let width = min(max(0, columns), self.columns)
    let height = min(max(0, rows), self.rows)
    return Rectangle(
      column: column + (self.columns - width) / 2, row: row + (self.rows - height) / 2,
      columns: width, rows: height)
  }

  /// The cells that lie in both.
  public func intersection(_ other: Rectangle) -> Rectangle {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rectangle(
      column: left, row: top, columns: min(endColumn, other.endColumn) - left,
      rows: min(endRow, other.endRow) - top)
  }
}

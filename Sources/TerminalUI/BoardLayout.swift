public import Screen
public import Xiangqi

/// Where the points of the board lie on the screen.
///
/// Points are `columnStep` columns and `rowStep` rows apart; pieces stand on the crossings, two columns wide. With
/// `rowStep` 1 there are no rows between ranks, and the river gets one of its own.
public struct BoardLayout: Sendable, Hashable {
  /// The column of the left file's crossings.
  public let column: Int
  /// The row of the top rank.
  public let row: Int
  /// Columns from file to file.
  public let columnStep: Int
  /// Rows from rank to rank.
  public let rowStep: Int
  /// Whether Black sits at the bottom.
  public let flipped: Bool

  /// A board whose top left crossing is at `column`, `row`.
  public init(column: Int, row: Int, columnStep: Int, rowStep: Int, flipped: Bool) {
    self.column = column
    self.row = row
    self.columnStep = columnStep
    self.rowStep = rowStep
    self.flipped = flipped
  }

  /// Rows from the top rank to the bottom one, both included.
  public var rows: Int { Self.rows(rowStep: rowStep) }

  static func rows(rowStep: Int) -> Int { 9 * rowStep + 1 + (rowStep == 1 ? 1 : 0) }

  /// Columns from the left file's crossings to the right one's, both included.
  public var columns: Int { 8 * columnStep + 1 }

  /// The cell of a square's crossing, where the left half of its piece stands.
  public func cell(of square: Square) -> (column: Int, row: Int) {
    let across = flipped ? 8 - square.file : square.file
    return (column + across * columnStep, self.row(down: flipped ? square.rank : 9 - square.rank))
  }

  /// The row of the `down`th rank from the top.
  func row(down: Int) -> Int { row + down * rowStep + (rowStep == 1 && down >= 5 ? 1 : 0) }

  /// The rows strictly between the two banks of the river.
  var riverRows: Range<Int> { (row(down: 4) + 1)..<row(down: 5) }

  /// The square whose point is nearest to a cell, nil when the cell is off the board.
  public func square(atColumn column: Int, row: Int) -> Square? {
    // A piece covers the crossing and the cell to its right, so the middle of a point is between them.
    let across = (2 * (column - self.column) - 1 + columnStep).quotientDown(2 * columnStep)
    guard (0...8).contains(across) else { return nil }
    let down = (0...9).min { abs(self.row(down: $0) - row) < abs(self.row(down: $1) - row) } ?? 0
    guard abs(self.row(down: down) - row) <= rowStep / 2 else { return nil }
    return Square(file: flipped ? 8 - across : across, rank: flipped ? down : 9 - down)
  }
}

extension Int {
  /// The quotient rounded down, for numbers below zero too.
  fileprivate func quotientDown(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}

/// How the screen is divided: the board on the left, the panel on the right, three lines below.
public struct ScreenLayout: Sendable, Hashable {
  /// The least screen the table fits on.
  public static let minimum = (columns: 40, rows: 15)

  /// The board.
  public let board: BoardLayout
  /// Everything beside the board; nil where there is no room.
  public let panel: Rectangle?
  /// Whose move it is, check, verdicts.
  public let statusRow: Int
  /// The move being typed, and notices.
  public let entryRow: Int
  /// What the keys do; nil where there is no room.
  public let footerRow: Int?

  /// The division of a screen; nil when it is smaller than ``minimum``.
  public init?(columns: Int, rows: Int, flipped: Bool) {
    guard columns >= Self.minimum.columns, rows >= Self.minimum.rows else { return nil }
    let sizes: [(columnStep: Int, rowStep: Int, columns: Int)] = [
      (8, 4, 116), (6, 3, 94), (4, 2, Self.minimum.columns), (4, 1, Self.minimum.columns),
    ]
    // Two rows of file numbers, two lines below; the footer only where it leaves the board its size.
    let size =
      sizes.first { columns >= $0.columns && rows >= BoardLayout.rows(rowStep: $0.rowStep) + 4 } ?? sizes[3]
    let boardRows = BoardLayout.rows(rowStep: size.rowStep) + 2
    footerRow = rows > boardRows + 2 ? rows - 1 : nil
    entryRow = (footerRow ?? rows) - 1
    statusRow = entryRow - 1
    board = BoardLayout(
      column: 3, row: 1 + (statusRow - boardRows) / 2, columnStep: size.columnStep, rowStep: size.rowStep,
      flipped: flipped)
    // The brackets of the right file end two columns past its crossings. The narrowest panel holds a pair of moves.
    let panelColumn = board.column + board.columns + (columns < 80 ? 3 : 4)
    let panelColumns = columns - panelColumn - (columns < 80 ? 0 : 1)
    panel =
      panelColumns >= 19
      ? Rectangle(column: panelColumn, row: 0, columns: panelColumns, rows: statusRow) : nil
  }
}

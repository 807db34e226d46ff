import Catalog
import Screen
import Xiangqi

/// Draws a board: lines, river, palaces, the numbers of the files, pieces and marks.
struct BoardView {
  let layout: BoardLayout
  let position: Position
  let glyphs: BoardGlyphs
  let theme: Theme
  let notation: Notation
  var marks = BoardMarks()

  func draw(in grid: inout CellGrid) {
    drawLines(in: &grid)
    drawPalaces(in: &grid)
    drawRiver(in: &grid)
    drawFileNames(in: &grid)
    drawRankNames(in: &grid)
    for square in Square.all { draw(square, in: &grid) }
  }

  // MARK: Lines

  private func drawLines(in grid: inout CellGrid) {
    let end = layout.column + layout.columns - 1
    for down in 0...9 {
      let row = layout.row(down: down)
      grid.put(
        String(repeating: glyphs.horizontal, count: layout.columns), column: layout.column, row: row,
        style: theme.lines)
      for across in 0...8 {
        let isEdge = across == 0 || across == 8
        let crossing = glyphs.crossing(
          up: down > 0 && (isEdge || down != 5), down: down < 9 && (isEdge || down != 4), left: across > 0,
          right: across < 8)
        grid.put(
          String(crossing), column: layout.column + across * layout.columnStep, row: row, style: theme.lines)
      }
    }
    for row in layout.row..<(layout.row + layout.rows)
    where !(0...9).contains(where: { layout.row(down: $0) == row }) {
      let isRiver = layout.riverRows.contains(row)
      for across in 0...8 where !isRiver || across == 0 || across == 8 {
        let column = layout.column + across * layout.columnStep
        grid.put(String(glyphs.vertical), column: min(column, end), row: row, style: theme.lines)
      }
    }
  }

  /// The diagonals of both palaces, where there are rows between the ranks to draw them in; else their crossings.
  private func drawPalaces(in grid: inout CellGrid) {
    if layout.rowStep == 1 {
      for rank in [1, 8] {
        let (column, row) = layout.cell(of: Square(file: 4, rank: rank))
        grid.put(String(glyphs.palaceCentre), column: column, row: row, style: theme.lines)
      }
      return
    }
    let slope = layout.columnStep / layout.rowStep
    for top in [0, 7] {
      let rows = 2 * layout.rowStep
      for step in 1..<rows where step % layout.rowStep != 0 {
        let row = layout.row(down: top) + step
        let left = layout.column + 3 * layout.columnStep + step * slope
        let right = layout.column + 5 * layout.columnStep - step * slope
        grid.put(String(glyphs.falling), column: left, row: row, style: theme.lines)
        grid.put(String(glyphs.rising), column: right, row: row, style: theme.lines)
      }
    }
  }

  private func drawRiver(in grid: inout CellGrid) {
    let rows = layout.riverRows
    let row = (rows.lowerBound + rows.upperBound - 1) / 2
    let names: [(text: String, middle: Int)] = [
      (glyphs.ascii ? "CHU  RIVER" : "楚  河", 2), (glyphs.ascii ? "HAN  BORDER" : "汉  界", 6),
    ]
    for name in names {
      let column = layout.column + name.middle * layout.columnStep - (TerminalWidth.of(name.text) - 1) / 2
      grid.put(name.text, column: column, row: row, style: theme.lettering)
    }
  }

  // MARK: Names of files and ranks

  /// The numbers at each edge are those of the side that sits there, counted from its right, as its moves are written;
  /// letters where moves are written with coordinates.
  private func drawFileNames(in grid: inout CellGrid) {
    let bottom: Side = layout.flipped ? .black : .red
    for (side, row) in [(bottom.opponent, layout.row - 1), (bottom, layout.row + layout.rows)] {
      for file in 0...8 {
        let cell = layout.cell(of: Square(file: file, rank: 0))
        grid.put(fileName(file, side: side), column: cell.column, row: row, style: theme.lettering)
      }
    }
  }

  func fileName(_ file: Int, side: Side) -> String {
    let number = side.notationFile(file)
    switch notation {
    case .iccs, .uciFairy: return String(Array("abcdefghi")[file])
    case .wxf: return String(number)
    case .chinese, .chineseTraditional:
      if glyphs.ascii { return String(number) }
      return String(Array(side == .red ? "一二三四五六七八九" : "１２３４５６７８９")[number - 1])
    }
  }

  private func drawRankNames(in grid: inout CellGrid) {
    guard notation == .iccs || notation == .uciFairy else { return }
    for rank in 0...9 {
      let cell = layout.cell(of: Square(file: 0, rank: rank))
      let name = String(notation == .iccs ? rank : rank + 1)
      grid.put(name, column: layout.column - 1 - name.count - 1, row: cell.row, style: theme.lettering)
    }
  }

  // MARK: Points

  private func draw(_ square: Square, in grid: inout CellGrid) {
    let (column, row) = layout.cell(of: square)
    let piece = position[square]
    var width = 1
    if let piece {
      width = glyphs.pieceWidth
      let own = piece.side == .red ? theme.red : theme.black
      let style =
        square == marks.selected
        ? theme.selected : square == marks.check || square == marks.obstacle ? theme.check : own
      grid.put(glyphs.piece(piece), column: column, row: row, style: style)
    } else if marks.targets.contains(square) {
      grid.put(String(glyphs.target), column: column, row: row, style: theme.target)
    }
    if let brackets = marks.brackets(at: square, glyphs: glyphs, isOccupied: piece != nil) {
      let style = theme[keyPath: brackets.style]
      grid.put(String(brackets.left), column: column - 1, row: row, style: style)
      grid.put(String(brackets.right), column: column + width, row: row, style: style)
    }
  }
}

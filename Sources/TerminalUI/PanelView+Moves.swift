import Catalog
import Players
import Screen
import Xiangqi

/// The list of moves: two to a line, in columns where there is room, each in a place that can be pressed.
extension PanelView {
  /// A line of the list: its number, and the plies (counted from 0) of its two moves.
  private struct Line {
    var number: Int
    var plies: [Int]
    var place: Rectangle
  }

  /// The least room a line of the list needs before it is given a column of its own.
  private static let columnWidth = 28

  func drawMoves(in grid: inout CellGrid) {
    let area = movesArea
    guard area.rows > 1 else { return }
    let count = table.game.moves.count
    drawRule(
      say(PanelText.moves), right: count == 0 ? "" : "\(screen.shownPly)/\(count)", row: area.row, in: &grid)
    guard count > 0 else {
      return put(say(PanelText.noMoves), row: area.row + 1, style: theme.faint, in: &grid)
    }
    for line in lines { draw(line, in: &grid) }
  }

  /// How many plies have been played after the move that is listed at a cell; nil where none is.
  func ply(atColumn column: Int, row: Int) -> Int? {
    for line in lines where line.place.contains(column: column, row: row) {
      let halves = Array(zip(line.plies, halfColumns(of: line.place)))
      let ply = halves.last { $1 <= column }?.0 ?? line.plies[0]
      return table.game.moves.indices.contains(ply) ? ply + 1 : nil
    }
    return nil
  }

  /// The lines in sight: the move shown is among them, with the moves before it; several columns move by whole ones.
  private var lines: [Line] {
    let area = movesArea
    let rows = area.rows - 1
    guard rows > 0, !table.game.moves.isEmpty else { return [] }
    let offset = table.game.start.sideToMove == .black ? 1 : 0
    let pairs = (table.game.moves.count + offset + 1) / 2
    let columns = max(1, min(area.columns / Self.columnWidth, (pairs + rows - 1) / rows))
    let shownPair = max(0, screen.shownPly - 1 + offset) / 2
    let capacity = columns * rows
    var first = max(0, min(shownPair - rows / 2, pairs - capacity))
    if columns > 1 { first = max(0, shownPair / rows - columns + 1) * rows }
    return (0..<min(capacity, pairs - first)).map { index in
      Line(
        number: table.game.start.moveNumber + first + index,
        plies: (0...1).map { 2 * (first + index) + $0 - offset },
        place: Rectangle(
          column: area.column + index / rows * Self.columnWidth, row: area.row + 1 + index % rows,
          columns: columns == 1 ? area.columns : Self.columnWidth - 1, rows: 1))
    }
  }

  /// The columns a move takes.
  private var halfWidth: Int {
    let notation = screen.settings.notation
    return notation == .chinese || notation == .chineseTraditional ? 8 : 6
  }

  /// `?!`, `?`, `??`: what the review says of a move.
  private func sign(of ply: Int) -> String? {
    switch screen.shownReview?.ply(leadingTo: ply + 1)?.opinion.judgement {
    case .inaccuracy: "?!"
    case .mistake: "?"
    case .blunder: "??"
    case nil: nil
    }
  }

  /// Where the number ends and both moves of a line begin.
  private func halfColumns(of place: Rectangle) -> [Int] {
    let width = halfWidth
    let start = place.column + 3
    let spare = max(0, place.endColumn - start - 2 * width)
    let first = start + min(2, spare / 2)
    // The signs of a review want room behind a move.
    let gap = screen.shownReview == nil ? 2 : 3
    return [first, first + width + min(gap, (spare + 1) / 2)]
  }

  private func draw(_ line: Line, in grid: inout CellGrid) {
    let place = line.place
    let number = "\(line.number)."
    grid.put(
      String(repeating: " ", count: max(0, 3 - number.count)) + number, column: place.column, row: place.row,
      style: theme.faint, limit: place.columns)
    for (half, (ply, column)) in zip(line.plies, halfColumns(of: place)).enumerated() {
      guard ply >= 0 else {
        grid.put("...", column: column, row: place.row, style: theme.faint)
        continue
      }
      guard ply < table.game.moves.count else { continue }
      let text = table.game.positions[ply].text(of: table.game.moves[ply], in: screen.settings.notation)
      let isShown = ply + 1 == screen.shownPly
      let style = isShown ? theme.chosen : half == 0 ? theme.red : theme.black
      let room = max(0, place.endColumn - column)
      let shown = TextLayout.truncate(text, columns: room, ascii: ascii)
      let end = column + grid.put(shown, column: column, row: place.row, style: style)
      let limit = half == 0 ? halfColumns(of: place)[1] : place.endColumn
      if let sign = sign(of: ply), end + sign.count <= limit {
        grid.put(sign, column: end, row: place.row, style: theme.error)
      }
      if isShown, !screen.isAtEnd, column > place.column + 3 {
        grid.put(screen.glyphs.pointer, column: column - 1, row: place.row, style: theme.cursor)
      }
    }
  }
}

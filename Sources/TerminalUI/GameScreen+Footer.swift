import Catalog
import Screen

extension GameScreen {
  /// A key of the bottom line with what it does; pressing it with the mouse is pressing the key.
  struct FooterItem {
    var label: String
    var text: KeyText?
    var key: Key
    var column: Int
    var width: Int
  }

  /// The keys most wanted now, as many as fit.
  func footerItems(columns: Int) -> [FooterItem] {
    let first: [(String, KeyText?, Key)] = [
      ("?", .footerHelp, .character("?")), ("m", .footerMenu, .character("m")),
      ("q", .footerQuit, .character("q")),
    ]
    let undo: (String, KeyText?, Key) = ("u", .footerUndo, .character("u"))
    let new: (String, KeyText?, Key) = ("F2", .footerNew, .function(2))
    let step: [(String, KeyText?, Key)] = [
      ("[", nil, .character("[")), ("]", .footerStep, .character("]")),
    ]
    let turns: [(String, KeyText?, Key)] =
      review == nil
      ? [("%", .footerAnalysis, .character("%"))]
      : [("{", nil, .character("{")), ("}", .footerTurn, .character("}"))]
    let rest: [(String, KeyText?, Key)] = [
      ("v", .footerFlip, .character("v")), ("s", .footerSave, .character("s")),
      ("F6", .footerNotation, .function(6)),
    ]
    let wanted: [(String, KeyText?, Key)] =
      if table.verdict != nil {
        [new, undo] + step + turns
      } else if table.isWatched {
        [
          ("Space", .footerPause, .character(" ")), ("+", nil, .character("+")),
          ("-", .footerFaster, .character("-")),
        ] + step + [new]
      } else {
        [undo, ("t", .footerHint, .character("t"))] + step
      }
    var items: [FooterItem] = []
    var column = 1
    for (label, text, key) in first + wanted + rest {
      let width = label.count + (text.map { 1 + TerminalWidth.of(say($0)) } ?? 0)
      guard column + width < columns else { break }
      items.append(FooterItem(label: label, text: text, key: key, column: column, width: width))
      column += width + (text == nil ? 1 : 2)
    }
    // The first key of a pair says nothing without the second.
    while let last = items.last, last.text == nil { items.removeLast() }
    return items
  }

  func drawFooter(row: Int, theme: Theme, in grid: inout CellGrid) {
    for item in footerItems(columns: grid.columns) {
      let column = item.column + grid.put(item.label, column: item.column, row: row, style: theme.title)
      if let text = item.text { grid.put(say(text), column: column + 1, row: row, style: theme.faint) }
    }
  }

  // MARK: The mouse

  mutating func tableMouse(_ mouse: MouseEvent) -> [TableEffect] {
    switch mouse.kind {
    case .wheelUp: return show(ply: shownPly - 1)
    case .wheelDown: return show(ply: shownPly + 1)
    case .release: return []
    case .press: break
    }
    guard let layout = ScreenLayout(columns: size.columns, rows: size.rows, flipped: settings.flipped) else {
      return []
    }
    if let square = layout.board.square(atColumn: mouse.column, row: mouse.row) {
      entry = nil
      letterStep = nil
      return press(square)
    }
    if mouse.row == layout.footerRow {
      let item = footerItems(columns: size.columns).first {
        ($0.column..<($0.column + $0.width)).contains(mouse.column)
      }
      guard let item else { return [] }
      entry = nil
      letterStep = nil
      return tableKey(item.key)
    }
    let panel = layout.panel.map { PanelView(screen: self, frame: $0) }
    let ply =
      panel?.ply(atColumn: mouse.column, row: mouse.row)
      ?? panel?.graph?.ply(atColumn: mouse.column, row: mouse.row)
    return ply.map { show(ply: $0) } ?? []
  }
}

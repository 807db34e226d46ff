import Catalog
import Players
public import Screen
import Xiangqi

extension GameScreen {
  /// The glyphs the settings ask for.
  var glyphs: BoardGlyphs { BoardGlyphs(ascii: settings.ascii, pieces: settings.pieces) }

  /// Draws the table, or a message where it does not fit.
  public func render(columns: Int, rows: Int) -> CellGrid {
    var grid = CellGrid(columns: columns, rows: rows)
    let theme = Theme.named(settings.theme)
    grid.fill(grid.bounds, style: theme.text)
    guard let layout = ScreenLayout(columns: columns, rows: rows, flipped: settings.flipped) else {
      let minimum = ScreenLayout.minimum
      let text = say(
        BoardText.tooSmall, "\(minimum.columns)x\(minimum.rows)", "\(grid.columns)x\(grid.rows)")
      grid.putWrapped(text, in: grid.bounds, style: theme.text)
      return grid
    }
    BoardView(
      layout: layout.board, position: shownPosition, glyphs: glyphs, theme: theme,
      notation: settings.notation,
      marks: marks
    ).draw(in: &grid)
    if let panel = layout.panel { PanelView(screen: self, frame: panel).draw(in: &grid) }
    drawStatus(row: layout.statusRow, theme: theme, in: &grid)
    drawEntry(row: layout.entryRow, theme: theme, in: &grid)
    if let row = layout.footerRow { drawFooter(row: row, theme: theme, in: &grid) }
    if let dialog { DialogView(dialog: dialog, screen: self).draw(in: &grid) }
    return grid
  }

  /// What is marked on the board now.
  var marks: BoardMarks {
    let position = shownPosition
    var marks = BoardMarks()
    marks.cursor = cursor
    marks.selected = selected
    if let selected {
      marks.targets = Set(position.legalMoves().filter { $0.from == selected }.map(\.to))
    }
    marks.last = shownPly > 0 ? table.game.moves[shownPly - 1] : nil
    marks.check = position.isCheck ? position.general(of: position.sideToMove) : nil
    marks.hint = hinted
    marks.obstacle = obstacle
    if let entry, let choice = entry.choice {
      let choices = completions
      marks.hint = choices.indices.contains(choice) ? choices[choice].move : nil
    }
    return marks
  }

  // MARK: The lines below

  /// Check, verdict, whose move it is, or where in the game the board is.
  private func drawStatus(row: Int, theme: Theme, in grid: inout CellGrid) {
    var column = 1
    if !isAtEnd {
      let text = say(StatusText.browsing, String(shownPly), String(table.game.moves.count))
      column += grid.put(text, column: column, row: row, style: theme.title) + 2
    }
    if let verdictText, isAtEnd {
      let text = TextLayout.truncate(verdictText, columns: grid.columns - column, ascii: settings.ascii)
      grid.put(text, column: column, row: row, style: theme.title)
      return
    }
    if shownPosition.isCheck {
      column += grid.put(" \(say(StatusText.check)) ", column: column, row: row, style: theme.check) + 1
    }
    grid.put(
      TextLayout.truncate(turnText, columns: grid.columns - column, ascii: settings.ascii), column: column,
      row: row,
      style: theme.text)
  }

  /// How the game stands, in one line: check, verdict, or whose move it is.
  var statusText: String {
    if let verdictText, isAtEnd { return verdictText }
    return (shownPosition.isCheck ? "\(say(StatusText.check)) " : "") + turnText
  }

  /// Who won and why; the person who plays the model is told first which of both it is.
  private var verdictText: String? {
    guard let verdict = table.verdict else { return nil }
    let sentence = say.sentence(verdict)
    guard let winner = verdict.outcome.winner, !table.isBetweenPeople, !table.isWatched else {
      return sentence
    }
    return
      "\(say(table[winner] == .human ? StatusText.youWon : .youLost))\(say.language == .chinese ? "" : " ")\(sentence)"
  }

  /// What the keys do here, where there is nothing else to say.
  private var idleHint: StatusText {
    if table.verdict != nil, isAtEnd { return .entryHintOver }
    if !isAtEnd { return .entryHintBrowsing }
    if table.isWatched { return .entryHintWatching }
    if pending?.purpose == .move { return .entryHintThinking }
    if table.mover != .human { return .entryHintStopped }
    if selected != nil { return .entryHintBoard }
    return settings.ascii ? .entryHintASCII : .entryHint
  }

  /// Whose move it is, or that the model thinks.
  private var turnText: String {
    let side = shownPosition.sideToMove
    let limit = drawishText
    if isAtEnd, pending?.purpose == .move {
      let dots = String(repeating: ".", count: 1 + thinkingTime / 360 % 3)
      return say(StatusText.thinking, name(of: side)) + dots
    }
    if isAtEnd, table.isWatched { return say(isPaused ? StatusText.watchPaused : .watching) + limit }
    if isAtEnd, table.mover == .human, !table.isBetweenPeople {
      return say(StatusText.yourMove, say.shortName(of: side)) + limit
    }
    return say(StatusText.toMove, say.name(of: side)) + limit
  }

  /// What brings a draw or a verdict nearer: a repeated position, many moves without a capture.
  private var drawishText: String {
    var text = ""
    let occurrences = isAtEnd ? table.game.occurrences : 1
    if occurrences > 1 { text += "  \(say(PanelText.repeated, String(occurrences)))" }
    let plies = shownPosition.pliesSinceCapture
    if plies >= 60 { text += "  \(say(PanelText.limit, String(plies)))" }
    return text
  }

  /// The move being typed with its completions, else a notice, else what can be typed.
  private func drawEntry(row: Int, theme: Theme, in grid: inout CellGrid) {
    let room = grid.columns - 2
    guard let entry else {
      let text = notice?.text ?? say(idleHint)
      let style = notice.map { $0.isError ? theme.error : theme.notice } ?? theme.faint
      grid.put(
        TextLayout.truncate(text, columns: room, ascii: settings.ascii), column: 1, row: row, style: style)
      return
    }
    var column = 1
    let choices = completions
    let shown = entry.choice.flatMap { choices.indices.contains($0) ? choices[$0].text : nil } ?? entry.text
    column += grid.put("\(say(StatusText.entryLabel))> ", column: column, row: row, style: theme.title)
    column += grid.put(shown, column: column, row: row, style: theme.text)
    grid.cursor = CellGrid.Cursor(column: min(column, grid.columns - 1), row: row)
    column += 3
    if let refusal = entry.refusal {
      let text = TextLayout.truncate(refusal, columns: grid.columns - 1 - column, ascii: settings.ascii)
      grid.put(text, column: column, row: row, style: theme.error)
      return
    }
    // The chosen completion stays in sight: the list begins a few before it.
    for index in choices.indices.dropFirst(max(0, (entry.choice ?? 0) - 3)) {
      let text = choices[index].text
      guard column + TerminalWidth.of(text) + 2 <= grid.columns else { break }
      let style = index == entry.choice ? theme.chosen : theme.faint
      column += grid.put(text, column: column, row: row, style: style) + 1
    }
  }
}

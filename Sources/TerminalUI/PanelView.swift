import Catalog
import Players
import Screen
import Xiangqi

/// Draws what stands beside the board: opening, players and clocks, moves, chances, thoughts.
struct PanelView {
  let screen: GameScreen
  let frame: Rectangle
  let theme: Theme
  let ascii: Bool
  let say: Catalog

  init(screen: GameScreen, frame: Rectangle) {
    self.screen = screen
    self.frame = frame
    theme = Theme.named(screen.settings.theme)
    ascii = screen.settings.ascii
    say = screen.say
  }

  private var table: TableGame { screen.table }
  private var showsThoughts: Bool { screen.settings.thoughts != .never && screen.hasModel }

  func draw(in grid: inout CellGrid) {
    var row = frame.row
    put(title, row: row, style: theme.title, in: &grid)
    row += 1
    let top: Side = screen.settings.flipped ? .red : .black
    for side in [top, top.opponent] {
      drawPlayer(side, row: row, in: &grid)
      row += 1
    }
    drawCaptured(row: row, in: &grid)
    row += 1
    let chances = showsThoughts ? 3 : 0
    let left = frame.rows - 4 - chances
    let ranked = !showsThoughts || left < 9 ? 0 : left >= 28 ? 10 : 5
    // A high panel also names the illegal moves the model thought of.
    let thoughts = ranked == 0 ? 0 : ranked == 5 ? 6 : ranked + 2
    drawMoves(
      Rectangle(column: frame.column, row: row, columns: frame.columns, rows: left - thoughts), in: &grid)
    row += left - thoughts
    if chances > 0 { drawChances(row: row, in: &grid) }
    if thoughts > 0 { drawThoughts(row: row + chances, count: ranked, in: &grid) }
  }

  private func put(_ text: String, row: Int, style: Style, in grid: inout CellGrid) {
    let shown = TextLayout.truncate(text, columns: frame.columns, ascii: ascii)
    grid.put(shown, column: frame.column, row: row, style: style, limit: frame.columns)
  }

  private func drawRule(_ title: String, right: String = "", row: Int, in grid: inout CellGrid) {
    grid.drawRule(column: frame.column, row: row, columns: frame.columns, style: theme.faint, ascii: ascii)
    let used =
      2
      + grid.put(
        " \(TextLayout.truncate(title, columns: frame.columns - 4, ascii: ascii)) ", column: frame.column + 2,
        row: row,
        style: theme.faint)
    let width = TerminalWidth.of(right) + 2
    if !right.isEmpty, used + width < frame.columns {
      grid.put(" \(right) ", column: frame.endColumn - width - 1, row: row, style: theme.faint)
    }
  }

  // MARK: The top

  /// The opening, or how the game came about.
  private var title: String {
    if let opening = screen.openings.name(of: table.game, upTo: screen.shownPly) {
      return opening[say.language]
    }
    if table.game.start != .start {
      let isHandicap = Handicap.allCases.contains { handicap in
        handicap != .none && Side.allCases.contains { handicap.start(givenBy: $0) == table.game.start }
      }
      return say(isHandicap ? PanelText.handicapGame : PanelText.endgame)
    }
    return screen.shownPly == 0 ? say(BoardText.program) : say(PanelText.unknownOpening)
  }

  private func drawPlayer(_ side: Side, row: Int, in grid: inout CellGrid) {
    let isMover = screen.shownPosition.sideToMove == side && table.verdict == nil
    let style = side == .red ? theme.red : theme.black
    let clock = table.clock.remaining(side).map { GameClock.text(milliseconds: $0) } ?? ""
    let room = frame.columns - 2 - (clock.isEmpty ? 0 : clock.count + 1)
    let glyphs = screen.glyphs
    grid.put(isMover ? glyphs.pointer : " ", column: frame.column, row: row, style: style)
    let text = "\(say.shortName(of: side)) \(screen.name(of: side))"
    grid.put(
      TextLayout.truncate(text, columns: room, ascii: ascii), column: frame.column + 2, row: row, style: style
    )
    grid.put(clock, column: frame.endColumn - clock.count, row: row, style: isMover ? style : theme.text)
  }

  /// The pieces that are off the board; each side's glyphs tell whose they were.
  private func drawCaptured(row: Int, in grid: inout CellGrid) {
    let lost = [Side.black, .red].map { side in
      table.captured(of: side, by: screen.shownPly).map { screen.glyphs.piece(Piece(side, $0)) }.joined()
    }
    guard lost.contains(where: { !$0.isEmpty }) else { return }
    var column = frame.column
    column += grid.put("\(say(PanelText.captured)) ", column: column, row: row, style: theme.faint)
    for (text, style) in zip(lost, [theme.black, theme.red]) where !text.isEmpty {
      let shown = TextLayout.truncate(text, columns: frame.endColumn - column, ascii: ascii)
      column += grid.put(shown, column: column, row: row, style: style, limit: frame.endColumn - column)
      column += 1
    }
  }

  // MARK: Moves

  private func drawMoves(_ area: Rectangle, in grid: inout CellGrid) {
    guard area.rows > 1 else { return }
    let limit = "\(screen.shownPly)/\(table.game.moves.count)"
    drawRule(say(PanelText.moves), right: table.game.moves.isEmpty ? "" : limit, row: area.row, in: &grid)
    let list = Rectangle(column: area.column, row: area.row + 1, columns: area.columns, rows: area.rows - 1)
    guard !table.game.moves.isEmpty else {
      put(say(PanelText.noMoves), row: list.row, style: theme.faint, in: &grid)
      return
    }
    let offset = table.game.start.sideToMove == .black ? 1 : 0
    let pairs = (table.game.moves.count + offset + 1) / 2
    let columnWidth = 28
    let columns = max(1, min(list.columns / columnWidth, (pairs + list.rows - 1) / list.rows))
    let shownPair = max(0, screen.shownPly - 1 + offset) / 2
    let capacity = columns * list.rows
    // The move shown stays in sight, with the moves before it; the list moves by whole columns.
    var first = max(0, min(shownPair - list.rows / 2, pairs - capacity))
    if columns > 1 { first = max(0, shownPair / list.rows - columns + 1) * list.rows }
    for index in 0..<min(capacity, pairs - first) {
      let cell = Rectangle(
        column: list.column + index / list.rows * columnWidth, row: list.row + index % list.rows,
        columns: columns == 1 ? list.columns : columnWidth - 1, rows: 1)
      drawPair(first + index, offset: offset, in: cell, grid: &grid)
    }
  }

  private func drawPair(_ pair: Int, offset: Int, in cell: Rectangle, grid: inout CellGrid) {
    let number = "\(table.game.start.moveNumber + pair)."
    var column = cell.column
    column += grid.put(
      String(repeating: " ", count: max(0, 3 - number.count)) + number, column: column, row: cell.row,
      style: theme.faint, limit: cell.columns)
    let width =
      screen.settings.notation == .chinese || screen.settings.notation == .chineseTraditional ? 8 : 6
    let gap = max(0, min(2, (cell.endColumn - column - 2 * width) / 2))
    for half in 0...1 {
      column += gap
      let ply = 2 * pair + half - offset
      if ply >= 0, ply < table.game.moves.count {
        let text = table.game.positions[ply].text(of: table.game.moves[ply], in: screen.settings.notation)
        let isShown = ply + 1 == screen.shownPly
        let style = isShown ? theme.chosen : half == 0 ? theme.red : theme.black
        let room = max(0, cell.endColumn - column)
        grid.put(
          TextLayout.truncate(text, columns: room, ascii: ascii), column: column, row: cell.row, style: style)
        if isShown, !screen.isAtEnd, gap > 0 {
          grid.put(screen.glyphs.pointer, column: column - 1, row: cell.row, style: theme.cursor)
        }
      } else if ply < 0 {
        grid.put("...", column: column, row: cell.row, style: theme.faint)
      }
      column += width
    }
  }

  // MARK: Chances and thoughts

  /// The thought about the position shown, else about the latest one before it.
  private func drawChances(row: Int, in grid: inout CellGrid) {
    drawRule(say(PanelText.chances), row: row, in: &grid)
    let ply = (0...1).map { screen.shownPly - $0 }.first { table.thoughts[$0] != nil }
    guard let ply, let wdl = table.thoughts[ply]?.wdl else {
      put(say(PanelText.noThoughts), row: row + 1, style: theme.faint, in: &grid)
      return
    }
    let shares = [wdl.red, wdl.draw, wdl.black]
    let signs: [Character] = ascii ? ["#", "=", "."] : ["█", "▒", "░"]
    grid.drawStackedBar(
      zip(shares, zip(signs, theme.chances)).map { BarSegment(weight: $0, character: $1.0, style: $1.1) },
      column: frame.column, row: row + 1, columns: frame.columns)
    let percents = Percent.wholes(shares)
    let names = [PanelText.redWins, .draw, .blackWins]
    var texts = zip(names, percents).map { "\(say($0)) \($1)%" }
    if texts.map({ TerminalWidth.of($0) }).reduce(2, +) > frame.columns { texts = percents.map { "\($0)%" } }
    let widths = texts.map { TerminalWidth.of($0) }
    grid.put(texts[0], column: frame.column, row: row + 2, style: theme.red)
    let free = frame.columns - widths.reduce(0, +)
    grid.put(texts[1], column: frame.column + widths[0] + max(1, free / 2), row: row + 2, style: theme.text)
    grid.put(texts[2], column: frame.endColumn - widths[2], row: row + 2, style: theme.black)
  }

  /// The ply whose thought may be shown now, and whether it is the one before the opponent's last move.
  private var thoughtPly: (ply: Int, isEarlier: Bool)? {
    let isLive = screen.isAtEnd && table.verdict == nil
    guard isLive, screen.settings.thoughts == .opponent, table.mover == .human else {
      if isLive, screen.isThinking || table.thoughts[screen.shownPly] == nil {
        return (screen.shownPly - 1, true)
      }
      return (screen.shownPly, false)
    }
    if table.isBetweenPeople { return nil }
    return (screen.shownPly - 1, true)
  }

  private func drawThoughts(row: Int, count: Int, in grid: inout CellGrid) {
    guard let (ply, isEarlier) = thoughtPly, ply >= 0, ply <= table.game.moves.count,
      let thought = table.thoughts[ply]
    else {
      drawRule(say(PanelText.thoughts), row: row, in: &grid)
      put(say(PanelText.noThoughts), row: row + 1, style: theme.faint, in: &grid)
      return
    }
    drawRule(
      say(isEarlier ? PanelText.lastThoughts : PanelText.thoughts),
      right: say(PanelText.illegal, Percent.text(thought.illegalMass)), row: row, in: &grid)
    let position = table.game.positions[ply]
    let played = ply < table.game.moves.count ? table.game.moves[ply] : nil
    let worthShowing = thought.moves.prefix(count).filter { $0.probability >= 0.0005 }
    let texts = worthShowing.map { position.text(of: $0.move, in: screen.settings.notation) }
    let width = texts.map { TerminalWidth.of($0) }.max() ?? 0
    for (index, (ranked, text)) in zip(worthShowing, texts).enumerated() {
      let line = row + 1 + index
      let isPlayed = ranked.move == played
      grid.put(isPlayed ? screen.glyphs.pointer : " ", column: frame.column, row: line, style: theme.cursor)
      grid.put(text, column: frame.column + 1, row: line, style: isPlayed ? theme.title : theme.text)
      let percent = Percent.text(ranked.probability)
      let bar = frame.columns - 1 - width - 2 - 6
      grid.drawBar(
        ranked.probability, column: frame.column + width + 2, row: line, columns: bar, style: theme.bar,
        track: theme.text, ascii: ascii)
      grid.put(percent, column: frame.endColumn - percent.count, row: line, style: theme.text)
    }
    guard count > 5, !thought.topIllegal.isEmpty else { return }
    let illegal = thought.topIllegal.map { ranked in
      "\(position.text(of: ranked.move, in: screen.settings.notation)) \(Percent.text(ranked.probability))"
    }
    put(
      say(PanelText.topIllegal, illegal.joined(separator: "  ")), row: row + 1 + worthShowing.count,
      style: theme.faint,
      in: &grid)
  }
}

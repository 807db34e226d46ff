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

  var table: TableGame { screen.table }
  private var showsThoughts: Bool { screen.settings.thoughts != .never && screen.hasModel }

  /// Rows of the top: the opening, both players, what is taken.
  private static let topRows = 4
  /// Rows for the chances: a rule, the bar, what it shows.
  private var chanceRows: Int { showsThoughts ? 3 : 0 }
  /// Whether an engine is asked beside the model in the review.
  var hasEngine: Bool { screen.settings.analysisEngine != nil }
  /// The rows that a review shares with the moves.
  var reviewRoom: Int { frame.rows - Self.topRows - chanceRows }
  /// Rows for the review of a game: a rule, the graph, what is said of the move shown.
  private var reviewRows: Int {
    screen.shownReview == nil ? 0 : Self.reviewRows(of: reviewRoom, hasEngine: hasEngine)
  }
  /// Where the review stands: below the thoughts, or in their place.
  var reviewArea: Rectangle? {
    guard reviewRows > 0 else { return nil }
    return Rectangle(
      column: frame.column, row: frame.endRow - reviewRows, columns: frame.columns, rows: reviewRows)
  }
  /// How many of the model's moves are shown.
  private var rankedMoves: Int {
    let left = reviewRoom
    if reviewRows > 0 { return showsThoughts && left >= 28 ? 5 : 0 }
    return !showsThoughts || left < 9 ? 0 : left >= 28 ? 10 : 5
  }
  /// Rows for the thoughts: a rule and the moves; a high panel also names the illegal moves the model thought of.
  private var thoughtRows: Int {
    switch rankedMoves {
    case 0: 0
    case 10: 12
    default: rankedMoves + 1
    }
  }

  /// Where the moves are listed: what the other parts leave, a rule at its top.
  var movesArea: Rectangle {
    Rectangle(
      column: frame.column, row: frame.row + Self.topRows, columns: frame.columns,
      rows: frame.rows - Self.topRows - chanceRows - thoughtRows - reviewRows)
  }

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
    drawMoves(in: &grid)
    if chanceRows > 0 { drawChances(row: movesArea.endRow, in: &grid) }
    if thoughtRows > 0 { drawThoughts(row: movesArea.endRow + chanceRows, count: rankedMoves, in: &grid) }
    drawReview(in: &grid)
  }

  func put(_ text: String, row: Int, style: Style, in grid: inout CellGrid) {
    let shown = TextLayout.truncate(text, columns: frame.columns, ascii: ascii)
    grid.put(shown, column: frame.column, row: row, style: style, limit: frame.columns)
  }

  func drawRule(_ title: String, right: String = "", row: Int, in grid: inout CellGrid) {
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
    var text = "\(say.shortName(of: side)) \(screen.name(of: side))"
    if TerminalWidth.of(text) > room { text = "\(say.shortName(of: side)) \(screen.shortName(of: side))" }
    grid.put(
      TextLayout.truncate(text, columns: room, ascii: ascii), column: frame.column + 2, row: row, style: style
    )
    grid.put(clock, column: frame.endColumn - clock.count, row: row, style: isMover ? style : theme.text)
  }

  /// The pieces that are off the board, Black's first; each side's glyphs tell whose they were.
  ///
  /// Where they do not fit, like pieces are counted: 車2砲卒5.
  private func drawCaptured(row: Int, in grid: inout CellGrid) {
    let lost = [Side.black, .red].map { side in
      table.captured(of: side, by: screen.shownPly).map { screen.glyphs.piece(Piece(side, $0)) }
    }
    guard lost.contains(where: { !$0.isEmpty }) else { return }
    var label = "\(say(PanelText.captured)) "
    var texts = lost.map { $0.joined() }
    func width() -> Int { ([label] + texts).map { TerminalWidth.of($0) }.reduce(1, +) }
    if width() > frame.columns { texts = lost.map { Self.counted($0) } }
    if width() > frame.columns { label = "" }
    var column = frame.column
    column += grid.put(label, column: column, row: row, style: theme.faint)
    for (text, style) in zip(texts, [theme.black, theme.red]) where !text.isEmpty {
      let shown = TextLayout.truncate(text, columns: frame.endColumn - column, ascii: ascii)
      column += grid.put(shown, column: column, row: row, style: style, limit: frame.endColumn - column)
      column += 1
    }
  }

  /// Like neighbours as one with their number: 車車砲 as 車2砲.
  private static func counted(_ glyphs: [String]) -> String {
    var groups: [(glyph: String, count: Int)] = []
    for glyph in glyphs {
      if let last = groups.last, last.glyph == glyph {
        groups[groups.count - 1].count += 1
      } else {
        groups.append((glyph, 1))
      }
    }
    return groups.map { $0.count == 1 ? $0.glyph : "\($0.glyph)\($0.count)" }.joined()
  }

  // MARK: Chances and thoughts

  /// The thought about the position shown, else about the latest one before it.
  private func drawChances(row: Int, in grid: inout CellGrid) {
    drawRule(say(PanelText.chances), row: row, in: &grid)
    let ply = (0...1).map { screen.shownPly - $0 }.first { table.thoughts[$0] != nil }
    // What the review has found out goes before what the model thought at first.
    let reviewed = screen.shownReview?.analysis.chances.dropFirst(screen.shownPly).first
    guard let wdl = reviewed ?? ply.flatMap({ table.thoughts[$0]?.wdl }) else {
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
    if texts.map({ TerminalWidth.of($0) }).reduce(2, +) > frame.columns {
      texts = zip([PanelText.redShort, .drawShort, .blackShort], percents).map { "\(say($0))\($1)%" }
    }
    let widths = texts.map { TerminalWidth.of($0) }
    grid.put(texts[0], column: frame.column, row: row + 2, style: theme.red)
    let free = frame.columns - widths.reduce(0, +)
    grid.put(texts[1], column: frame.column + widths[0] + max(1, free / 2), row: row + 2, style: theme.text)
    grid.put(texts[2], column: frame.endColumn - widths[2], row: row + 2, style: theme.black)
  }

  /// The ply whose thought may be shown now, and whether it is the one before the opponent's last move.
  var thoughtPly: (ply: Int, isEarlier: Bool)? {
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
}

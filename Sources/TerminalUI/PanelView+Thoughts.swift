import Catalog
import Players
import Screen
import Xiangqi

/// What the model thought of a position: for each move its own probability before any search (policy), what the rules
/// say it wins or loses (tactics), and what a search made of it.
extension PanelView {
  /// A column of figures behind the moves.
  private struct Column {
    var name: String
    /// The least room for its figures.
    var width: Int
    var figure: (Move) -> String

    /// The room it takes, a blank before it included.
    var room: Int { 1 + max(width, TerminalWidth.of(name)) }
  }

  /// How a line of the list is divided, from the pointer to the reason.
  private struct LineLayout {
    var moveWidth: Int
    var columns: [Column]
    /// Where the last column of figures ends.
    var end: Int
    /// The room for the reason; 0 where there is none.
    var reasonWidth: Int
    var barStart: Int
    var barEnd: Int { end - columns.map(\.room).reduce(0, +) - 1 }
  }

  /// No panel gives a bar less, or leaves out what would leave it less.
  private static let leastBar = 4

  /// Draws the thought that may be shown now, else why none is, in a rule and `count` rows; one more where there are
  /// more than five.
  func drawThoughts(row: Int, count: Int, in grid: inout CellGrid) {
    guard let (ply, isEarlier) = thoughtPly, ply >= 0, ply <= table.game.moves.count,
      let thought = table.thoughts[ply]
    else {
      drawRule(say(PanelText.thoughts), row: row, in: &grid)
      put(say(reasonForNoThoughts), row: row + 1, style: theme.faint, in: &grid)
      return
    }
    let position = table.game.positions[ply]
    let tactics = Tactics(of: table.game(at: ply))
    let below = linesBelow(thought, ply: ply, tactics: tactics, isHigh: count > 5)
    let room = max(1, count + (count > 5 ? 1 : 0) - below.count)
    let played = ply < table.game.moves.count ? table.game.moves[ply] : nil
    let listed = listed(thought, played: played, count: room)
    let texts = listed.map { position.text(of: $0.move, in: screen.settings.notation) }
    let title = say(isEarlier ? PanelText.lastThoughts : .thoughts)
    let layout = layout(
      title: title, moveWidth: texts.map { TerminalWidth.of($0) }.max() ?? 0,
      columns: columns(thought, tactics: tactics))
    drawHeading(title, thought: thought, layout: layout, row: row, in: &grid)
    for (index, (ranked, text)) in zip(listed, texts).enumerated() {
      draw(
        ranked, text: text, isPlayed: ranked.move == played, row: row + 1 + index, layout: layout, in: &grid)
      guard layout.reasonWidth > 0, let reason = tactics.reason(for: ranked.move, in: position) else {
        continue
      }
      grid.put(
        TextLayout.truncate(say.words(for: reason), columns: layout.reasonWidth - 1, ascii: ascii),
        column: layout.end + 1, row: row + 1 + index, style: theme.faint)
    }
    var next = row + 1 + listed.count
    for (text, style) in below {
      put(text, row: next, style: style, in: &grid)
      next += 1
    }
  }

  private var reasonForNoThoughts: PanelText {
    let isLive = screen.isAtEnd && table.verdict == nil && screen.settings.thoughts == .opponent
    return !isLive ? .noThoughts : table.isBetweenPeople ? .noThoughtsForTwo : .noThoughtsYet
  }

  /// The moves to list, the likeliest first; the move that was played is always among them: last, where it was less
  /// likely than the others.
  private func listed(_ thought: Thought, played: Move?, count: Int) -> [RankedMove] {
    let ranking = thought.ranking
    let likely = Array(ranking.prefix(count).filter { $0.probability >= 0.0005 })
    let rare = ranking.dropFirst(likely.count).first { $0.move == played }
    return rare.map { likely.prefix(count - 1) + [$0] } ?? likely
  }

  // MARK: Columns

  private func columns(_ thought: Thought, tactics: Tactics) -> [Column] {
    let policy = Dictionary(
      thought.moves.map { ($0.move, $0.probability) }, uniquingKeysWith: { first, _ in first })
    let facts = Dictionary(tactics.moves.map { ($0.move, $0) }, uniquingKeysWith: { first, _ in first })
    var columns = [
      Column(name: say(PanelText.policyColumn), width: 5) { Percent.text(policy[$0] ?? 0) },
      Column(name: say(PanelText.tacticsColumn), width: 5) { [say] in
        facts[$0].map { say.balance(of: $0) } ?? "-"
      },
    ]
    if let search = thought.search {
      let visits = search.lines.map(\.visits).reduce(0, +)
      columns.append(
        Column(name: say(PanelText.searchColumn), width: 6) { [say] move in
          say.share(
            of: search.lines.first { $0.moves.first == move }, among: visits, percent: Percent.text)
        })
    }
    return columns
  }

  /// As much as fits: all columns and the reason, all columns, or the figure that the moves are ranked by.
  private func layout(title: String, moveWidth: Int, columns: [Column]) -> LineLayout {
    let barStart = frame.column + moveWidth + 2
    let reasonWidth = say.language == .chinese ? 17 : 29
    var layout = LineLayout(
      moveWidth: moveWidth, columns: columns, end: frame.endColumn - reasonWidth, reasonWidth: reasonWidth,
      barStart: barStart)
    let titleEnd = frame.column + 4 + TerminalWidth.of(title)
    if layout.barEnd >= max(titleEnd, barStart + Self.leastBar) { return layout }
    layout.end = frame.endColumn
    layout.reasonWidth = 0
    if layout.barEnd - barStart >= Self.leastBar { return layout }
    layout.columns = []
    return layout
  }

  private func drawHeading(
    _ title: String, thought: Thought, layout: LineLayout, row: Int, in grid: inout CellGrid
  ) {
    guard !layout.columns.isEmpty else {
      let right =
        thought.isChosenBySearch
        ? say(PanelText.searchColumn) : say(PanelText.illegal, Percent.text(thought.illegalMass))
      return drawRule(title, right: right, row: row, in: &grid)
    }
    drawRule(title, row: row, in: &grid)
    var end = layout.end
    for (index, column) in layout.columns.enumerated().reversed() {
      let width = TerminalWidth.of(column.name)
      // A blank on each side keeps the rule off the names.
      let padded = index == 0 ? " \(column.name)" : column.name
      let name = TextLayout.pad(padded, columns: index == 0 ? width + 1 : column.room, alignment: .right)
      grid.put(name, column: end - TerminalWidth.of(name), row: row, style: theme.faint)
      end -= column.room
    }
    if layout.end < frame.endColumn { grid.put(" ", column: layout.end, row: row, style: theme.faint) }
  }

  private func draw(
    _ ranked: RankedMove, text: String, isPlayed: Bool, row: Int, layout: LineLayout, in grid: inout CellGrid
  ) {
    grid.put(isPlayed ? screen.glyphs.pointer : " ", column: frame.column, row: row, style: theme.cursor)
    grid.put(text, column: frame.column + 1, row: row, style: isPlayed ? theme.title : theme.text)
    var end = layout.end
    for column in layout.columns.reversed() {
      let figure = column.figure(ranked.move)
      grid.put(figure, column: end - TerminalWidth.of(figure), row: row, style: theme.text)
      end -= column.room
    }
    var barEnd = layout.barEnd
    if layout.columns.isEmpty {
      let percent = Percent.text(ranked.probability)
      grid.put(percent, column: frame.endColumn - percent.count, row: row, style: theme.text)
      barEnd = frame.endColumn - 6
    }
    grid.drawBar(
      ranked.probability, column: layout.barStart, row: row, columns: barEnd - layout.barStart,
      style: theme.bar, track: theme.text, ascii: ascii)
  }

  // MARK: Below the moves

  /// What the search recommends and why, what the engine beside the model says, and on a high panel the illegal moves
  /// that the model thought of.
  private func linesBelow(
    _ thought: Thought, ply: Int, tactics: Tactics, isHigh: Bool
  ) -> [(text: String, style: Style)] {
    var lines: [(text: String, style: Style)] = []
    if let text = searchLine(thought, ply: ply, tactics: tactics) { lines.append((text, theme.notice)) }
    let advice = engineLine(ply)
    if let advice { lines.append((advice, theme.notice)) }
    if isHigh, !thought.topIllegal.isEmpty {
      let position = table.game.positions[ply]
      let illegal = thought.topIllegal.map { ranked in
        "\(position.text(of: ranked.move, in: screen.settings.notation)) \(Percent.text(ranked.probability))"
      }
      lines.append((say(PanelText.topIllegal, illegal.joined(separator: "  ")), theme.faint))
    }
    return lines
  }

  /// The move that the search found best and why; how it goes on only where that does not give away the best reply to a
  /// person who wants to find it.
  private func searchLine(_ thought: Thought, ply: Int, tactics: Tactics) -> String? {
    let position = table.game.positions[ply]
    guard let best = thought.search?.lines.first,
      let hint = Hint(best, position: position, tactics: tactics)
    else { return nil }
    let isLive = screen.isAtEnd && table.verdict == nil && !table.isWatched
    let plies = isLive && screen.settings.thoughts != .always ? 1 : 4
    let notation = screen.settings.notation
    let score = "\(Int((hint.expectation * 100).rounded()))%"
    return say(
      PanelText.searchFound, score,
      say.words(for: hint, in: position, notation: notation, plies: plies, isShort: true))
  }
}

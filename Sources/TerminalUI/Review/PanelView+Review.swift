import Catalog
import Players
import Screen
import Xiangqi

/// The review of a game: the graph of Red's chances, and what is to be said of the move shown.
extension PanelView {
  /// Columns left of the graph that say whose end is where.
  private var labelColumns: Int {
    1 + (Side.allCases.map { TerminalWidth.of(say.shortName(of: $0)) }.max() ?? 0)
  }

  /// How many rows the review takes of those it could have; none where they are too few.
  static func reviewRows(of rows: Int, hasEngine: Bool) -> Int {
    guard rows >= 7 else { return 0 }
    let graph = rows >= 24 ? 7 : rows >= 15 ? 5 : rows >= 12 ? 4 : 3
    return 1 + graph + reviewTexts(of: rows, hasEngine: hasEngine)
  }

  /// Rows of text below the graph.
  private static func reviewTexts(of rows: Int, hasEngine: Bool) -> Int {
    rows < 12 ? 1 : hasEngine ? 3 : 2
  }

  /// The graph in the rows the review has.
  var graph: ChanceGraph? {
    guard let review = screen.shownReview, let area = reviewArea else { return nil }
    let texts = Self.reviewTexts(of: reviewRoom, hasEngine: hasEngine)
    let frame = Rectangle(
      column: area.column + labelColumns, row: area.row + 1, columns: area.columns - labelColumns,
      rows: area.rows - 1 - texts)
    return ChanceGraph(review, in: frame)
  }

  func drawReview(in grid: inout CellGrid) {
    guard let review = screen.shownReview, let area = reviewArea, let graph else { return }
    drawRule(say(PanelText.review), right: progress(of: review), row: area.row, in: &grid)
    graph.draw(shown: screen.shownPly, theme: theme, ascii: ascii, in: &grid)
    let names = [(Side.red, graph.frame.row, theme.red), (.black, graph.frame.endRow - 2, theme.black)]
    for (side, row, style) in names {
      grid.put(
        say.shortName(of: side), column: area.column, row: row, style: style, limit: labelColumns)
    }
    var row = graph.frame.endRow
    for (text, style) in texts(of: review) where row < area.endRow {
      put(text, row: row, style: style, in: &grid)
      row += 1
    }
  }

  /// How far the analysis has come, or what came of it.
  private func progress(of review: Review) -> String {
    guard review.isComplete else {
      let place = "\(review.done)/\(review.total)"
      return review.isRunning ? say(PanelText.analyzing, place) : say(PanelText.stopped, place)
    }
    let shares = Side.allCases.map { side in
      "\(say.shortName(of: side)) \(Percent.text(review.analysis.summary(of: side).accuracy))"
    }
    return say(PanelText.accuracy, shares[0], shares[1])
  }

  /// What is said of the move shown: its judgement, what was better, what the engine makes of it.
  private func texts(of review: Review) -> [(String, Style)] {
    guard let ply = review.ply(leadingTo: screen.shownPly) else {
      return [(say(review.isComplete ? PanelText.stepThrough : .noThoughts), theme.faint)]
    }
    let notation = screen.settings.notation
    let move = say.numbered(ply.move, in: ply.position, notation: notation)
    let remarks = say.remarks(on: ply)
    let facts = [move, "\(Percent.text(ply.probability)) #\(ply.rank)"] + remarks
    var texts = [
      (facts.joined(separator: "  "), ply.opinion.judgement == nil ? theme.text : theme.error),
      (best(ply.opinion.best, at: ply.index, isLoss: ply.opinion.judgement != nil), theme.notice),
    ]
    if let second = ply.secondOpinion {
      let text = best(second.best, at: ply.index, isLoss: second.judgement != nil)
      texts.append(("\(say(PanelText.engineSays, Self.shares(second.after))) \(text)", theme.faint))
    }
    return texts
  }

  /// 46/32/22: Red's, nobody's and Black's chances in percent.
  private static func shares(_ wdl: WDL) -> String {
    Percent.wholes([wdl.red, wdl.draw, wdl.black]).map(String.init).joined(separator: "/")
  }

  /// What the engine beside the model says of a position: the chances and its best line.
  func engineLine(_ ply: Int) -> String? {
    guard let report = table.engineReports[ply], table.game.positions.indices.contains(ply) else {
      return nil
    }
    let best = report.lines.first
    let shares = Self.shares(best?.wdl ?? report.wdl)
    return "\(say(PanelText.engineSays, shares)) \(self.best(best, at: ply, isLoss: false))"
  }

  /// What an evaluator would play at a position of the game, why, and how it goes on.
  private func best(_ line: SearchLine?, at ply: Int, isLoss: Bool) -> String {
    let position = table.game.positions[ply]
    guard let line,
      let hint = Hint(line, position: position, tactics: Tactics(of: table.game(at: ply)))
    else { return "" }
    let words = say.words(
      for: hint, in: position, notation: screen.settings.notation, plies: Self.pliesTold, isShort: true)
    return say(isLoss ? PanelText.better : .best, words)
  }

  /// No line is told further; a panel shows less.
  private static let pliesTold = 16
}

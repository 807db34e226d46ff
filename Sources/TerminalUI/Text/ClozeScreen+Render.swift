import Catalog
import Screen
import TextTasks

extension ClozeScreen {
  var title: (left: String, right: String) {
    var left = say(ClozeScreenText.title)
    if let exercise {
      left += "　\(say(ClozeScreenText.exercise, "\(number)/\(count)"))　\(kindName(exercise.kind))"
      if let level = exercise.level { left += "　\(levelName(level))" }
    }
    if say.language == .english { left = String(left.flatMap { $0 == "　" ? Array("  ") : [$0] }) }
    let right = say(ClozeScreenText.score, String(score.right), String(score.answered))
    return (left, right + "  " + say(ClozeScreenText.streak, String(score.streak), String(score.best)))
  }

  func draw(_ body: Rectangle, in grid: inout CellGrid) {
    guard let exercise else { return }
    let text = column(of: body)
    let theme = shell.theme
    let lines = lines(exercise, columns: text.columns)
    for (offset, line) in lines.prefix(text.rows).enumerated() {
      line.draw(
        column: text.column, row: text.row + offset, columns: text.columns,
        styles: [theme.text, theme.selected],
        in: &grid)
    }
    for (index, place) in choicePlaces(exercise, in: body).enumerated() where place.row < body.endRow {
      let number = grid.put("\(index + 1) ", column: place.column, row: place.row, style: theme.title)
      let style =
        outcome == nil ? theme.text : exercise.choices[index] == exercise.answer ? theme.hint : theme.faint
      grid.put(exercise.choices[index], column: place.column + number, row: place.row, style: style)
    }
    if let outcome { drawOutcome(outcome, exercise, in: below(exercise, body), &grid) }
  }

  /// The answer as it is typed.
  func drawLine(row: Int, columns: Int, in grid: inout CellGrid) -> Bool {
    guard let entry, outcome == nil else { return false }
    let label = say(ClozeScreenText.answerLabel)
    entry.draw(label: label, column: 1, row: row, columns: columns, theme: shell.theme, in: &grid)
    return true
  }

  // MARK: Places

  /// The column of text, no wider than is read with ease.
  private func column(of body: Rectangle) -> Rectangle {
    let width = min(body.columns - 4, 84)
    return Rectangle(
      column: body.column + (body.columns - width) / 2, row: body.row + (body.rows > 12 ? 1 : 0),
      columns: width,
      rows: body.rows)
  }

  /// The sentence in lines, its blank marked 1.
  private func lines(_ exercise: ClozeExercise, columns: Int) -> [MarkedText.Line] {
    let shown: String
    if outcome != nil {
      shown = exercise.answer
    } else if let entry, !entry.isEmpty {
      shown = entry.text
    } else {
      shown = String(exercise.answer.prefix(hints)) + (hints == 0 ? "＿＿" : "＿")
    }
    let marks =
      Array(repeating: UInt8(0), count: exercise.before.count) + Array(repeating: 1, count: shown.count)
    return MarkedText.wrap(exercise.before + shown + exercise.after, marks: marks, columns: columns)
  }

  /// Where the choices stand, from left to right and line by line.
  func choicePlaces(_ exercise: ClozeExercise, in body: Rectangle) -> [Rectangle] {
    let text = column(of: body)
    var row = text.row + lines(exercise, columns: text.columns).count + 1
    var column = text.column
    return exercise.choices.enumerated().map { index, choice in
      let width = TerminalWidth.of("\(index + 1) \(choice)")
      if column + width > text.endColumn, column > text.column { (row, column) = (row + 1, text.column) }
      defer { column += width + 4 }
      return Rectangle(column: column, row: row, columns: width, rows: 1)
    }
  }

  /// The room below sentence and choices.
  private func below(_ exercise: ClozeExercise, _ body: Rectangle) -> Rectangle {
    let text = column(of: body)
    let last =
      choicePlaces(exercise, in: body).last?.row ?? text.row + lines(exercise, columns: text.columns).count
      - 1
    let row = last + 2
    return Rectangle(column: text.column, row: row, columns: text.columns, rows: body.endRow - row)
  }

  // MARK: The answer

  private func drawOutcome(
    _ outcome: Outcome, _ exercise: ClozeExercise, in area: Rectangle, _ grid: inout CellGrid,
  ) {
    let theme = shell.theme
    let verdict =
      outcome.isRight ? say(ClozeScreenText.right) : say(ClozeScreenText.wrong, outcome.given)
    let source = exercise.source == "own" ? say(ClozeScreenText.ownSource) : exercise.source
    var parts = [(verdict, outcome.isRight ? theme.notice : theme.error)]
    parts.append((say(ClozeScreenText.answerIs, exercise.answer), theme.title))
    if !source.isEmpty { parts.append((say(ClozeScreenText.sourceIs, source), theme.faint)) }
    var column = area.column
    for (part, style) in parts where area.rows > 0 {
      let text = TextLayout.truncate(part, columns: area.endColumn - column, ascii: shell.ascii)
      column += grid.put(text, column: column, row: area.row, style: style) + 3
    }
    let rest = Rectangle(
      column: area.column, row: area.row + 2, columns: area.columns, rows: area.rows - 2)
    if rest.rows > 1 { drawRanking(exercise, outcome, in: rest, &grid) }
  }

  private func drawRanking(
    _ exercise: ClozeExercise, _ outcome: Outcome, in area: Rectangle, _ grid: inout CellGrid,
  ) {
    let theme = shell.theme
    let heading = say(exercise.choices.isEmpty ? ClozeScreenText.rankingFree : .ranking)
    switch ranking {
    case .none:
      let text = hasModel ? "" : say(ClozeScreenText.unranked)
      grid.put(text, column: area.column, row: area.row, style: theme.faint)
    case .awaited:
      grid.put(heading + shell.dots, column: area.column, row: area.row, style: theme.faint)
    case .known(let fillings):
      grid.put(heading, column: area.column, row: area.row, style: theme.title)
      let texts = fillings.map { $0.texts.first ?? "" }
      let label = min(area.columns / 3, texts.map { TerminalWidth.of($0) }.max() ?? 0)
      let bar = max(4, min(40, area.columns - label - 22))
      for (index, filling) in fillings.prefix(area.rows - 1).enumerated() {
        let row = area.row + 1 + index
        let text = texts[index]
        grid.put(
          TextLayout.truncate(text, columns: label, ascii: shell.ascii), column: area.column, row: row,
          style: text == exercise.answer ? theme.hint : theme.text)
        let start = area.column + label + 2
        grid.drawBar(
          filling.probability, column: start, row: row, columns: bar, style: theme.bar, track: theme.text,
          ascii: shell.ascii)
        let end = start + bar + 1
        grid.put(
          TextLayout.pad(Percent.text(filling.probability), columns: 6, alignment: .right), column: end,
          row: row,
          style: theme.text)
        var notes = text == exercise.answer ? [say(ClozeScreenText.isAnswer)] : []
        if text == outcome.given { notes.append(say(ClozeScreenText.you)) }
        let note = notes.isEmpty ? "" : "\(shell.ascii ? "<" : "◀") " + notes.joined(separator: " ")
        grid.put(note, column: end + 8, row: row, style: theme.title, limit: area.endColumn - end - 8)
      }
    }
  }
}

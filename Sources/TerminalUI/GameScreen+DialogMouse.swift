import Screen

extension GameScreen {
  /// The mouse while a dialog is open: the wheel moves up and down, a press on a line chooses it, a press outside closes.
  mutating func dialogMouse(_ mouse: MouseEvent) -> [TableEffect] {
    switch mouse.kind {
    case .wheelUp: return dialogKey(.up)
    case .wheelDown: return dialogKey(.down)
    case .release: return []
    case .press: break
    }
    guard let dialog,
      let box = DialogView(dialog: dialog, screen: self).box(columns: size.columns, rows: size.rows)
    else { return [] }
    guard box.frame.contains(column: mouse.column, row: mouse.row) else { return dialogKey(.escape) }
    let line = mouse.row - box.lines.row
    guard box.lines.contains(column: mouse.column, row: mouse.row) else { return [] }
    switch dialog {
    case .menu:
      let index = box.firstLine + line
      return MenuItem.allCases.indices.contains(index) ? choose(MenuItem.allCases[index]) : []
    case .games(var choice):
      let index = box.firstLine + line
      guard choice.games.indices.contains(index) else { return [] }
      if choice.index == index { return dialogKey(.enter) }
      choice.index = index
      self.dialog = .games(choice)
    case .newGame(var form):
      guard form.fields.indices.contains(line) else { return [] }
      form.row = line
      self.dialog = .newGame(form)
      return dialogKey(.right)
    case .settings(var form):
      guard form.fields.indices.contains(line) else { return [] }
      form.row = line
      self.dialog = .settings(form)
      return dialogKey(.right)
    case .help, .prompt, .confirm: break
    }
    return []
  }
}

import Screen

/// A program that shows what it is told, for tests of the terminal driver.
///
/// Typed characters gather in a line; Enter obeys it: `quit`, `crash`, `trap`, `ticks`, `work` (an answer from another
/// thread), `complain` (to standard error), `stay` (do not end when told to).
struct Demo: Program {
  enum Message: Sendable {
    case worked, saved
  }

  enum Effect: Sendable {
    case work, save, complain, crash, trap
  }

  var line = ""
  var events: [String] = []
  var ticks: Int?
  var tickCount = 0
  var stays = false
  var isFinished = false
  var unicode: Bool
  var columns = 0
  var rows = 0

  init(unicode: Bool) { self.unicode = unicode }

  var wantsTicks: Int? { ticks }

  mutating func update(_ event: Event<Message>) -> [Effect] {
    switch event {
    case .key(.character(let character)):
      line.append(character)
      note("character \(character)")
    case .key(.enter): return obey()
    case .key(.backspace): if !line.isEmpty { line.removeLast() }
    case .key(let key): note("\(key)")
    case .mouse(let mouse): note("\(mouse.kind) \(mouse.column) \(mouse.row)")
    case .resize(let columns, let rows):
      (self.columns, self.rows) = (columns, rows)
      note("resize \(columns)x\(rows)")
    case .tick:
      tickCount += 1
      if tickCount == 3 { ticks = nil }
      note("tick \(tickCount)")
    case .message(.worked): note("worked")
    case .message(.saved): isFinished = !stays
    case .interruption(.interrupt): note("interrupted")
    case .interruption(.terminate), .interruption(.hangup):
      note("told to end")
      return [.save]
    }
    return []
  }

  private mutating func note(_ event: String) {
    events.append(event)
    events = events.suffix(12)
  }

  private mutating func obey() -> [Effect] {
    let command = line
    line = ""
    note("enter \(command)")
    switch command {
    case "quit": isFinished = true
    case "crash": return [.crash]
    case "trap": return [.trap]
    case "work": return [.work]
    case "complain": return [.complain]
    case "ticks": ticks = 20
    case "stay": stays = true
    default: break
    }
    return []
  }

  func render(columns: Int, rows: Int) -> CellGrid {
    var grid = CellGrid(columns: columns, rows: rows)
    grid.put("\(columns)x\(rows)", column: 0, row: 0, style: .bold)
    grid.put(unicode ? "车马炮" : "RNC", column: 10, row: 0, style: .foreground(.red).background(.palette(180)))
    let end = grid.put("> \(line)", column: 0, row: 1)
    grid.cursor = .init(column: min(end, max(0, columns - 1)), row: 1)
    let frame = Rectangle(row: 2, columns: columns, rows: rows - 2)
    grid.drawBox(frame, title: unicode ? "事件" : "events", style: .foreground(.cyan), ascii: !unicode)
    let inside = frame.inset(by: 1)
    for (offset, event) in events.suffix(inside.rows).enumerated() {
      grid.put(event, column: inside.column, row: inside.row + offset, limit: inside.columns)
    }
    return grid
  }
}

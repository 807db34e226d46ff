import Glibc
import Screen
import TerminalDriver

// screen-demo [--log FILE] [--saved FILE] [--grace MILLISECONDS] [--redraws COUNT | --random SEED]

/// The word after `name` on the command line.
func option(_ name: String) -> String? {
  let arguments = CommandLine.arguments
  guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
  return arguments[index + 1]
}

func write(_ text: String, toFile path: String) {
  guard let file = fopen(path, "a") else { return }
  fputs(text, file)
  fclose(file)
}

func cpuMicroseconds() -> Int {
  Int(clock()) * 1_000_000 / Int(CLOCKS_PER_SEC)
}

/// The CPU time of redraws in which every cell differs from the one before.
func measure(_ redraws: Int, on terminal: inout NcursesTerminal) -> String {
  let (columns, rows) = terminal.size
  let before = cpuMicroseconds()
  for index in 0..<redraws {
    var grid = CellGrid(columns: columns, rows: rows)
    for row in 0..<rows {
      let style = Style.foreground(index.isMultiple(of: 2) ? .red : .cyan)
      let text = String(repeating: index.isMultiple(of: 2) ? "车马ab" : "cd炮相", count: columns / 6)
      grid.put(text, column: 0, row: row, style: style)
    }
    terminal.show(grid)
  }
  return "\((cpuMicroseconds() - before) / max(1, redraws)) µs a redraw of \(columns)x\(rows)\n"
}

func perform(_ effect: Demo.Effect, _ mailbox: Mailbox<Demo.Message>) {
  switch effect {
  case .work: Task.detached { mailbox.post(.worked) }
  case .save:
    if let path = option("--saved") { write("saved\n", toFile: path) }
    mailbox.post(.saved)
  case .complain:
    let complaint = Array("a complaint\n".utf8)
    _ = Glibc.write(2, complaint, complaint.count)
  case .crash: fatalError("crashed as told")
  case .trap: raise(SIGSEGV)
  }
}

do {
  var report = ""
  do {
    var terminal = try NcursesTerminal(
      logPath: option("--log"), crashNotice: "The demo failed; its log says why.")
    if let redraws = option("--redraws").flatMap({ Int($0) }) {
      report = measure(redraws, on: &terminal)
    } else if let seed = option("--random").flatMap({ UInt64($0) }) {
      for grid in randomGrids(seed: seed, columns: terminal.size.columns, rows: terminal.size.rows) {
        terminal.show(grid)
      }
      var isOver = false
      while !isOver {
        if case .interruption = terminal.nextInput(waiting: nil) { isOver = true }
      }
    } else {
      let grace = option("--grace").flatMap { Int($0) } ?? 5000
      let demo = ProgramLoop.run(
        Demo(unicode: terminal.supportsUnicode), on: &terminal, grace: .milliseconds(grace), perform: perform)
      report = "goodbye after \(demo.events.count) events\n"
    }
  }
  print(report, terminator: "")
} catch {
  print("\(error)")
  exit(1)
}

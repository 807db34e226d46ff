import Screen
import TerminalDriver

/// Time that passes only when somebody waits.
final class VirtualClock {
  var now = Duration.zero
}

/// A terminal whose inputs and their times are given beforehand, and which remembers what it was shown.
struct ScriptedTerminal: ~Copyable, Terminal {
  let clock: VirtualClock
  var script: [(at: Duration, input: TerminalInput)]
  var frames: [(at: Duration, text: String)] = []
  /// Waits without limit and without a script to end them: the loop would have slept for ever.
  var endlessWaits = 0
  private(set) var size = (columns: 20, rows: 2)

  init(clock: VirtualClock, script: [(at: Duration, input: TerminalInput)]) {
    self.clock = clock
    self.script = script
  }

  var wake: @Sendable () -> Void { {} }

  mutating func show(_ grid: CellGrid) {
    frames.append((clock.now, grid.description))
  }

  mutating func nextInput(waiting milliseconds: Int?) -> TerminalInput? {
    let end = milliseconds.map { clock.now + .milliseconds($0) }
    guard let next = script.first, next.at <= end ?? next.at else {
      if let end { clock.now = end } else { endlessWaits += 1 }
      return endlessWaits > 2 ? .interruption(.terminate) : nil
    }
    clock.now = max(clock.now, next.at)
    script.removeFirst()
    if case .resize(let columns, let rows) = next.input { size = (columns, rows) }
    return next.input
  }
}

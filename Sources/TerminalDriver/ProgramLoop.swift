public import Screen

/// Runs a `Program` on a terminal: one thread that updates, renders and waits.
public enum ProgramLoop {
  /// The shortest time between two redraws.
  static let frame = Duration.milliseconds(16)

  /// Runs `program` until it is finished and returns its last state.
  ///
  /// Whatever has arrived is taken in before a redraw, at most about sixty of which happen in a second. After
  /// SIGTERM or SIGHUP the program is left `grace` to finish (to save, say), then the loop ends regardless.
  ///
  /// - Parameters:
  ///   - program: the program; its first event is the terminal's size.
  ///   - terminal: where it is shown.
  ///   - grace: how long a program may go on after it was told to end.
  ///   - now: a clock that never goes back.
  ///   - perform: starts an effect and returns at once; answers are posted to the mailbox, from any thread.
  /// - Returns: the program as it finished.
  public static func run<Running: Program, Screen: Terminal & ~Copyable>(
    _ program: Running, on terminal: inout Screen, grace: Duration = .seconds(5),
    now: () -> Duration = monotonicTime,
    perform: (Running.Effect, Mailbox<Running.Message>) -> Void,
  ) -> Running {
    var program = program
    let mailbox = Mailbox<Running.Message>(wake: terminal.wake)
    defer { mailbox.close() }
    var ticker = Ticker()
    var lastFrame: Duration?
    var lastMoment: Duration?
    var isDirty = true

    func update(_ event: Event<Running.Message>) {
      for effect in program.update(event) { perform(effect, mailbox) }
      isDirty = true
    }

    update(.resize(columns: terminal.size.columns, rows: terminal.size.rows))
    while !program.isFinished {
      let time = now()
      if let lastMoment, time >= lastMoment { break }
      let frameDue = lastFrame.map { $0 + frame } ?? time
      if isDirty, time >= frameDue {
        terminal.show(program.render(columns: terminal.size.columns, rows: terminal.size.rows))
        isDirty = false
        lastFrame = now()
      }
      let tickDue = ticker.due(every: program.wantsTicks, at: time)
      let due = [isDirty ? frameDue : nil, tickDue, lastMoment].compactMap { $0 }.min()

      // One wait, then all that is there, but not past the next frame's time: a flood must not hide the screen.
      var input = terminal.nextInput(waiting: due.map { milliseconds(until: $0, from: now()) })
      let drainEnd = now() + frame
      while let event = input, !program.isFinished {
        if case .interruption(let kind) = event, kind != .interrupt {
          lastMoment = lastMoment ?? now() + grace
        }
        update(Event(event))
        input = now() < drainEnd ? terminal.nextInput(waiting: 0) : nil
      }
      for message in mailbox.takeAll() where !program.isFinished { update(.message(message)) }
      if !program.isFinished, let elapsed = ticker.tick(every: program.wantsTicks, at: now()) {
        update(.tick(milliseconds: elapsed))
      }
    }
    return program
  }

  /// Time since some moment in the past, also while the machine sleeps.
  public static func monotonicTime() -> Duration {
    startOfTime.duration(to: .now)
  }

  private static let startOfTime = ContinuousClock.now

  /// Whole milliseconds to wait, rounded up, so that a wait does not end just before its time.
  private static func milliseconds(until due: Duration, from now: Duration) -> Int {
    let left = due - now
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    return Int(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

/// When ticks are due.
private struct Ticker {
  private var last: Duration?

  /// The time of the next tick, counted from when ticks were first asked for.
  mutating func due(every interval: Int?, at time: Duration) -> Duration? {
    guard let interval else {
      last = nil
      return nil
    }
    let start = last ?? time
    last = start
    return start + .milliseconds(max(1, interval))
  }

  /// The whole milliseconds since the last tick if one is due now.
  mutating func tick(every interval: Int?, at time: Duration) -> Int? {
    guard let due = due(every: interval, at: time), let start = last, time >= due else { return nil }
    let (seconds, attoseconds) = (time - start).components
    let elapsed = Int(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    last = start + .milliseconds(elapsed)
    return elapsed
  }
}

extension Event {
  /// What the terminal reported, as an event.
  fileprivate init(_ input: TerminalInput) {
    self =
      switch input {
      case .key(let key): .key(key)
      case .mouse(let mouse): .mouse(mouse)
      case .resize(let columns, let rows): .resize(columns: columns, rows: rows)
      case .interruption(let kind): .interruption(kind)
      }
  }
}

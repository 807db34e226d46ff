import Screen
import Testing

@testable import TerminalDriver

/// Notes its events, and obeys some keys: `q` ends, `e` asks for an effect, `t` asks for ticks, `n` for none.
private struct Notes: Program {
  var events: [String] = []
  var ticks: Int?
  var isFinished = false
  var ignoresTheEnd = false

  var wantsTicks: Int? { ticks }

  mutating func update(_ event: Event<Int>) -> [String] {
    events.append("\(event)")
    switch event {
    case .key(.character("q")): isFinished = true
    case .key(.character("e")): return ["one", "two"]
    case .key(.character("t")): ticks = 100
    case .key(.character("n")): ticks = nil
    case .interruption(.terminate), .interruption(.hangup): isFinished = !ignoresTheEnd
    default: break
    }
    return []
  }

  func render(columns: Int, rows: Int) -> CellGrid {
    var grid = CellGrid(columns: columns, rows: rows)
    grid.put("\(events.count) events", column: 0, row: 0)
    return grid
  }
}

@Suite struct ProgramLoopTests {
  private struct Outcome {
    var program: Notes
    var frames: [(at: Duration, text: String)]
    var endlessWaits: Int
    var end: Duration
  }

  private func run(
    _ script: [(at: Duration, input: TerminalInput)], program: Notes = Notes(), grace: Duration = .seconds(5),
    perform: (String, Mailbox<Int>) -> Void = { _, _ in },
  ) -> Outcome {
    let clock = VirtualClock()
    var terminal = ScriptedTerminal(clock: clock, script: script)
    let program = ProgramLoop.run(
      program, on: &terminal, grace: grace, now: { clock.now }, perform: perform)
    return Outcome(
      program: program, frames: terminal.frames, endlessWaits: terminal.endlessWaits, end: clock.now)
  }

  private func key(_ character: Character, at milliseconds: Int) -> (at: Duration, input: TerminalInput) {
    (.milliseconds(milliseconds), .key(.character(character)))
  }

  @Test func theFirstEventIsTheSizeAndTheFirstFrameFollows() {
    let outcome = run([key("q", at: 1000)])
    #expect(outcome.program.events.first == "resize(columns: 20, rows: 2)")
    #expect(outcome.frames.map(\.text) == ["1 events\n"])
    #expect(outcome.frames.first?.at == .zero)
    #expect(outcome.program.events.last == "key(Screen.Key.character(\"q\"))")
  }

  @Test func eventsThatComeTogetherAreDrawnOnce() {
    let burst = (0..<500).map { _ in key("x", at: 100) }
    let outcome = run(burst + [key("q", at: 1000)])
    #expect(outcome.frames.map(\.text) == ["1 events\n", "501 events\n"])
  }

  @Test func aSteadyFloodIsDrawnAtMostSixtyTimesASecond() {
    let flood = (0..<1000).map { key("x", at: $0) }
    let outcome = run(flood + [key("q", at: 1001)])
    #expect((30...63).contains(outcome.frames.count), "\(outcome.frames.count) frames in a second")
    for (earlier, later) in zip(outcome.frames, outcome.frames.dropFirst()) {
      #expect(later.at - earlier.at >= .milliseconds(16))
    }
  }

  @Test func aKeyAfterAPauseIsDrawnAtOnce() {
    let outcome = run([key("x", at: 500), key("q", at: 900)])
    #expect(outcome.frames.map(\.at) == [.zero, .milliseconds(500)])
  }

  @Test func ticksComeOnlyWhileTheyAreWanted() {
    let outcome = run([key("t", at: 1000), key("n", at: 1350), key("q", at: 9000)])
    let ticks = outcome.program.events.filter { $0.hasPrefix("tick") }
    #expect(ticks == ["tick(milliseconds: 100)", "tick(milliseconds: 100)", "tick(milliseconds: 100)"])
    #expect(outcome.endlessWaits == 0)
  }

  @Test func effectsArePerformedInOrderAndTheirAnswersArrive() {
    var performed: [String] = []
    let outcome = run([key("e", at: 10), key("q", at: 900)]) { effect, mailbox in
      performed.append(effect)
      mailbox.post(effect.utf8.count + performed.count)
    }
    #expect(performed == ["one", "two"])
    #expect(outcome.program.events.filter { $0.hasPrefix("message") } == ["message(4)", "message(5)"])
    #expect(outcome.frames.last?.text == "4 events\n")
  }

  @Test(arguments: [Interruption.terminate, .hangup])
  func aProgramThatIgnoresTheEndIsEndedAfterItsGrace(kind: Interruption) {
    let script = [(at: Duration.milliseconds(100), input: TerminalInput.interruption(kind))]
    let outcome = run(script, program: Notes(ignoresTheEnd: true), grace: .milliseconds(700))
    #expect(outcome.end == .milliseconds(800))
    #expect(!outcome.program.isFinished)
  }

  @Test func controlCLeavesTheEndToTheProgram() {
    let interrupt = (at: Duration.milliseconds(100), input: TerminalInput.interruption(.interrupt))
    let outcome = run([interrupt, key("q", at: 60_000)])
    #expect(outcome.end == .seconds(60))
  }

  @Test func aResizeRendersTheNewSize() {
    let outcome = run([(.milliseconds(100), .resize(columns: 4, rows: 1)), key("q", at: 900)])
    #expect(outcome.frames.map(\.text) == ["1 events\n", "2 ev"])
  }

  @Test func messagesAfterTheEndAreDropped() {
    var kept: Mailbox<Int>?
    _ = run([key("e", at: 10), key("q", at: 900)]) { _, mailbox in kept = mailbox }
    kept?.post(1)
    #expect(kept?.takeAll() == [])
  }

  @Test func postsFromManyThreadsAllArriveAndEachWakes() async {
    let wakes = Counter()
    let mailbox = Mailbox<Int>(wake: { wakes.add() })
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<200 { group.addTask { mailbox.post(number) } }
    }
    #expect(mailbox.takeAll().sorted() == Array(0..<200))
    #expect(wakes.count == 200)
    #expect(mailbox.takeAll().isEmpty)
  }
}

internal import Dispatch
internal import Players
internal import Synchronization

/// Runs an ``EngineServer`` between two streams of lines and whoever thinks.
///
/// The thinking has a thread of its own, so that every line is answered at once. Nothing is queued between the
/// lines and the server: who sends faster than that waits.
public final class EngineLoop: Sendable {
  /// Makes who thinks by the user's settings.
  public typealias MakeThinker = @Sendable (ThinkerSettings) throws -> any Thinker

  private struct State {
    var server: EngineServer
    var thinker: any Thinker
    /// Told to the thinking that runs.
    var flag: StopFlag?
    var hasQuit = false
  }

  /// Whether a thinking is to end.
  private final class StopFlag: Sendable {
    private let raised = Atomic(false)
    func raise() { raised.store(true, ordering: .releasing) }
    var isRaised: Bool { raised.load(ordering: .acquiring) }
  }

  private let state: Mutex<State>
  private let makeThinker: MakeThinker
  private let write: @Sendable (String) -> Void
  private let queue = DispatchQueue(label: "yiwen.thinking")

  /// A loop that has not begun.
  ///
  /// - Parameters:
  ///   - server: The engine, not yet spoken to.
  ///   - thinker: Who thinks at first, made by the server's settings.
  ///   - makeThinker: Makes another one when the settings change.
  ///   - write: Writes a line, without an end in the text, so that it is read at once.
  public init(
    _ server: EngineServer, thinker: any Thinker, makeThinker: @escaping MakeThinker,
    write: @escaping @Sendable (String) -> Void
  ) {
    state = Mutex(State(server: server, thinker: thinker))
    self.makeThinker = makeThinker
    self.write = write
  }

  /// Reads a descriptor until it ends or `quit` is read; a search that runs then is stopped and still answered.
  public func run(reading descriptor: CInt) {
    var input = InputLines(descriptor)
    reading: while true {
      switch input.next() {
      case .line(let line): if !take({ $0.take(line) }) { break reading }
      case .tooLong: _ = take { $0.tooLong() }
      case .end: break reading
      }
    }
    _ = take { $0.end() }
    queue.sync {}
    _ = take { $0.farewell() }
  }

  /// Does what the server says to something; false when it says to quit.
  private func take(_ event: (inout EngineServer) -> [EngineServer.Effect]) -> Bool {
    state.withLock { state in
      perform(event(&state.server), &state)
      return !state.hasQuit
    }
  }

  private func perform(_ effects: [EngineServer.Effect], _ state: inout State) {
    for effect in effects {
      switch effect {
      case .write(let line): write(line)
      case .prepare(let settings):
        do {
          state.thinker = try makeThinker(settings)
          perform(state.server.prepared(), &state)
        } catch {
          perform(state.server.notPrepared(because: "\(error)"), &state)
        }
      case .think(let order): think(order, &state)
      case .stop: state.flag?.raise()
      case .quit: state.hasQuit = true
      }
    }
  }

  private func think(_ order: EngineServer.ThinkingOrder, _ state: inout State) {
    let flag = StopFlag()
    state.flag = flag
    let thinker = state.thinker
    queue.async { [self] in
      let outcome = Result { () throws(ThinkerError) in
        try thinker.think(
          about: order.game, limits: order.limits, isStopped: { flag.isRaised },
          progress: { report in _ = take { $0.progress(report, of: order.number) } })
      }
      _ = take { $0.finished(outcome, of: order.number) }
    }
  }
}

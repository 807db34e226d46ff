internal import Dispatch
public import Players
internal import Synchronization
public import Xiangqi

/// A UCI or UCCI engine in a process of its own.
///
/// One question at a time; others wait. Whatever the engine does (hang, crash, end, write nonsense or without
/// end) is told in one ``EngineError``, in bounded time and memory; then the engine has been killed, and each
/// further question throws that error again. Only an illegal or senseless move leaves it alive.
/// The process ends with ``close()``, or with the client.
///
///     let engine = try await EngineClient(EngineCommand("/usr/games/fairy-stockfish"))
///     let answer = try await engine.search(Game(), limits: SearchLimits(depth: 8), patience: .seconds(10))
public final class EngineClient: Sendable {
  private let seat: Seat
  /// How long the engine may take to answer once it was told to stop.
  private let stopGrace: Duration
  /// The bells of the questions that are asked or wait to be.
  private let bells = Mutex<[ObjectIdentifier: WakeSignal]>([:])
  /// Waiting for an engine takes a thread of its own, none of those that tasks share.
  private let queue: DispatchQueue

  /// The dialogue, begun on the thread on which it goes on.
  private final class Seat: Sendable {
    let name: String
    let dialect: EngineDialect
    let dialogue: Mutex<EngineDialogue>

    init(_ command: EngineCommand, readyLimit: Duration) throws(EngineError) {
      let begun = try EngineDialogue(command, readyLimit: readyLimit)
      name = begun.name
      dialect = begun.dialect
      dialogue = Mutex(begun)
    }
  }

  /// What the engine calls itself, or the command calls it.
  public var name: String { seat.name }
  /// The language it speaks.
  public var dialect: EngineDialect { seat.dialect }

  /// Starts an engine and makes it ready: language, options, numbering of ranks.
  ///
  /// An engine of many games is told to play xiangqi. To learn how a UCI engine numbers ranks it is asked for its
  /// move in the start position at depth 1.
  ///
  /// - Parameters:
  ///   - command: Which engine, and how.
  ///   - handshakeLimit: How long each answer may take for which nothing has to be thought.
  ///   - stopGrace: How long it may take to answer once it was told to stop.
  /// - Throws: ``EngineError``, for anything that keeps the engine from being played with.
  public init(
    _ command: EngineCommand, handshakeLimit: Duration = .seconds(10), stopGrace: Duration = .seconds(5)
  ) async throws(EngineError) {
    let queue = DispatchQueue(label: "yiwen.engine")
    self.queue = queue
    self.stopGrace = stopGrace
    seat = try await Self.perform(on: queue) { () throws(EngineError) in
      try Seat(command, readyLimit: handshakeLimit)
    }
  }

  /// Tells the engine that the next question is about another game.
  ///
  /// - Throws: ``EngineError``.
  public func newGame() async throws(EngineError) {
    try await Self.perform(on: queue) { [seat] () throws(EngineError) in
      try seat.dialogue.withLock { dialogue throws(EngineError) in try dialogue.newGame() }
    }
  }

  /// Asks for the move in a position.
  ///
  /// A search with a time may take that and `patience`; one with other limits only may take `patience`; one without
  /// limits goes on until ``stop()`` or until the task is cancelled. Then the engine is told to stop, and given up
  /// when it does not answer to that either. That its answer took longer than it had, the caller sees by
  /// ``EngineAnswer/time``.
  ///
  /// - Parameters:
  ///   - game: The game up to now; the engine is told its start and all its moves.
  ///   - limits: What ends the search. UCCI knows one of nodes, depth and time; it is told the first of them.
  ///   - opponentClock: The other side's clock; as the own one when left out.
  ///   - patience: How much longer it may take before it is told to stop.
  ///   - progress: Given what the engine says as it says it, on a thread of the client's.
  /// - Returns: A legal move, or that there is none or that the engine gives up.
  /// - Throws: ``EngineError``, also for a move that is not legal.
  public func search(
    _ game: Game, limits: SearchLimits, opponentClock: TurnClock? = nil, patience: Duration,
    progress: @escaping @Sendable (SearchReport) -> Void = { _ in }
  ) async throws(EngineError) -> EngineAnswer {
    guard let bell = WakeSignal() else {
      throw .couldNotStart(path: name, reason: "no file descriptors are left")
    }
    let question = EngineQuestion(
      game: game, go: GoCommand(limits: limits, opponentClock: opponentClock), patience: patience,
      grace: stopGrace, progress: progress)
    bells.withLock { $0[ObjectIdentifier(bell)] = bell }
    defer { bells.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(bell)) } }
    let outcome = await withTaskCancellationHandler {
      await Self.outcome(on: queue) { [seat] () throws(EngineError) in
        try seat.dialogue.withLock { dialogue throws(EngineError) in
          try dialogue.answer(question, bell: bell)
        }
      }
    } onCancel: {
      bell.ring()
    }
    return try outcome.get()
  }

  /// Tells the engine to stop thinking: the searches asked for by now end with what it has found.
  public func stop() {
    let bells = bells.withLock { Array($0.values) }
    for bell in bells { bell.ring() }
  }

  /// Ends the engine: it is asked to quit and killed when it does not within a second.
  ///
  /// A search that runs is stopped first. Questions asked later throw ``EngineError/closed(engine:)``.
  public func close() async {
    stop()
    _ = await Self.outcome(on: queue) { [seat] () throws(EngineError) in
      seat.dialogue.withLock { $0.close() }
    }
  }

  private static func perform<Answer: Sendable>(
    on queue: DispatchQueue, _ work: @escaping @Sendable () throws(EngineError) -> Answer
  ) async throws(EngineError) -> Answer {
    try await outcome(on: queue, work).get()
  }

  private static func outcome<Answer: Sendable>(
    on queue: DispatchQueue, _ work: @escaping @Sendable () throws(EngineError) -> Answer
  ) async -> Result<Answer, EngineError> {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: Result(catching: work)) }
    }
  }
}

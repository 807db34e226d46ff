internal import Players
internal import Xiangqi

/// A running engine and what is known of it: one question after another, each with its answer.
///
/// Every wait has a limit. After an error other than an illegal move the engine has been killed, and every
/// further question is answered with that error.
struct EngineDialogue {
  /// Options past this many are not kept.
  private static let optionLimit = 1_000

  let process: EngineProcess
  private(set) var name: String
  private(set) var dialect = EngineDialect.uci
  private(set) var numbering = RankNumbering.fromZero
  private var options: [EngineOption] = []
  private var countsMilliseconds = true
  private var failure: EngineError?

  /// How long an engine may take to say that it is ready.
  let readyLimit: Duration

  /// Starts an engine, finds out its language, sets its options, and finds out how it numbers the ranks.
  init(_ command: EngineCommand, readyLimit: Duration) throws(EngineError) {
    name = command.name ?? command.path.split(separator: "/").last.map(String.init) ?? command.path
    self.readyLimit = readyLimit
    process = try EngineProcess(path: command.path, arguments: command.arguments)
    try greet(command)
    try configure(command.options)
    try recogniseRanks()
  }

  // MARK: Waiting

  /// The next line.
  ///
  /// - Throws: `timedOut` naming what was waited for; how the engine ended; `lineTooLong`.
  mutating func line(
    until deadline: ContinuousClock.Instant, waitingFor answer: String
  ) throws(EngineError) -> String {
    switch try event(until: deadline, bell: nil) {
    case .line(let line): return line
    case .timeout, .interrupted, .end: throw fail(.timedOut(engine: name, waitingFor: answer))
    }
  }

  /// The next event that is not the engine's end, which is thrown.
  mutating func event(
    until deadline: ContinuousClock.Instant?, bell: WakeSignal?
  ) throws(EngineError) -> EngineProcess.Event {
    let event: EngineProcess.Event
    do { event = try process.next(until: deadline, bell: bell) } catch {
      throw fail(.lineTooLong(engine: name, bytes: LineBuffer.limit))
    }
    guard case .end = event else { return event }
    guard let ending = process.ending(within: .milliseconds(500)) else {
      throw fail(.closedOutput(engine: name))
    }
    throw fail(.exited(engine: name, status: ending.status, signal: ending.signal))
  }

  /// Ends the engine for good and remembers why.
  mutating func fail(_ error: EngineError) -> EngineError {
    process.kill()
    failure = error
    return error
  }

  /// Waits until everything sent so far has been dealt with; what the engine said before is dropped.
  mutating func synchronise() throws(EngineError) {
    if let failure { throw failure }
    process.send("isready")
    let deadline = ContinuousClock.now + readyLimit
    while try line(until: deadline, waitingFor: "readyok").firstWord != "readyok" {}
  }

  // MARK: Beginning

  private mutating func greet(_ command: EngineCommand) throws(EngineError) {
    let deadline = ContinuousClock.now + readyLimit
    if let dialect = command.dialect {
      try greet(dialect, command, until: deadline)
      return
    }
    // UCCI engines know nothing of `uci`, so silence is their answer.
    let patience = min(.seconds(2), readyLimit / 4)
    process.send("uci")
    var hasAskedBoth = false
    var answered: EngineDialect?
    while true {
      let limit = hasAskedBoth ? deadline : ContinuousClock.now + patience
      switch try event(until: limit, bell: nil) {
      case .line(let line):
        take(line, command)
        if let dialect = line.acknowledged { answered = dialect }
        // An engine that is only slow answers both; then its last word before `readyok` holds.
        if answered != nil, !hasAskedBoth || line.firstWord == "readyok" {
          dialect = answered ?? .uci
          return
        }
      case .timeout, .interrupted, .end:
        guard !hasAskedBoth else { throw fail(.noProtocol(engine: name, limit: readyLimit)) }
        hasAskedBoth = true
        process.send("ucci")
        process.send("isready")
      }
    }
  }

  private mutating func greet(
    _ asked: EngineDialect, _ command: EngineCommand, until deadline: ContinuousClock.Instant
  ) throws(EngineError) {
    dialect = asked
    process.send(asked.rawValue)
    while true {
      let line = try line(until: deadline, waitingFor: "\(asked)ok")
      take(line, command)
      if line.acknowledged == asked { return }
    }
  }

  /// Takes what an engine says of itself.
  private mutating func take(_ line: String, _ command: EngineCommand) {
    if command.name == nil, line.hasPrefix("id name ") {
      let words = line.dropFirst("id name ".count).split(separator: " ")
      if !words.isEmpty { name = words.joined(separator: " ").printable(limit: 100) }
    } else if let option = EngineOption(line: line), options.count < Self.optionLimit {
      options.append(option)
    }
  }

  /// Sets what was asked for, and on an engine of many games the game.
  private mutating func configure(_ settings: [EngineCommand.Setting]) throws(EngineError) {
    let isVariant: (EngineCommand.Setting) -> Bool = { $0.name.lowercased() == "uci_variant" }
    var ordered = settings
    if !settings.contains(where: isVariant),
      let variant = option("UCI_Variant"), variant.refusal(of: "xiangqi") == nil
    {
      ordered.append(.init(name: variant.name, value: "xiangqi"))
    }
    // The game first: an engine of many games begins anew with it.
    for setting in ordered.filter(isVariant) + ordered.filter({ !isVariant($0) }) { try set(setting) }
    if dialect == .ucci {
      countsMilliseconds = option("usemillisec") != nil
      if let option = option("usemillisec") { process.send(option.setting("true", dialect)) }
    }
    try synchronise()
  }

  private func option(_ name: String) -> EngineOption? { options.first { $0.isNamed(name) } }

  private mutating func set(_ setting: EngineCommand.Setting) throws(EngineError) {
    guard let option = option(setting.name) else {
      throw fail(.unknownOption(engine: name, option: setting.name))
    }
    if let reason = option.refusal(of: setting.value) {
      throw fail(.badOption(engine: name, option: option.name, value: setting.value, reason: reason))
    }
    process.send(option.setting(setting.value, dialect))
  }

  /// Finds out how the ranks are numbered, which UCCI fixes and UCI does not.
  ///
  /// At the start no move is legal in both numberings, so an engine's first move tells which it uses.
  private mutating func recogniseRanks() throws(EngineError) {
    guard dialect == .uci else { return }
    process.send("position fen \(Position.start.fen)")
    process.send("go depth 1")
    let deadline = ContinuousClock.now + readyLimit
    while true {
      let line = try line(until: deadline, waitingFor: "its first move")
      guard let best = BestMove(line: line) else { continue }
      let fitting = RankNumbering.allCases.first { numbering in
        best.move.flatMap { numbering.move(of: $0) }.map { Position.start.isLegal($0) } == true
      }
      guard let fitting else { throw fail(.notXiangqi(engine: name, move: best.move ?? line)) }
      numbering = fitting
      break
    }
    try newGame()
  }

  // MARK: Games

  /// Tells the engine that the next position is of another game.
  mutating func newGame() throws(EngineError) {
    if let failure { throw failure }
    if dialect == .uci {
      process.send("ucinewgame")
    } else if let option = option("newgame") {
      process.send(option.setting("", dialect))
    }
    try synchronise()
  }

  /// Hands over a game and the order to think.
  mutating func send(_ game: Game, _ go: GoCommand) throws(EngineError) {
    if let failure { throw failure }
    let moves = game.moves.map { numbering.text(of: $0) }.joined(separator: " ")
    process.send("position fen \(game.start.fen)" + (moves.isEmpty ? "" : " moves \(moves)"))
    if dialect == .ucci, !go.limits.moves.isEmpty {
      let banned = game.position.legalMoves().filter { !go.limits.moves.contains($0) }
      if !banned.isEmpty { process.send("banmoves " + banned.map(\.iccs).joined(separator: " ")) }
    }
    // An answer to an earlier question, should one be left, does not pass for one to this.
    try synchronise()
    process.send(
      dialect == .uci
        ? go.uci(side: game.position.sideToMove, numbering: numbering)
        : go.ucci(milliseconds: countsMilliseconds))
  }

  /// Lets the engine end by itself, and ends it when it does not.
  mutating func close() {
    process.send("quit")
    _ = process.ending(within: .seconds(1))
    process.kill()
    if failure == nil { failure = .closed(engine: name) }
  }
}

extension String {
  /// The text cut to so many characters, and without control characters, which a terminal would obey.
  func printable(limit: Int) -> String {
    let scalars = unicodeScalars.prefix(limit).map {
      $0.value < 32 || (127..<160).contains($0.value) ? "\u{FFFD}" : $0
    }
    return String(String.UnicodeScalarView(scalars)) + (unicodeScalars.count > limit ? "…" : "")
  }

  /// What stands before the first blank.
  var firstWord: Substring { prefix { !$0.isWhitespace } }

  /// The language a line agrees to speak.
  fileprivate var acknowledged: EngineDialect? {
    EngineDialect.allCases.first { firstWord == "\($0.rawValue)ok" }
  }
}

internal import Players
internal import Xiangqi

/// A question to an engine.
struct EngineQuestion: Sendable {
  var game: Game
  var go: GoCommand
  /// How much longer than the limits an engine may take.
  var patience: Duration
  /// How long it may take once it has been told to stop.
  var grace: Duration
  var progress: @Sendable (SearchReport) -> Void
}

extension EngineDialogue {
  /// Asks, and waits for the answer: until the limits and the patience are used up, then tells the engine to stop,
  /// then gives it up.
  mutating func answer(_ question: EngineQuestion, bell: WakeSignal) throws(EngineError) -> EngineAnswer {
    try send(question.game, question.go)
    let started = ContinuousClock.now
    var lines = EngineLines(position: question.game.position, numbering: numbering)
    var deadline = question.go.limits.longest.map { started + $0 + question.patience }
    var isStopped = false
    while true {
      switch try event(until: deadline, bell: isStopped ? nil : bell) {
      case .line(let line):
        if let info = EngineInfo(line: line) {
          if lines.take(info), let report = lines.report(after: started.duration(to: .now)) {
            question.progress(report)
          }
        } else if let best = BestMove(line: line) {
          return try answer(best, to: question, lines: lines, time: started.duration(to: .now))
        }
      case .timeout, .interrupted, .end:
        guard !isStopped else { throw fail(.timedOut(engine: name, waitingFor: "bestmove")) }
        isStopped = true
        process.send("stop")
        deadline = ContinuousClock.now + question.grace
      }
    }
  }

  private func answer(
    _ best: BestMove, to question: EngineQuestion, lines: EngineLines, time: Duration
  ) throws(EngineError) -> EngineAnswer {
    let position = question.game.position
    var answer = EngineAnswer(move: nil, time: time, resigns: best.resigns, offersDraw: best.offersDraw)
    if let text = best.move {
      guard let move = numbering.move(of: text) else {
        throw .malformedAnswer(engine: name, line: "bestmove \(text)")
      }
      guard position.isLegal(move) else {
        throw .illegalMove(engine: name, move: text, fen: position.fen)
      }
      answer.move = move
      let reply = best.ponder.flatMap { numbering.move(of: $0) }
      answer.ponder = reply.flatMap { position.playing(move).isLegal($0) ? $0 : nil }
    }
    answer.report = lines.report(after: time, answer: answer.move)
    return answer
  }
}

extension SearchLimits {
  /// The longest a search may take by its time; without one nothing, so that the patience is all there is, and
  /// nil for a search that only an order ends.
  fileprivate var longest: Duration? {
    switch time {
    case .move(let duration)?: duration
    case .clock(let clock)?: clock.remaining
    case nil: isUnlimited ? nil : .zero
    }
  }
}

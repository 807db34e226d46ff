public import Players
internal import Xiangqi

extension EngineServer {
  /// A `go` and what has become of it.
  struct Thinking: Sendable {
    /// Which order it is; another one once pondering has turned into thinking.
    var number = 0
    /// The game; nil when the position was refused.
    let game: Game?
    var go: GoCommand
    /// The moves to choose from; nil for all.
    let allowed: [Move]?
    let lines: Int
    let showsWDL: Bool
    let overhead: Duration
    /// Whether `stop` has come, or another `go`.
    var isStopped = false
    /// Whether the search is to begin anew when it has ended: pondering has turned into thinking.
    var beginsAnew = false
    /// What was found, while it must not be told yet.
    var held: SearchReport?

    /// Whether the answer has to wait for an order.
    var isHeld: Bool { (go.isInfinite || go.ponders) && !isStopped }

    /// What ends the search.
    var limits: SearchLimits {
      var limits = go.ponders || go.isInfinite ? SearchLimits() : go.limits(keepingBack: overhead)
      if go.isInfinite, !go.ponders {
        limits.evaluations = go.limits.evaluations
        limits.depth = go.limits.depth
        limits.mate = go.limits.mate
      }
      limits.moves = allowed ?? []
      return limits
    }

    /// Whether there is anything to think about.
    var hasChoice: Bool { allowed.map { !$0.isEmpty } ?? (game?.position.legalMoves().isEmpty == false) }
  }

  // MARK: Orders

  /// `go …`.
  mutating func go(_ words: ArraySlice<Substring>) -> [Effect] {
    guard waiting.count < Self.waitingLimit else { return [message("go: too many orders wait")] }
    let game = game?.playedOn
    let side = game?.position.sideToMove ?? .red
    let go =
      dialect == .uci
      ? GoCommand(uci: words, side: side)
      : GoCommand(ucci: words, milliseconds: options.countsMilliseconds)
    var effects: [Effect] = []
    var allowed = allowed
    if !go.limits.moves.isEmpty, let game {
      let legal = go.limits.moves.filter { game.position.isLegal($0) }
      if legal.isEmpty {
        effects.append(message("go: none of the moves of searchmoves is legal; all are searched"))
      }
      if !legal.isEmpty { allowed = legal }
    }
    let order = Thinking(
      game: game, go: go, allowed: allowed, lines: options.multiPV, showsWDL: options.showsWDL,
      overhead: options.overhead)
    guard current == nil else {
      waiting.append(order)
      return effects + stop()
    }
    return effects + begin(order)
  }

  private mutating func begin(_ order: Thinking) -> [Effect] {
    var order = order
    let effects = preparation()
    lastNumber += 1
    order.number = lastNumber
    // Orders that came later stop this one.
    if !waiting.isEmpty { order.isStopped = true }
    current = order
    guard let game = order.game, order.hasChoice else {
      return effects + finished(.success(Self.nothing), of: order.number)
    }
    let thinking = ThinkingOrder(number: order.number, game: game, limits: order.limits)
    return effects + [.think(thinking)] + (order.isStopped ? [.stop] : [])
  }

  /// What is found where there is nothing to choose.
  private static let nothing = SearchReport(
    lines: [], wdl: WDL(red: 0, draw: 1, black: 0), evaluations: 0, depth: 0, time: .zero)

  /// `stop`.
  mutating func stop() -> [Effect] {
    guard var order = current, !order.isStopped else { return [] }
    order.isStopped = true
    order.beginsAnew = false
    current = order
    if let held = order.held { return finished(.success(held), of: order.number) }
    return [.stop]
  }

  /// Takes note that nothing more will be asked: the search that runs is stopped, those that wait are dropped.
  public mutating func end() -> [Effect] {
    waiting = []
    return stop()
  }

  /// `ponderhit [draw]`: the opponent has played what was expected.
  mutating func ponderHit(_ words: ArraySlice<Substring>) -> [Effect] {
    guard var order = current, order.go.ponders, !order.isStopped else { return [] }
    order.go.ponders = false
    if dialect == .ucci, words.first == "draw" { order.go.offersDraw = true }
    guard order.held == nil else {
      current = nil
      return begin(order.again)
    }
    order.beginsAnew = true
    current = order
    return [.stop]
  }

  // MARK: Answers

  /// Takes what has been found so far of an order.
  public mutating func progress(_ report: SearchReport, of number: Int) -> [Effect] {
    guard let order = current, order.number == number, order.held == nil else { return [] }
    return lines(of: report, order)
  }

  /// Takes the end of the thinking about an order: what was found, or why nothing was.
  public mutating func finished(_ outcome: Result<SearchReport, ThinkerError>, of number: Int) -> [Effect] {
    guard var order = current, order.number == number else { return [] }
    if order.beginsAnew {
      current = nil
      return begin(order.again)
    }
    var effects: [Effect] = []
    let report: SearchReport
    switch outcome {
    case .success(let found): report = found
    case .failure(let error):
      effects.append(message("\(error)"))
      report = order.makeshift
    }
    if order.held == nil { effects += lines(of: report, order) }
    if order.isHeld {
      order.held = report
      current = order
      return effects
    }
    current = nil
    if let position = order.game?.position { lastAnswer = (position, report) }
    effects.append(answer(report, order))
    if !waiting.isEmpty { effects += begin(waiting.removeFirst()) }
    return effects
  }

  /// The `info` lines of a report.
  private func lines(of report: SearchReport, _ order: Thinking) -> [Effect] {
    let side = order.game?.position.sideToMove ?? .red
    let milliseconds = report.time.wholeMilliseconds
    guard !report.lines.isEmpty else {
      let isLost = order.game?.position.legalMoves().isEmpty == true
      let info = EngineInfo(depth: 0, score: isLost ? .mate(0) : .centipawns(0))
      return [.write(info.text(dialect))]
    }
    return report.lines.prefix(order.lines).enumerated().map { index, line in
      var info = EngineInfo(
        depth: report.depth, nodes: report.evaluations, milliseconds: milliseconds,
        line: order.lines > 1 || dialect == .uci ? index + 1 : nil, score: EngineScore(of: line, for: side))
      if order.showsWDL { info.wdl = line.wdl.thousandths(for: side) }
      info.moves = line.moves.map(\.iccs)
      return .write(info.text(dialect))
    }
  }

  private func answer(_ report: SearchReport, _ order: Thinking) -> Effect {
    let line = report.lines.first?.moves ?? []
    var best = BestMove(move: line.first?.iccs, ponder: line.dropFirst().first?.iccs)
    if order.go.offersDraw, let game = order.game {
      let side = game.position.sideToMove
      best.offersDraw =
        DrawOffer().answer(expectation: report.wdl.expectation(for: side), side: side, in: game).accepts
    }
    return .write(best.text(dialect))
  }
}

extension EngineServer.Thinking {
  /// The order as it was before anything was thought.
  fileprivate var again: Self {
    var order = self
    order.beginsAnew = false
    order.held = nil
    return order
  }

  /// A move, any move: an engine that cannot think still has to answer.
  fileprivate var makeshift: SearchReport {
    let moves = allowed ?? game?.position.legalMoves() ?? []
    let even = WDL(red: 0, draw: 1, black: 0)
    let lines = moves.prefix(1).map { SearchLine(moves: [$0], prior: 0, visits: 0, wdl: even) }
    return SearchReport(lines: Array(lines), wdl: even, evaluations: 0, depth: 0, time: .zero)
  }
}

extension WDL {
  /// Wins, draws and losses of a side in thousandths; together 1,000.
  func thousandths(for side: Side) -> [Int] {
    let (own, other) = side == .red ? (red, black) : (black, red)
    let wins = Int((max(0, min(1, own)) * 1000).rounded())
    let losses = min(1000 - wins, Int((max(0, min(1, other)) * 1000).rounded()))
    return [wins, 1000 - wins - losses, losses]
  }
}

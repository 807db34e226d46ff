/// How the facts of a position are found: what does not depend on a move once, then move by move.
struct TacticalSurvey {
  private var search: TacticalSearch
  /// Whether the side to move is in check.
  let isCheck: Bool
  /// What the side to move wins by captures.
  let gain: Int
  /// What the other side would win by captures if it were to move; 0 in check.
  let standingThreat: Int
  private var forks: [Fork]

  /// A quiet move of the other side that would win something against every reply if it made it now.
  private struct Fork {
    let move: Move
    /// The reply that was best last, tried first.
    var reply = OrderedMove()
  }

  init(_ position: Position) {
    search = TacticalSearch(position)
    isCheck = search.isCheck()
    gain = search.gain(isCheck: isCheck)
    standingThreat = isCheck ? 0 : search.threat()
    forks = isCheck ? [] : Self.forks(&search, above: standingThreat)
  }

  /// The quiet moves of the side that is not to move whose piece would threaten more than `bound`, and that would win
  /// something against every reply, if it made one now.
  private static func forks(_ search: inout TacticalSearch, above bound: Int) -> [Fork] {
    search.position.pass()
    defer { search.position.pass() }
    search.question = .plan
    var reply = OrderedMove()
    var forks: [Fork] = []
    for move in search.position.legalMoves() where !search.position.isCapture(move) {
      let isFork = search.after(move.from, move.to) {
        $0.threat(by: move.to) > bound && $0.bestMove(alpha: -1, beta: 0, favourite: &reply) < 0
      }
      if isFork { forks.append(Fork(move: move)) }
    }
    return forks
  }

  /// The pieces of both sides that an exchange on their square wins.
  mutating func hanging() -> [Tactics.Hanging] {
    let mover = search.position.sideToMove
    // Whose pieces are looked at, the other side captures first.
    search.position.pass()
    let own = hanging(of: mover)
    search.position.pass()
    return own + hanging(of: mover.opponent)
  }

  /// The pieces of the side that is not to move that an exchange on their square wins.
  private mutating func hanging(of owner: Side) -> [Tactics.Hanging] {
    let isCheck = search.isCheck()
    var found: [Tactics.Hanging] = []
    for square in search.enemies where search.position.board[square.index] & 15 != 0 {
      let gain = search.exchange(on: square, isCheck: isCheck)
      if gain > 0 { found.append(.init(square: square, side: owner, gain: MoveFacts.kept(gain))) }
    }
    return found
  }

  /// The facts of every legal move.
  mutating func moves(recaptures: Square?, hanging: [Tactics.Hanging]) -> [MoveFacts] {
    let position = search.position
    let pinned = position.safety(of: position.sideToMove, AttackTables.shared).pinned
    return position.legalMoves().map { move in
      var facts = MoveFacts(move: move)
      facts.mover = Int8(position.worth(on: move.from))
      facts.victim = Int8(position.worth(on: move.to))
      facts.hung = hanging.first { $0.square == move.from }?.gain ?? 0
      if pinned.contains(move.from) { facts.marks.insert(.pinned) }
      if move.to == recaptures, facts.victim > 0 { facts.marks.insert(.recapture) }
      let captured = search.position.make(from: move.from, to: move.to)
      look(&facts)
      search.position.unmake(from: move.from, to: move.to, captured: captured)
      return facts
    }
  }

  /// The facts that need the position after the move.
  private mutating func look(_ facts: inout MoveFacts) {
    let isCheck = search.isCheck(from: facts.move.from, to: facts.move.to)
    search.question = .gain
    let gain = search.gain(isCheck: isCheck)
    var answer = isCheck ? gain : self.answer(to: &facts, byCaptures: gain)
    if isCheck { facts.marks.insert(.check) }
    if !search.position.hasLegalMove {
      facts.marks.insert(.mate)
      answer = TacticalSearch.mated(left: TacticalSearch.quiescencePlies)
    }
    facts.net = MoveFacts.kept(Int(facts.victim) - (facts.marks.contains(.mate) ? answer : gain))
    facts.exposed = MoveFacts.kept(search.exchange(on: facts.move.to, isCheck: isCheck))
    facts.answer = MoveFacts.kept(answer)
    if TacticalSearch.isMateInOne(answer, outOfCheck: isCheck) { facts.marks.insert(.allowsMate) }
    facts.plan = MoveFacts.kept(plan(above: answer))
  }

  /// What the other side wins with its best answer to a move that is no check, given what it wins by captures; enters the
  /// threat.
  private mutating func answer(to facts: inout MoveFacts, byCaptures gain: Int) -> Int {
    search.question = .threat
    let threat = search.threat()
    facts.threat = MoveFacts.kept(threat)
    search.question = .checks
    let answer = search.bestCheck(alpha: gain)
    // A quiet answer wins nothing; whether one loses nothing is in doubt where more is threatened than before.
    guard answer == 0, threat > max(0, self.gain) else { return answer }
    search.question = .threat
    var favourite = OrderedMove()
    return search.bestMove(favourite: &favourite)
  }

  /// What the other side wins with its best fork, if it is more than `bound`; else `bound`.
  private mutating func plan(above bound: Int) -> Int {
    search.question = .plan
    var best = bound
    for index in forks.indices {
      let move = forks[index].move
      guard !search.position.isCapture(move), search.position.isLegal(move) else { continue }
      var reply = forks[index].reply
      let value = search.after(move.from, move.to) { -$0.bestMove(beta: -best, favourite: &reply) }
      forks[index].reply = reply
      if value > best {
        best = value
        // What wins most here probably does so behind the next move too, where the others need less work then.
        forks.swapAt(0, index)
      }
    }
    return best
  }
}

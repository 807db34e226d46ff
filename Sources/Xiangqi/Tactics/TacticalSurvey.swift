/// How the facts of a position are found: what does not depend on a move once, then move by move.
struct TacticalSurvey {
  private var search: TacticalSearch
  private let tables = AttackTables.shared
  let isCheck: Bool
  /// What the side to move wins by captures.
  let gain: Int
  /// What the other side would win by captures if it were to move.
  let standingThreat: Int
  /// The quiet moves of the other side that would win something against every reply if it made one now.
  private let forks: [Move]

  init(_ position: Position) {
    search = TacticalSearch(position)
    isCheck = position.isCheck(tables)
    gain = search.gain()
    standingThreat = search.threat()
    forks = isCheck ? [] : Self.forks(&search, above: standingThreat)
  }

  /// The quiet moves of the side that is not to move that would threaten more than `bound`, and win something against
  /// every reply, if it made one now.
  private static func forks(_ search: inout TacticalSearch, above bound: Int) -> [Move] {
    search.position.pass()
    defer { search.position.pass() }
    guard !search.position.isCheck(search.tables) else { return [] }
    return search.position.legalMoves().filter { move in
      guard search.position.worth(on: move.to) == 0 else { return false }
      return search.after(move.from, move.to) {
        $0.threat(by: move.to) > bound && $0.bestMove(alpha: -1, beta: 0).gain < 0
      }
    }
  }

  /// The pieces of both sides that an exchange on their square wins.
  mutating func hanging() -> [Tactics.Hanging] {
    var found: [Tactics.Hanging] = []
    let mover = search.position.sideToMove
    for owner in [mover, mover.opponent] {
      // Whose pieces are looked at, the other side captures first.
      if owner == mover { search.position.pass() }
      for square in search.position.occupied[Int(owner.rawValue)]
      where search.position.board[square.index] & 15 != 0 {
        let gain = search.exchange(on: square)
        if gain > 0 { found.append(.init(square: square, side: owner, gain: MoveFacts.kept(gain))) }
      }
      if owner == mover { search.position.pass() }
    }
    return found
  }

  /// The facts of every legal move.
  mutating func moves(recaptures: Square?, hanging: [Tactics.Hanging]) -> [MoveFacts] {
    let position = search.position
    let pinned = position.safety(of: position.sideToMove, tables).pinned
    return position.legalMoves().map { move in
      var facts = MoveFacts(move: move)
      facts.mover = Int8(position.worth(on: move.from))
      facts.victim = Int8(position.worth(on: move.to))
      facts.hung = hanging.first { $0.square == move.from }?.gain ?? 0
      if pinned.contains(move.from) { facts.marks.insert(.pinned) }
      if move.to == recaptures, facts.victim > 0 { facts.marks.insert(.recapture) }
      let (gain, forks) = (gain, forks)
      search.after(move.from, move.to) { Self.look(&$0, &facts, gainBefore: gain, forks: forks) }
      return facts
    }
  }

  /// The facts that need the position after the move.
  private static func look(
    _ search: inout TacticalSearch, _ facts: inout MoveFacts, gainBefore: Int, forks: [Move]
  ) {
    let gain = search.gain()
    var answer = gain
    if search.position.isCheck(search.tables) {
      facts.marks.insert(.check)
    } else {
      let threat = search.threat()
      facts.threat = MoveFacts.kept(threat)
      answer = search.bestCheck(alpha: gain)
      // A quiet answer wins nothing; whether one loses nothing is in doubt where more is threatened than before.
      if answer == 0, threat > max(0, gainBefore) { answer = search.bestMove().gain }
    }
    if !search.position.hasLegalMove {
      facts.marks.insert(.mate)
      answer = TacticalSearch.mated(left: TacticalSearch.quiescencePlies)
    }
    facts.net = MoveFacts.kept(Int(facts.victim) - (facts.marks.contains(.mate) ? answer : gain))
    facts.exposed = MoveFacts.kept(search.exchange(on: facts.move.to))
    facts.answer = MoveFacts.kept(answer)
    if TacticalSearch.isMateInOne(answer, outOfCheck: facts.marks.contains(.check)) {
      facts.marks.insert(.allowsMate)
    }
    for fork in forks where search.position.worth(on: fork.to) == 0 && search.position.isLegal(fork) {
      let bound = answer
      answer = max(answer, search.after(fork.from, fork.to) { -$0.bestMove(beta: -bound).gain })
    }
    facts.plan = MoveFacts.kept(answer)
  }
}

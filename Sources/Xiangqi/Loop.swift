/// The moves between the first and the third occurrence of a position, and what the two sides did in them.
///
/// This is where perpetual check (长将) and perpetual chase (长捉) are told from harmless repetition. The
/// definition below follows the World Xiangqi Federation's rules in a form a machine can apply without
/// judgement; it is complete, nothing outside this text decides a loop.
///
/// **Loop.** The game stops when a position, that is placement and side to move, has occurred three times;
/// the start position of the game counts as an occurrence. The loop is everything played after the first of
/// the three. The occurrences need not come from the same round trip. Nothing is captured in a loop, so
/// every piece keeps its identity all through it, and "the same piece" means just that.
///
/// **Perpetual check.** A side checks perpetually when every one of its moves in the loop gives check. If
/// one side does, it loses, whatever the other side does and even if it has no other legal move. If both
/// do, the game is drawn. Only if neither does are chases looked at.
///
/// **Threat.** In any position of the loop, whoever is to move, side *c* threatens the victim *v* with the
/// attacker *a*, when
///
/// 1. *a* belongs to *c* and is neither a general nor a soldier (they may attack for ever); *a* could
///    capture *v* by the way it moves; *v* is not the general and not a soldier that has yet to cross the
///    river;
/// 2. the capture is *safe*: each piece that attacks *c*'s general after it, the enemy general on an open
///    file included, attacked it before. A pinned piece therefore threatens only its pinner, and a check
///    that stands on the board already does not matter;
/// 3. the capture wins something: *a* is a horse or cannon and *v* a chariot; or *a* is an advisor or
///    elephant and *v* a chariot, horse or cannon; or *v* is *unrooted*, that is, no enemy piece can
///    recapture safely. Safe for the recapturing side means again: each piece that then attacks its general
///    attacked it already in the position the threat is judged in. A protector that is pinned or is itself
///    the needed screen protects nothing;
/// 4. it is no offer to exchange: *v* is not of *a*'s kind, or could not safely capture *a* in turn. Between
///    horses, one of which is blocked at the leg, only the free one threatens.
///
/// **Perpetual chase.** A move of *c* newly threatens *v* when some pair (*a*, *v*) is a threat of *c* after
/// the move and the same pair was none before it. What was attacked already is not newly threatened by the
/// same attacker. *c* chases perpetually when one and the same *v* is newly threatened by every move of *c*
/// in the loop. Several attackers may share the work; several victims in turn are not a perpetual chase. A
/// checking move may be a chase at the same time.
///
/// **Verdict.** A perpetual chase is an offence. A graver one is the perpetual chase of a chariot that after
/// every move of *c* is pinned to its general by a horse of *c*: it cannot help itself. The side with the
/// graver offence loses, equal offences draw. So chase against chase is a draw, as are check
/// alternating with chase, idle moves, and threats of mate; a side that checks now and then is not excused
/// from chasing all the time.
///
/// Cost: for each move of a side up to two evaluations of its threats, some tens of microseconds, and a side
/// is dismissed as soon as no common victim is left.
public struct Loop: Sendable {
  /// What one side did in a loop.
  public enum Conduct: Sendable, Hashable {
    /// Nothing forbidden: at least one of its moves was free.
    case allowed
    /// Every move gave check.
    case perpetualCheck
    /// Every move newly threatened this same piece. A chariot that a horse pins to its general all the
    /// while, and so cannot run, is `pinned`.
    case perpetualChase(of: Piece, pinned: Bool)
  }

  /// The positions from the first to the third occurrence, both included.
  public let positions: [Position]
  /// The moves between them: one fewer than there are positions, at least four, and no captures.
  public let moves: [Move]

  /// The loop in which `moves` lead through `positions`, whose first and last are the same.
  init(positions: some Sequence<Position>, moves: some Sequence<Move>) {
    self.positions = Array(positions)
    self.moves = Array(moves)
    precondition(
      self.positions.count == self.moves.count + 1 && self.moves.count >= 4,
      "Loop: \(self.moves.count) moves lead through \(self.positions.count) positions")
  }

  /// What each side did.
  ///
  /// When a side checks perpetually, chases are not looked for: they decide nothing.
  public var conduct: (red: Conduct, black: Conduct) { conduct(judgingChases: true) }

  /// The verdict: the side with the graver conduct loses, equal conduct is a draw.
  ///
  /// Without `judgingChases` only perpetual check is an offence.
  func verdict(judgingChases: Bool) -> Verdict {
    let (red, black) = conduct(judgingChases: judgingChases)
    if red.gravity == black.gravity { return Verdict(outcome: .draw, reason: .repetition) }
    let (offender, offence): (Side, Conduct) = red.gravity > black.gravity ? (.red, red) : (.black, black)
    return Verdict(
      outcome: .win(for: offender.opponent),
      reason: offence == .perpetualCheck ? .perpetualCheck : .perpetualChase,
      offender: offender, chased: offence.chased)
  }

  private func conduct(judgingChases: Bool) -> (red: Conduct, black: Conduct) {
    let redChecks = checksPerpetually(.red)
    let blackChecks = checksPerpetually(.black)
    if redChecks || blackChecks {
      return (redChecks ? .perpetualCheck : .allowed, blackChecks ? .perpetualCheck : .allowed)
    }
    return judgingChases ? (chase(by: .red), chase(by: .black)) : (.allowed, .allowed)
  }

  /// Whether every move of `side` gives check.
  private func checksPerpetually(_ side: Side) -> Bool {
    positions.dropFirst().allSatisfy { $0.sideToMove == side || $0.isCheck }
  }
}

extension Loop.Conduct {
  /// The piece that was chased all the time, if one was.
  public var chased: Piece? {
    if case .perpetualChase(let piece, _) = self { piece } else { nil }
  }

  /// How grave the offence is: a side whose conduct is graver than the other's loses.
  var gravity: Int {
    switch self {
    case .allowed: 0
    case .perpetualChase(_, pinned: false): 1
    case .perpetualChase(_, pinned: true): 2
    case .perpetualCheck: 3
    }
  }
}

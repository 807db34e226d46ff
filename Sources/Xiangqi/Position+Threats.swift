/// What a side threatens to win: the pairs (attacker, victim) on which perpetual chases are judged. The
/// definition, with its four conditions, stands at ``Loop``.
extension Position {
  /// The captures by which `side` threatens to win a piece, whoever is to move.
  func threats(by side: Side) -> [Move] {
    let attacks = possibleMoves(of: side).filter(isChaseable)
    if attacks.isEmpty { return [] }
    let standing = StandingAttacks(
      onOwn: attackers(ofGeneralOf: side), onEnemy: attackers(ofGeneralOf: side.opponent))
    return attacks.filter { isThreat($0, by: side, standing: standing) }
  }

  /// The chariots that cannot leave their square because a horse of `side` would then check their general.
  func chariotsPinnedByHorses(of side: Side) -> [Square] {
    let general = general(of: side.opponent)
    return squares(of: Piece(side.opponent, .chariot)).filter { chariot in
      squares(of: Piece(side, .horse)).contains { horse in
        let (files, ranks) = (general.file - horse.file, general.rank - horse.rank)
        let isHorseMove = (abs(files) == 1 && abs(ranks) == 2) || (abs(files) == 2 && abs(ranks) == 1)
        return isHorseMove && horse.offset(files: files / 2, ranks: ranks / 2) == chariot
      }
    }
  }

  /// The pieces that attack the two generals before anything is captured.
  private struct StandingAttacks {
    let onOwn: [Square]
    let onEnemy: [Square]
  }

  /// Condition 1: whether this is a capture, by a piece that may not chase, of a piece that may not be chased.
  private func isChaseable(_ attack: Move) -> Bool {
    guard let attacker = self[attack.from], let victim = self[attack.to] else { return false }
    switch (attacker.kind, victim.kind) {
    case (.general, _), (.soldier, _), (_, .general): return false
    case (_, .soldier): return !attack.to.isHome(of: victim.side)
    default: return true
    }
  }

  /// Conditions 2 to 4.
  private func isThreat(_ attack: Move, by side: Side, standing: StandingAttacks) -> Bool {
    guard let attacker = self[attack.from]?.kind, let victim = self[attack.to]?.kind else { return false }
    let after = moving(attack)
    guard after.keepsSafe(side, from: standing.onOwn) else { return false }
    if attacker == victim, isAnswered(attack, by: side.opponent, standing: standing) { return false }
    return Position.winsByKind(attacker, victim)
      || !after.isRecaptured(at: attack.to, by: side.opponent, standing: standing)
  }

  /// Condition 2: whether no piece attacks the general of `side` that did not attack it before.
  private func keepsSafe(_ side: Side, from standing: [Square]) -> Bool {
    attackers(ofGeneralOf: side).allSatisfy(standing.contains)
  }

  /// Condition 3, first part: whether the attacker is worth so much less that protection does not matter.
  private static func winsByKind(_ attacker: PieceKind, _ victim: PieceKind) -> Bool {
    switch attacker {
    case .horse, .cannon: victim == .chariot
    case .advisor, .elephant: [.chariot, .horse, .cannon].contains(victim)
    case .general, .chariot, .soldier: false
    }
  }

  /// Condition 3, second part: whether the victim was rooted; asked of the board after the capture.
  private func isRecaptured(at square: Square, by side: Side, standing: StandingAttacks) -> Bool {
    possibleMoves(of: side).contains {
      $0.to == square && moving($0).keepsSafe(side, from: standing.onEnemy)
    }
  }

  /// Condition 4: whether the victim could safely capture the attacker instead.
  private func isAnswered(_ attack: Move, by side: Side, standing: StandingAttacks) -> Bool {
    let answer = Move(from: attack.to, to: attack.from)
    return possibleMoves(of: side).contains(answer)
      && moving(answer).keepsSafe(side, from: standing.onEnemy)
  }
}

/// How the board judges a ply: the four rules of ``Game/verdict``, each asked in its turn.
extension Game {
  /// A ply that may be added to a game, with what the board says of it.
  ///
  /// It belongs to the game it was asked of: whoever goes to and fro between continuations of a game keeps the
  /// plies and adds them again without having them judged again.
  public struct Ply: Sendable {
    /// The move.
    public let move: Move
    /// The position after it.
    public let position: Position
    /// The verdict it brings, or nil when the game goes on.
    public let verdict: Verdict?
    let count: NaturalCount
  }

  /// What `move`, a legal move of a running game, leads to.
  ///
  /// Traps when the move is not legal here.
  public func ply(_ move: Move) -> Ply {
    precondition(refusal(of: move) == nil, "ply(_:): \(move) cannot be played here")
    return judged(move)
  }

  /// Plays a ply that ``ply(_:)`` gave of this very game.
  public mutating func play(_ ply: Ply) {
    moves.append(ply.move)
    positions.append(ply.position)
    counts.append(ply.count)
    verdict = ply.verdict
  }

  /// What `move`, legal here, leads to.
  func judged(_ move: Move) -> Ply {
    let next = position.playing(move)
    let isCapture = position.isCapture(move)
    var count = counts[counts.count - 1]
    if let limit = ruleset.naturalLimit {
      count = count.after(
        plyBy: position.sideToMove, isCapture: isCapture, givesCheck: next.isCheck, limit: limit)
    }
    let verdict =
      mateVerdict(of: next) ?? repetitionVerdict(of: next, after: move) ?? limitVerdict(of: count)
      ?? (isCapture ? materialVerdict(of: next) : nil)
    return Ply(move: move, position: next, verdict: verdict, count: count)
  }

  /// The side to move loses when it has no legal move.
  func mateVerdict(of position: Position) -> Verdict? {
    guard !position.hasLegalMove else { return nil }
    return Verdict(
      outcome: .win(for: position.sideToMove.opponent),
      reason: position.isCheck ? .checkmate : .stalemate)
  }

  /// The third occurrence of `next`, reached by `move` from the current position.
  func repetitionVerdict(of next: Position, after move: Move) -> Verdict? {
    guard ruleset.repetition != .ignored else { return nil }
    let earlier = earlierOccurrences(of: next, at: positions.count)
    guard earlier.count >= 2, let first = earlier.last else { return nil }
    let loop = Loop(positions: positions[first...] + [next], moves: moves[first...] + [move])
    return loop.verdict(judgingChases: ruleset.repetition == .checksAndChases)
  }

  /// A draw when the count has reached the natural limit.
  func limitVerdict(of count: NaturalCount) -> Verdict? {
    guard let limit = ruleset.naturalLimit, count.plies >= limit.plies else { return nil }
    return Verdict(outcome: .draw, reason: .naturalLimit)
  }

  /// A draw when no piece that could ever give mate is left; only a capture can bring that about.
  func materialVerdict(of position: Position) -> Verdict? {
    guard ruleset.drawsWithoutAttackers, !position.hasAttackers else { return nil }
    return Verdict(outcome: .draw, reason: .insufficientMaterial)
  }

  /// The indices into ``positions`` at which the position `position`, itself at `index`, has been on the
  /// board before, latest first.
  ///
  /// Only positions since the last capture can match. A mover needs two moves to leave and come back, so
  /// the nearest match lies four plies back.
  func earlierOccurrences(of position: Position, at index: Int) -> [Int] {
    let earliest = max(0, index - position.pliesSinceCapture)
    var found: [Int] = []
    for candidate in stride(from: index - 4, through: earliest, by: -2)
    where positions[candidate].zobristKey == position.zobristKey && positions[candidate] == position {
      found.append(candidate)
    }
    return found
  }
}

extension Position {
  /// Whether the side to move has any legal move; stops at the first it finds.
  package var hasLegalMove: Bool {
    let tables = AttackTables.shared
    let safety = safety(of: sideToMove, tables)
    let general = general(of: sideToMove)
    for from in occupied[Int(sideToMove.rawValue)]
    where !legalTargets(from: from, general: general, safety, tables).isEmpty {
      return true
    }
    return false
  }

  /// Whether a chariot, horse, cannon or soldier is on the board.
  var hasAttackers: Bool {
    Side.allCases.contains { side in
      [PieceKind.chariot, .horse, .cannon, .soldier].contains { kind in
        !squares(of: Piece(side, kind)).isEmpty
      }
    }
  }
}

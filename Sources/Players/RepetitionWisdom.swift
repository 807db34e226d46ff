public import Xiangqi

/// What a player knows of repetition: which moves lose by perpetual check or chase.
///
/// Everything here is a function of the game and of a ranking of moves, so it needs no model.
public enum RepetitionWisdom {
  /// How a move stands to the rule of the third occurrence.
  public enum Danger: Sendable, Hashable {
    /// Neither the move nor any reply to it loses by repetition.
    case none
    /// The opponent has a reply that completes a repetition judged against the mover.
    case letsOpponentClaim
    /// The move itself completes a repetition judged against the mover.
    case losesAtOnce
  }

  /// An alternative with less probability than this is not a sensible one.
  public static let sensibleProbability = 0.01

  /// The moves a player who knows the rule chooses between, in their order.
  ///
  /// Moves that lose at once go whenever another is left. Moves that let the opponent claim the game go when
  /// a harmless move of at least `sensibleProbability` is left: otherwise a player in need may check once
  /// more.
  public static func sensible(_ moves: [RankedMove], in game: Game) -> [RankedMove] {
    guard repetitionIsNear(in: game) else { return moves }
    let dangers = moves.map { danger(of: $0.move, in: game) }
    let lasting = zip(moves, dangers).filter { $0.1 != .losesAtOnce }
    let harmless = lasting.filter { $0.1 == .none }
    if harmless.contains(where: { $0.0.probability >= sensibleProbability }) { return harmless.map(\.0) }
    return lasting.isEmpty ? moves : lasting.map(\.0)
  }

  /// The danger in a legal move.
  public static func danger(of move: Move, in game: Game) -> Danger {
    let mover = game.position.sideToMove
    if let verdict = game.verdict(after: move) {
      return isLostByRepetition(verdict, for: mover) ? .losesAtOnce : .none
    }
    var next = game
    do { try next.play(move) } catch { return .none }  // an illegal move is refused wherever it is played
    let isClaimed = next.position.legalMoves().contains { reply in
      guard let verdict = next.verdict(after: reply) else { return false }
      return isLostByRepetition(verdict, for: mover)
    }
    return isClaimed ? .letsOpponentClaim : .none
  }

  /// Whether some position has occurred twice since the last capture; else no third occurrence can come
  /// within two plies.
  private static func repetitionIsNear(in game: Game) -> Bool {
    let reach = min(game.position.pliesSinceCapture, game.moves.count)
    var seen = Set<UInt64>(minimumCapacity: reach + 1)
    return game.positions.suffix(reach + 1).contains { !seen.insert($0.zobristKey).inserted }
  }

  private static func isLostByRepetition(_ verdict: Verdict, for side: Side) -> Bool {
    switch verdict.reason {
    case .perpetualCheck, .perpetualChase: verdict.outcome == .win(for: side.opponent)
    default: false
    }
  }
}

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
    let repeated = repeatedPositions(of: game)
    guard !repeated.isEmpty else { return moves }
    let dangers = moves.map { danger(of: $0.move, in: game, repeated: repeated) }
    let lasting = zip(moves, dangers).filter { $0.1 != .losesAtOnce }
    let harmless = lasting.filter { $0.1 == .none }
    if harmless.contains(where: { $0.0.probability >= sensibleProbability }) { return harmless.map(\.0) }
    return lasting.isEmpty ? moves : lasting.map(\.0)
  }

  /// The moves that lead to a position the game has not had yet, or all of them when none of those is
  /// sensible: what a player who wants to win chooses between.
  public static func progressive(_ moves: [RankedMove], in game: Game) -> [RankedMove] {
    let reach = min(game.position.pliesSinceCapture, game.moves.count)
    guard reach >= 3 else { return moves }
    let past = Set(game.positions.suffix(reach + 1).map(\.zobristKey))
    let new = moves.filter { !past.contains(game.position.playing($0.move).zobristKey) }
    return new.contains { $0.probability >= sensibleProbability } ? new : moves
  }

  /// The danger in a legal move of a running game.
  public static func danger(of move: Move, in game: Game) -> Danger {
    danger(of: move, in: game, repeated: repeatedPositions(of: game))
  }

  /// The same, given the keys of the positions whose next occurrence would be judged.
  ///
  /// The rules are asked only about moves that lead to one of these, a small part of all moves and replies.
  private static func danger(of move: Move, in game: Game, repeated: Set<UInt64>) -> Danger {
    let mover = game.position.sideToMove
    let position = game.position.playing(move)
    if repeated.contains(position.zobristKey) {
      return isLostByRepetition(game.verdict(after: move), for: mover) ? .losesAtOnce : .none
    }
    let replies = position.legalMoves().filter { repeated.contains(position.playing($0).zobristKey) }
    guard !replies.isEmpty else { return .none }
    var next = game
    do { try next.play(move) } catch { return .none }  // what cannot be played does no harm
    let isClaimed =
      next.verdict == nil
      && replies.contains { isLostByRepetition(next.verdict(after: $0), for: mover) }
    return isClaimed ? .letsOpponentClaim : .none
  }

  /// The keys of the positions that have occurred at least twice since the last capture.
  private static func repeatedPositions(of game: Game) -> Set<UInt64> {
    let reach = min(game.position.pliesSinceCapture, game.moves.count)
    var seen = Set<UInt64>(minimumCapacity: reach + 1)
    var repeated: Set<UInt64> = []
    for position in game.positions.suffix(reach + 1) where !seen.insert(position.zobristKey).inserted {
      repeated.insert(position.zobristKey)
    }
    return repeated
  }

  private static func isLostByRepetition(_ verdict: Verdict?, for side: Side) -> Bool {
    switch verdict?.reason {
    case .perpetualCheck?, .perpetualChase?: verdict?.outcome == .win(for: side.opponent)
    default: false
    }
  }
}

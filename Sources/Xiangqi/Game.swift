/// A game: a start position, the moves played from it, and the verdict of the board after them.
///
/// The verdict is found after every ply, in this order; the first rule that applies ends the game:
///
/// 1. The side to move has no legal move: it loses, by checkmate or by stalemate (困毙 is a loss).
/// 2. The position occurs for the third time: see ``Loop``.
/// 3. The natural limit is reached: a draw.
/// 4. Neither side has a chariot, horse, cannon or soldier: a draw.
///
/// So a mate on the 120th quiet ply wins, and a repetition completed on that ply is judged as a
/// repetition. Parts 2 to 4 follow the game's ``Ruleset``.
///
///     var game = Game()
///     try game.play(Move(from: h2, to: e2))
///     print(game.position.fen, game.verdict?.outcome)
///
/// A ply costs one list of legal moves and a look at the keys of the positions since the last capture;
/// what the sides did in a loop is analysed only at a third occurrence.
public struct Game: Sendable, Equatable {
  /// The rules that end the game.
  public let ruleset: Ruleset
  /// The moves played so far, in order.
  public internal(set) var moves: [Move]
  /// The start position and the position after each move: one more than there are moves.
  public internal(set) var positions: [Position]
  /// How the board has ended the game, or nil while it runs.
  ///
  /// Resignation, agreement and the like are not seen by the board.
  public internal(set) var verdict: Verdict?
  /// The count towards the natural limit at each of ``positions``.
  var counts: [NaturalCount]

  /// A game that begins at a position, whose half-move field begins the count towards the natural limit.
  ///
  /// The start position may already be the end: mate, stalemate or a draw.
  public init(start: Position = .start, ruleset: Ruleset = .standard) {
    self.ruleset = ruleset
    moves = []
    positions = [start]
    counts = [NaturalCount(plies: start.pliesSinceCapture)]
    verdict = nil
    verdict = mateVerdict(of: start) ?? limitVerdict(of: counts[0]) ?? materialVerdict(of: start)
  }

  /// A game in which `moves` have been played.
  ///
  /// - Throws: why one of the moves cannot be played; `gameIsOver` when the board ended the game before it.
  public init(
    start: Position = .start, moves: some Sequence<Move>, ruleset: Ruleset = .standard,
  ) throws(MoveRefusal) {
    self.init(start: start, ruleset: ruleset)
    for move in moves { try play(move) }
  }

  /// The position the game began with.
  public var start: Position { positions[0] }

  /// The position now on the board.
  public var position: Position { positions[positions.count - 1] }

  /// How often the current position has occurred, this time included: 1 for the first time.
  ///
  /// Positions are the same when the placement and the side to move are.
  public var occurrences: Int { earlierOccurrences(of: position, at: moves.count).count + 1 }

  /// The loop that the current position closes by occurring for the third time, or nil.
  ///
  /// Tells what both sides did in it, also when the verdict is a draw.
  public var loop: Loop? {
    let earlier = earlierOccurrences(of: position, at: moves.count)
    guard earlier.count >= 2 else { return nil }
    let first = earlier[1]
    return Loop(positions: positions[first...], moves: moves[first...])
  }

  /// The plies counted so far towards the natural limit, from 0 to its number of plies.
  ///
  /// This is not always the number of plies since the last capture: checks past the counted ones are free.
  public var naturalCount: Int { counts[counts.count - 1].plies }

  /// Why `move` cannot be played now, or nil when it can.
  public func refusal(of move: Move) -> MoveRefusal? {
    if verdict != nil { return .gameIsOver }
    // Whether a move is legal is known sooner than why it is not.
    return position.isLegal(move) ? nil : position.refusal(of: move)
  }

  /// Plays a move and judges the board.
  ///
  /// - Throws: why the move is not legal here; `gameIsOver` when the board has already ended the game. The
  ///   game is then unchanged.
  public mutating func play(_ move: Move) throws(MoveRefusal) {
    if let refusal = refusal(of: move) { throw refusal }
    play(judged(move))
  }

  /// Takes the last move back and returns it; nil when no move has been played.
  ///
  /// A game that was over runs again: the board cannot have ended it earlier.
  @discardableResult
  public mutating func takeBack() -> Move? {
    guard let move = moves.popLast() else { return nil }
    positions.removeLast()
    counts.removeLast()
    verdict = nil
    return move
  }

  /// The verdict that `move`, a legal move of a running game, would bring, or nil if the game would go on.
  ///
  /// Shows what a repetition would cost before it is played. Traps when the move is not legal here.
  public func verdict(after move: Move) -> Verdict? {
    precondition(refusal(of: move) == nil, "verdict(after:): \(move) cannot be played here")
    return judged(move).verdict
  }
}

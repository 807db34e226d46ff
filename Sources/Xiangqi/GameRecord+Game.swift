extension GameRecord {
  /// The record of a game: its start and moves, and its outcome.
  ///
  /// - Parameters:
  ///   - game: the game.
  ///   - outcome: how it came out where the board has not ended it: by resignation, agreement and so on.
  ///   - tags: the headings.
  public init(game: Game, outcome: Outcome? = nil, tags: [Tag] = []) {
    self.init(
      tags: tags, start: game.start, line: game.moves.map { Node(move: $0) },
      outcome: outcome ?? game.verdict?.outcome)
  }
}

extension Game {
  /// The game of a record's main line.
  ///
  /// The ruleset ``Ruleset/free`` replays every game, whatever rules it was played under.
  ///
  /// - Throws: why one of the moves cannot be played.
  public init(record: GameRecord, ruleset: Ruleset = .free) throws(MoveRefusal) {
    try self.init(start: record.start, moves: record.moves, ruleset: ruleset)
  }
}

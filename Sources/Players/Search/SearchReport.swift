public import Xiangqi

/// What a search has found out about a position so far.
public struct SearchReport: Sendable, Hashable {
  /// A line for each move that was to be chosen from, the best first; none when no move is legal.
  public var lines: [SearchLine]
  /// How the game will end from here; in a game that is over, how it ended.
  public var wdl: WDL
  /// How many positions the model was asked about.
  public var evaluations: Int
  /// The plies of the best line.
  public var depth: Int
  /// How long it took.
  public var time: Duration

  /// A report from its parts.
  public init(lines: [SearchLine], wdl: WDL, evaluations: Int, depth: Int, time: Duration) {
    self.lines = lines
    self.wdl = wdl
    self.evaluations = evaluations
    self.depth = depth
    self.time = time
  }

  /// The move to play, or `nil` when there is none.
  public var best: Move? { lines.first?.moves.first }
}

/// A move, what follows it when both sides do their best, and what that is worth.
public struct SearchLine: Sendable, Hashable {
  /// The move and what follows it.
  public var moves: [Move]
  /// The probability the model gave the move before anything was searched.
  public var prior: Double
  /// How often the search went this way.
  public var visits: Int
  /// How the game will end this way.
  public var wdl: WDL
  /// In how many of its own moves the side to move mates; negative in how many it is mated; `nil` while
  /// neither is proved.
  public var mate: Int?

  /// A line from its parts.
  public init(moves: [Move], prior: Double, visits: Int, wdl: WDL, mate: Int? = nil) {
    self.moves = moves
    self.prior = prior
    self.visits = visits
    self.wdl = wdl
    self.mate = mate
  }
}

extension SearchReport {
  /// The moves by how often they were looked at, the best first; the probabilities sum to 1.
  ///
  /// A move that mates leaves no choice, and one that is known to lose is none while there is another.
  public var choices: [RankedMove] {
    if let first = lines.first, first.mate.map({ $0 > 0 }) ?? false {
      return first.moves.prefix(1).map { RankedMove(move: $0, probability: 1) }
    }
    let open = lines.filter { $0.visits > 0 && $0.mate == nil }
    let chosen = open.isEmpty ? Array(lines.prefix(1)) : open
    let total = chosen.reduce(0) { $0 + max(1, $1.visits) }
    return chosen.compactMap { line in
      line.moves.first.map { RankedMove(move: $0, probability: Double(max(1, line.visits)) / Double(total)) }
    }
  }
}

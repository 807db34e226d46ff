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

public import Xiangqi

/// When a search ends: at the first of these limits it reaches, or when it is told to stop.
///
/// Without any limit it ends only when it is told to, or when nothing is left to find out.
public struct SearchLimits: Sendable, Hashable {
  /// The most positions the model is asked about.
  public var evaluations: Int?
  /// The most plies of the best line.
  public var depth: Int?
  /// End as soon as the side to move is known to mate in so many of its moves or fewer.
  public var mate: Int?
  /// The time for this move.
  public var time: SearchTime?
  /// The most that may pass, whatever a clock allows.
  public var longest: Duration?
  /// The moves to choose from; empty stands for all legal ones.
  public var moves: [Move]

  /// Limits; what is left out does not end the search.
  public init(
    evaluations: Int? = nil, depth: Int? = nil, mate: Int? = nil, time: SearchTime? = nil,
    longest: Duration? = nil, moves: [Move] = []
  ) {
    self.evaluations = evaluations
    self.depth = depth
    self.mate = mate
    self.time = time
    self.longest = longest
    self.moves = moves
  }
}

/// The time a search may take.
public enum SearchTime: Sendable, Hashable {
  /// So much for this move.
  case move(Duration)
  /// A clock that also the moves to come have to live on.
  case clock(TurnClock)
}

/// The clock of the side to move.
public struct TurnClock: Sendable, Hashable {
  /// What is left.
  public var remaining: Duration
  /// What is added after each move.
  public var increment: Duration
  /// How many moves there are until more time is added; `nil` when all the rest has to do with what there is.
  public var movesToGo: Int?

  /// A clock.
  public init(remaining: Duration, increment: Duration = .zero, movesToGo: Int? = nil) {
    self.remaining = remaining
    self.increment = increment
    self.movesToGo = movesToGo
  }
}

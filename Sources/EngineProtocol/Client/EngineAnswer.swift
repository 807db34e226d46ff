public import Players
public import Xiangqi

/// What an engine decided.
public struct EngineAnswer: Sendable, Hashable {
  /// Its move, legal in the position; nil when it has none or gives up.
  public var move: Move?
  /// The reply it expects.
  public var ponder: Move?
  /// What it last said of the position; nil when it said nothing.
  ///
  /// A line's probability and visits are 0: engines do not tell them.
  public var report: SearchReport?
  /// From `go` to the answer.
  public var time: Duration
  /// Whether it gives up the game.
  public var resigns: Bool
  /// Whether it offers a draw, or accepts one that was offered.
  public var offersDraw: Bool

  /// An answer from its parts.
  public init(
    move: Move?, ponder: Move? = nil, report: SearchReport? = nil, time: Duration, resigns: Bool = false,
    offersDraw: Bool = false
  ) {
    self.move = move
    self.ponder = ponder
    self.report = report
    self.time = time
    self.resigns = resigns
    self.offersDraw = offersDraw
  }
}

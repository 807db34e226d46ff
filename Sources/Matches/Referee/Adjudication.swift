public import Xiangqi

/// When a game is ended before the board ends it, because both players have long agreed on how it stands.
///
/// A ply counts only if its player said what it thinks; one who says nothing has its games played out.
public struct Adjudication: Sendable, Hashable {
  /// The score that both must expect for the same side; `nil` leaves every win to the board.
  public var win: Double?
  /// For so many plies running.
  public var winPlies: Int
  /// How far from one half the score may be that both expect of a draw; `nil` leaves every draw to the board.
  public var draw: Double?
  /// For so many plies running.
  public var drawPlies: Int
  /// No draw before this ply.
  public var earliestDraw: Int

  /// Adjudication by those thresholds; without arguments none.
  public init(
    win: Double? = nil, winPlies: Int = 8, draw: Double? = nil, drawPlies: Int = 20, earliestDraw: Int = 80
  ) {
    self.win = win
    self.winPlies = winPlies
    self.draw = draw
    self.drawPlies = drawPlies
    self.earliestDraw = earliestDraw
  }

  /// How a game ends now, or `nil` when it goes on.
  ///
  /// - Parameter expectations: The score that was expected for Red at each ply by the player who moved, the opening
  ///   included; `nil` where nothing was said.
  /// - Returns: The outcome.
  public func outcome(expectations: [Double?]) -> Outcome? {
    func last(_ count: Int, _ holds: (Double) -> Bool) -> Bool {
      expectations.count >= count && expectations.suffix(count).allSatisfy { $0.map(holds) ?? false }
    }
    if let win {
      if last(winPlies, { $0 >= win }) { return .redWins }
      if last(winPlies, { 1 - $0 >= win }) { return .blackWins }
    }
    if let draw, expectations.count >= earliestDraw, last(drawPlies, { abs($0 - 0.5) <= draw }) {
      return .draw
    }
    return nil
  }
}

/// How long a search may take, and when it need not take that long.
struct TimeBudget: Sendable, Hashable {
  /// After this a move has to be there; `nil` for no limit.
  var longest: Duration?
  /// Whether the time saved is of use later, so that a search ends when its result is clear.
  var endsWhenClear: Bool

  /// The budget for a move.
  ///
  /// On a clock a move gets its share of what is left, as if so many moves were still to come, and most of what is
  /// added for it; never more than a third of all that is left, so that no number of moves uses it up.
  ///
  /// - Parameters:
  ///   - time: The time for the move; `nil` for no limit.
  ///   - overhead: What is kept back of it.
  ///   - most: The most that may pass, whatever `time` allows.
  init(_ time: SearchTime?, overhead: Duration, atMost most: Duration? = nil) {
    switch time {
    case nil:
      longest = nil
      endsWhenClear = false
    case .move(let duration):
      longest = max(duration - overhead, Self.least)
      endsWhenClear = false
    case .clock(let clock):
      let left = max(clock.remaining - overhead, .zero)
      let moves = min(max(clock.movesToGo ?? Self.movesAhead, 1), Self.movesAhead)
      let share = left / moves + clock.increment * 4 / 5
      // The last move before more time comes may take nearly all there is.
      let cap = clock.movesToGo == 1 ? left * 4 / 5 : left / 3
      longest = max(min(share, cap), Self.least)
      endsWhenClear = true
    }
    if let bound = most { longest = min(longest ?? bound, bound) }
  }

  /// The moves that a clock without a number of them is to last for.
  static let movesAhead = 40
  /// Enough to ask the model once.
  private static let least = Duration.milliseconds(1)
}

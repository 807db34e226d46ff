internal import Players

/// A contestant at the board: what it may use, and what is left on its clock.
struct Seat {
  let contestant: any Contestant
  /// What it may use for a move, a clock in it as it stands now.
  private(set) var limits: SearchLimits

  init(_ contestant: any Contestant, limits: SearchLimits) {
    self.contestant = contestant
    self.limits = limits
  }

  /// Its clock, if it has one.
  var clock: TurnClock? {
    guard case .clock(let clock)? = limits.time else { return nil }
    return clock
  }

  /// How long it may think about this move; `nil` for as long as it wants.
  var allowance: Duration? {
    switch limits.time {
    case nil: nil
    case .move(let duration): duration
    case .clock(let clock): clock.remaining
    }
  }

  /// Takes the time of a move off its clock, if it has one, and adds the increment.
  mutating func spend(_ time: Duration) {
    guard var clock else { return }
    // A clock within the margin is at nothing, not below.
    clock.remaining = max(clock.remaining - time, .zero) + clock.increment
    limits.time = .clock(clock)
  }
}

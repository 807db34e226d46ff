import Players
import Xiangqi

extension GameClock {
  /// What the side's search may take by the clock, with something kept for the way there and back; nil without a clock.
  func searchTime(of side: Side) -> SearchTime? {
    switch control {
    case .none: nil
    case .perMove: .move(.milliseconds(max(1, (remaining(side) ?? 0) - 500)))
    case .fischer: turnClock(of: side).map { .clock($0) }
    }
  }

  /// The clock of a side that has to last for a whole game; nil where none runs so.
  func turnClock(of side: Side) -> TurnClock? {
    guard case .fischer(_, let increment) = control else { return nil }
    let left = max(1, (remaining(side) ?? 0) - 200)
    return TurnClock(remaining: .milliseconds(left), increment: .seconds(increment))
  }
}

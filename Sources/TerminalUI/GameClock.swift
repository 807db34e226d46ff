public import Xiangqi

/// The clocks of both sides.
///
/// Time reaches it as milliseconds passed; it never reads one itself.
public struct GameClock: Sendable, Hashable {
  /// How the time is given.
  public let control: TimeControl
  private var red: Int
  private var black: Int

  /// Full clocks.
  public init(_ control: TimeControl) {
    self.control = control
    red = control.initialMilliseconds ?? 0
    black = red
  }

  /// Clocks as they stood in a saved game.
  public init(_ control: TimeControl, red: Int, black: Int) {
    self.control = control
    self.red = max(0, red)
    self.black = max(0, black)
  }

  /// The milliseconds a side has left, nil when there is no clock.
  public func remaining(_ side: Side) -> Int? {
    control == .none ? nil : side == .red ? red : black
  }

  /// Takes time from the side to move; true when that uses up its last.
  public mutating func run(_ side: Side, milliseconds: Int) -> Bool {
    guard let left = remaining(side) else { return false }
    set(side, max(0, left - max(0, milliseconds)))
    return remaining(side) == 0
  }

  /// A side has moved: its time a move starts anew, or its increment is added.
  public mutating func moved(_ side: Side) {
    switch control {
    case .none: break
    case .perMove(let seconds): set(side, seconds * 1000)
    case .fischer(_, let increment): set(side, (remaining(side) ?? 0) + increment * 1000)
    }
  }

  private mutating func set(_ side: Side, _ milliseconds: Int) {
    if side == .red { red = milliseconds } else { black = milliseconds }
  }

  /// `1:05:09`, `9:05`, or `4.3` in the last ten seconds.
  public static func text(milliseconds: Int) -> String {
    if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100)" }
    let seconds = milliseconds / 1000
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let hours = seconds / 3600
    return hours > 0
      ? "\(hours):\(two(seconds / 60 % 60)):\(two(seconds % 60))" : "\(seconds / 60):\(two(seconds % 60))"
  }
}

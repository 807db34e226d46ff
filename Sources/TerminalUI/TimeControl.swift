/// How much time the players have.
public enum TimeControl: Sendable, Hashable {
  /// As much as they like.
  case none
  /// So many seconds for every single move.
  case perMove(seconds: Int)
  /// A stock of minutes, with seconds added after each move (Fischer).
  case fischer(minutes: Int, increment: Int)

  /// The choices a dialog offers.
  public static let usual: [TimeControl] = [
    .none, .perMove(seconds: 30), .perMove(seconds: 60), .fischer(minutes: 3, increment: 2),
    .fischer(minutes: 5, increment: 3), .fischer(minutes: 10, increment: 5),
    .fischer(minutes: 20, increment: 10),
    .fischer(minutes: 60, increment: 30),
  ]

  /// The time control a settings file or tag writes as `none`, `30s` or `5+3`.
  ///
  /// Seconds a move are 1 to 3600, minutes 1 to 600, increments 0 to 600.
  public init?(_ text: some StringProtocol) {
    if text == "none" {
      self = .none
    } else if text.hasSuffix("s"), let seconds = Int(text.dropLast()), (1...3600).contains(seconds) {
      self = .perMove(seconds: seconds)
    } else if let plus = text.firstIndex(of: "+"), let minutes = Int(text[..<plus]),
      let increment = Int(text[text.index(after: plus)...]), (1...600).contains(minutes),
      (0...600).contains(increment)
    {
      self = .fischer(minutes: minutes, increment: increment)
    } else {
      return nil
    }
  }

  /// The milliseconds on a side's clock at the start, nil for none.
  public var initialMilliseconds: Int? {
    switch self {
    case .none: nil
    case .perMove(let seconds): seconds * 1000
    case .fischer(let minutes, _): minutes * 60_000
    }
  }
}

extension TimeControl: CustomStringConvertible {
  /// `none`, `30s` or `5+3`.
  public var description: String {
    switch self {
    case .none: "none"
    case .perMove(let seconds): "\(seconds)s"
    case .fischer(let minutes, let increment): "\(minutes)+\(increment)"
    }
  }
}

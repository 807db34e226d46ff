import ArgumentParser

/// A length of time on the command line: `500ms`, `1.5s`, `2m`, `1h`; a number alone means seconds.
struct DurationArgument: ExpressibleByArgument, Equatable, CustomStringConvertible {
  let duration: Duration
  let description: String

  init(milliseconds: Int) {
    duration = .milliseconds(milliseconds)
    description = milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }

  init?(argument: String) {
    let units: [(String, Double)] = [("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600), ("", 1)]
    guard let (unit, seconds) = units.first(where: { argument.hasSuffix($0.0) }),
      let number = Double(argument.dropLast(unit.count)), number >= 0,
      number * seconds <= Self.longest
    else { return nil }
    // Whole milliseconds, so that the same text is the same time everywhere.
    duration = .milliseconds(Int((number * seconds * 1000).rounded()))
    description = argument
  }

  /// Thirty days: longer than any game.
  private static let longest = 2_592_000.0

  var defaultValueDescription: String { description }
}

/// A clock on the command line: `5m`, or with what each move adds, `60s+0.6s`.
struct ClockArgument: ExpressibleByArgument, Equatable, CustomStringConvertible {
  let time: Duration
  let increment: Duration
  let description: String

  init?(argument: String) {
    let parts = argument.split(separator: "+", omittingEmptySubsequences: false)
    guard parts.count <= 2, let time = DurationArgument(argument: String(parts[0])), time.duration > .zero
    else { return nil }
    var increment = Duration.zero
    if parts.count == 2 {
      guard let added = DurationArgument(argument: String(parts[1])) else { return nil }
      increment = added.duration
    }
    self.time = time.duration
    self.increment = increment
    description = argument
  }
}

/// One line of progress on standard error, redrawn a few times a second; silent where that is no terminal.
struct Progress {
  private let total: Int
  private let unit: String
  private let started: Double
  private var lastDrawn = -Double.infinity
  private let visible: Bool

  init(total: Int, unit: String, visible: Bool = standardErrorIsTerminal) {
    self.total = total
    self.unit = unit
    self.visible = visible
    started = monotonicSeconds()
  }

  /// Draws the line when a quarter of a second has passed since the last time.
  mutating func update(_ done: Int, note: String = "") {
    let now = monotonicSeconds()
    guard visible, now - lastDrawn >= 0.25 else { return }
    lastDrawn = now
    printError(
      "\r\u{1B}[K" + Self.line(done, of: total, unit: unit, after: now - started, note: note), terminator: "")
  }

  /// Removes the line.
  func finish() {
    if visible, lastDrawn > 0 { printError("\r\u{1B}[K", terminator: "") }
  }

  /// The text: done, share, rate, time left.
  static func line(_ done: Int, of total: Int, unit: String, after seconds: Double, note: String) -> String {
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var text = "\(done)/\(total) \(unit)"
    if total > 0 { text += "  \((Double(done) / Double(total)).percent)" }
    text += "  \(rate.fixed(rate < 10 ? 2 : 0)) \(unit)/s"
    if rate > 0, done < total { text += "  ETA \(clock(Double(total - done) / rate))" }
    return note.isEmpty ? text : text + "  " + note
  }

  /// `m:ss`, or `h:mm:ss` from an hour on.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 3_600_000).rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }
}

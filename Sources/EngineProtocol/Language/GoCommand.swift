internal import Players
internal import Xiangqi

/// The order to think: what stands behind `go`, in either language.
struct GoCommand: Sendable, Hashable {
  /// What ends the search; its moves are those of `searchmoves`.
  var limits = SearchLimits()
  /// The other side's clock.
  var opponentClock: TurnClock?
  /// Think until told otherwise.
  var isInfinite = false
  /// Think in the opponent's time, until `ponderhit`.
  var ponders = false
  /// The opponent offers a draw (UCCI).
  var offersDraw = false

  /// No time is counted past this, more than eleven days.
  static let timeLimit = 1_000_000_000
}

// MARK: - As a text

extension GoCommand {
  /// The words of UCI, for the side to move.
  func uci(side: Side, numbering: RankNumbering) -> String {
    var text = "go"
    if ponders { text += " ponder" }
    if isInfinite || limits.isUnlimited { text += " infinite" }
    if let depth = limits.depth { text += " depth \(depth)" }
    if let nodes = limits.evaluations { text += " nodes \(nodes)" }
    if let mate = limits.mate { text += " mate \(mate)" }
    switch limits.time {
    case .move(let time)?: text += " movetime \(time.wholeMilliseconds)"
    case .clock(let clock)?:
      let other = opponentClock ?? clock
      let (red, black) = side == .red ? (clock, other) : (other, clock)
      text += " wtime \(red.remaining.wholeMilliseconds) btime \(black.remaining.wholeMilliseconds)"
      text += " winc \(red.increment.wholeMilliseconds) binc \(black.increment.wholeMilliseconds)"
      if let moves = clock.movesToGo { text += " movestogo \(moves)" }
    case nil: break
    }
    if !limits.moves.isEmpty {
      text += " searchmoves " + limits.moves.map { numbering.text(of: $0) }.joined(separator: " ")
    }
    return text
  }

  /// The words of UCCI, in which a search has one limit: nodes before depth before time, which is in milliseconds
  /// or else in seconds.
  func ucci(milliseconds: Bool) -> String {
    func time(_ duration: Duration) -> String {
      let count = duration.wholeMilliseconds
      return String(milliseconds ? count : count / 1000)
    }
    func clock(_ clock: TurnClock, _ prefix: String) -> String {
      let start = " \(prefix)time \(time(clock.remaining)) \(prefix)"
      return start + (clock.movesToGo.map { "movestogo \($0)" } ?? "increment \(time(clock.increment))")
    }
    var text = ponders ? "go ponder" : offersDraw ? "go draw" : "go"
    if let nodes = limits.evaluations {
      text += " nodes \(nodes)"
    } else if let depth = limits.depth {
      text += " depth \(depth)"
    } else {
      switch limits.time {
      // All the time there is, for one move.
      case .move(let duration)?: text += " time \(time(duration)) movestogo 1"
      case .clock(let own)?: text += clock(own, "") + (opponentClock.map { clock($0, "opp") } ?? "")
      case nil: text += " infinite"
      }
    }
    return text
  }
}

extension SearchLimits {
  /// Whether nothing but the order to stop ends the search.
  var isUnlimited: Bool { evaluations == nil && depth == nil && mate == nil && time == nil }
}

extension Duration {
  /// Milliseconds, rounded down, within what protocols count.
  var wholeMilliseconds: Int {
    self >= .milliseconds(GoCommand.timeLimit) ? GoCommand.timeLimit : max(0, Int(self / .milliseconds(1)))
  }
}

internal import Players

/// What an engine says while it thinks: the parts of an `info` line that are understood, moves still as texts.
struct EngineInfo: Sendable, Hashable {
  /// Of how much a score may be relied on.
  enum Bound: Sendable, Hashable {
    case exact, atLeast, atMost
  }

  /// The most moves of a line that are kept.
  static let lineLimit = 256

  var depth: Int?
  var nodes: Int?
  var milliseconds: Int?
  /// The number of the line, from 1, when several are asked for.
  var line: Int?
  var score: EngineScore?
  var bound = Bound.exact
  /// Wins, draws and losses of the side to move, in thousandths.
  var wdl: [Int]?
  var moves: [String] = []
  /// Something to tell a person.
  var message: String?
}

extension EngineInfo {
  /// The words that begin a part, besides those that are read.
  private static let otherKeys: Set<Substring> = [
    "seldepth", "nps", "hashfull", "tbhits", "cpuload", "currmove", "currmovenumber", "currline",
    "refutation",
    "sbhits", "ebf", "nodesearched",
  ]
  private static let keys: Set<Substring> = otherKeys.union([
    "depth", "nodes", "time", "multipv", "score", "wdl", "pv", "string", "message",
  ])

  /// The parts of a line `info …`; nil when it does not begin so.
  ///
  /// What cannot be read is left out: an engine's chatter is no reason to stop a game.
  init?(line: String) {
    var words = line.split(whereSeparator: \.isWhitespace)[...]
    guard words.popFirst() == "info" else { return nil }
    func number() -> Int? {
      guard let value = words.first.flatMap({ Int($0) }) else { return nil }
      words = words.dropFirst()
      return value
    }
    func count() -> Int? { number().flatMap { $0 >= 0 ? $0 : nil } }
    while let key = words.popFirst() {
      switch key {
      case "depth": depth = count()
      case "nodes": nodes = count()
      case "time": milliseconds = count()
      case "multipv": self.line = count()
      case "score": readScore(&words)
      case "wdl": wdl = [count(), count(), count()].compactMap(\.self)
      case "pv":
        let end = words.firstIndex { Self.keys.contains($0) } ?? words.endIndex
        moves = words[..<end].prefix(Self.lineLimit).map(String.init)
        words = words[end...]
      case "string", "message":
        message = words.joined(separator: " ")
        return
      default: break
      }
    }
  }

  /// `score cp N`, `score mate N`, or as UCCI has it, `score N`; then whether it is a bound.
  private mutating func readScore(_ words: inout ArraySlice<Substring>) {
    let unit = words.first
    if unit == "cp" || unit == "mate" { words = words.dropFirst() }
    guard let value = words.first.flatMap({ Int($0) }) else { return }
    words = words.dropFirst()
    let bounded = max(-1_000_000, min(1_000_000, value))
    score = unit == "mate" ? .mate(bounded) : .centipawns(bounded)
    bound = .exact
    if words.first == "lowerbound" || words.first == "upperbound" {
      bound = words.removeFirst() == "lowerbound" ? .atLeast : .atMost
    }
  }

  /// The line that says it.
  func text(_ dialect: EngineDialect) -> String {
    if let message { return dialect == .uci ? "info string \(message)" : "info message \(message)" }
    var text = "info"
    if let depth { text += " depth \(depth)" }
    if let line { text += " multipv \(line)" }
    if let score { text += " score \(score.text(dialect))" }
    switch bound {
    case .exact: break
    case .atLeast: text += " lowerbound"
    case .atMost: text += " upperbound"
    }
    if let wdl { text += " wdl " + wdl.map(String.init).joined(separator: " ") }
    if let nodes { text += " nodes \(nodes)" }
    if let nodes, let milliseconds, milliseconds > 0 { text += " nps \(nodes * 1000 / milliseconds)" }
    if let milliseconds { text += " time \(milliseconds)" }
    if !moves.isEmpty { text += " pv " + moves.joined(separator: " ") }
    return text
  }
}

extension EngineScore {
  /// What UCCI, which has no word for it, says of a mate: more than any position is worth, less by each ply.
  static let mateInUCCI = 30_000

  /// The score in an engine's letters.
  func text(_ dialect: EngineDialect) -> String {
    switch (self, dialect) {
    case (.centipawns(let value), .uci): "cp \(value)"
    case (.mate(let moves), .uci): "mate \(moves)"
    case (.centipawns(let value), .ucci): "\(value)"
    case (.mate(let moves), .ucci):
      "\(moves > 0 ? Self.mateInUCCI - (2 * moves - 1) : -Self.mateInUCCI - 2 * moves)"
    }
  }
}

/// An engine's answer: `bestmove M [ponder M] [draw|resign]` or `nobestmove`, moves still as texts.
struct BestMove: Sendable, Hashable {
  /// The move; nil when there is none.
  var move: String?
  /// The reply it expects.
  var ponder: String?
  var offersDraw = false
  var resigns = false

  /// How engines write that there is no move.
  private static let none: Set<String> = [
    "(none)", "none", "null", "0000", "a0a0", "a1a1", "nomove", "resign",
  ]
}

extension BestMove {
  /// The answer in a line; nil when the line is none.
  init?(line: String) {
    var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    switch words.popFirst() {
    case "nobestmove": return
    case "bestmove": break
    default: return nil
    }
    let text = words.popFirst() ?? ""
    move = Self.none.contains(text) ? nil : text
    resigns = text == "resign"
    while let word = words.popFirst() {
      switch word {
      case "ponder": ponder = words.popFirst()
      case "draw": offersDraw = true
      case "resign": resigns = true
      default: break
      }
    }
  }

  /// The line that says it.
  func text(_ dialect: EngineDialect) -> String {
    guard let move else { return dialect == .uci ? "bestmove (none)" : "nobestmove" }
    return "bestmove \(move)" + (ponder.map { " ponder \($0)" } ?? "") + (offersDraw ? " draw" : "")
      + (resigns ? " resign" : "")
  }
}

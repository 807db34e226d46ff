internal import Xiangqi

/// One game while its move text is read: the main line and the variations that are open.
struct PGNGame {
  /// Variations inside variations go no deeper; no person writes so, and reading stays bounded.
  static let deepestVariation = 64

  /// A line that is being read.
  private struct Line {
    var nodes: [GameRecord.Node] = []
    /// The position before the last move of `nodes`.
    var before: Position
    var position: Position
    /// A comment before the first move of a variation; it joins that move's comment.
    var comment: String?
  }

  private var lines: [Line]
  private var comment: String?
  private let start: Position

  init(start: Position) {
    self.start = start
    lines = [Line(before: start, position: start)]
  }

  /// The position in which the next move is read.
  var position: Position { lines[lines.count - 1].position }
  /// How many variations are open.
  var depth: Int { lines.count - 1 }
  /// Whether there is a move in whose place a variation could be played.
  var canBranch: Bool { !lines[lines.count - 1].nodes.isEmpty }

  mutating func play(_ move: Move) {
    let top = lines.count - 1
    lines[top].before = lines[top].position
    lines[top].position = lines[top].position.playing(move)
    lines[top].nodes.append(GameRecord.Node(move: move, comment: lines[top].comment))
    lines[top].comment = nil
  }

  /// Keeps a comment with the last move; several become one, a line each.
  mutating func say(_ text: String) {
    let top = lines.count - 1
    let last = lines[top].nodes.count - 1
    if last >= 0 {
      lines[top].nodes[last].comment = Self.joined(lines[top].nodes[last].comment, text)
    } else if top > 0 {
      lines[top].comment = Self.joined(lines[top].comment, text)
    } else {
      comment = Self.joined(comment, text)
    }
  }

  /// Keeps a sign such as `$4`, `!` or `?!` with the last move; what is no sign, or has no move before it, is a comment.
  mutating func annotate(_ text: String) {
    let top = lines.count - 1
    let last = lines[top].nodes.count - 1
    guard last >= 0, let number = Self.annotation(text) else { return say(text) }
    lines[top].nodes[last].annotations.append(number)
  }

  /// The number of a sign: PGN (section 8.2.3.8) has the usual six as `$1` to `$6`, and none beyond `$255`.
  private static func annotation(_ text: String) -> Int? {
    if let place = ["!", "?", "!!", "??", "!?", "?!"].firstIndex(of: text) { return place + 1 }
    guard text.first == "$", let number = Int(text.dropFirst()) else { return nil }
    return (0...255).contains(number) ? number : nil
  }

  /// Begins a variation in place of the last move.
  mutating func branch() {
    let before = lines[lines.count - 1].before
    lines.append(Line(before: before, position: before))
  }

  /// Ends the innermost variation.
  mutating func endBranch() {
    let variation = lines.removeLast()
    // A variation without moves is a comment that somebody put in parentheses.
    if let comment = variation.comment { say(comment) }
    guard !variation.nodes.isEmpty else { return }
    let top = lines.count - 1
    lines[top].nodes[lines[top].nodes.count - 1].variations.append(variation.nodes)
  }

  func record(tags: [GameRecord.Tag], outcome: Outcome?) -> GameRecord {
    GameRecord(tags: tags, start: start, comment: comment, line: lines[0].nodes, outcome: outcome)
  }

  private static func joined(_ first: String?, _ second: String) -> String {
    first.map { "\($0)\n\(second)" } ?? second
  }
}

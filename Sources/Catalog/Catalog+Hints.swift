public import Players
public import Xiangqi

extension Catalog {
  /// A hint in one line: the move, why, how it goes on, and what may be expected.
  public func sentence(_ hint: Hint, in position: Position, notation: Notation) -> String {
    let words = words(for: hint, in: position, notation: notation, plies: 4)
    guard !words.isEmpty else { return "" }
    let text = pick("提示：", "Hint: ") + words
    guard hint.mate == nil else { return text }
    let share = Int((hint.expectation * 100).rounded())
    return text + pick("（得分 \(share)%）", " (\(share) %)")
  }

  /// A move, why, and how it goes on: 炮二平五，吃掉无根的车；接下去 马８进７.
  ///
  /// - Parameters:
  ///   - hint: the move with its line.
  ///   - position: where it is played.
  ///   - notation: how moves are written.
  ///   - plies: how much of the line is told, the move itself included; what cannot be played ends it.
  ///   - isShort: whether the moves stand alone where there is no reason.
  /// - Returns: the words; none for an empty line.
  public func words(
    for hint: Hint, in position: Position, notation: Notation, plies: Int, isShort: Bool = false
  ) -> String {
    var texts: [String] = []
    var current = position
    for move in hint.line.prefix(plies) {
      guard current.isLegal(move) else { break }
      texts.append(current.text(of: move, in: notation))
      current = current.playing(move)
    }
    guard var text = texts.first else { return "" }
    if isShort, hint.reason == nil, hint.mate ?? 0 <= 1 { return texts.joined(separator: " ") }
    if let mate = hint.mate, mate > 1 {
      text += pick("，\(mate) 步杀", ", mate in \(mate)")
    } else if let reason = hint.reason {
      text += pick("，", ", ") + words(for: reason)
    }
    guard texts.count > 1 else { return text }
    return text + pick("；接下去 ", "; then ") + texts.dropFirst().joined(separator: " ")
  }

  /// +4.5, -1, mate: what tactics say of a move, in soldiers.
  public func balance(of facts: MoveFacts) -> String {
    if facts.marks.contains(.mate) { return pick("绝杀", "mates") }
    if facts.marks.contains(.allowsMate) { return pick("被杀", "mated") }
    let halves = facts.balance
    if abs(halves) >= MoveFacts.mate { return halves > 0 ? pick("成杀", "mate") : pick("被杀", "mated") }
    let sign = halves > 0 ? "+" : halves < 0 ? "-" : ""
    return "\(sign)\(abs(halves) / 2)\(halves % 2 == 0 ? "" : ".5")"
  }

  /// 41.2%, mate in 2, or - where it was not looked at: what a search made of a move.
  public func share(of line: SearchLine?, among visits: Int, percent: (Double) -> String) -> String {
    guard let line else { return "-" }
    if let mate = line.mate {
      return mate > 0 ? pick("\(mate)步杀", "mate \(mate)") : pick("被杀", "mated")
    }
    return line.visits == 0 || visits == 0 ? "-" : percent(Double(line.visits) / Double(visits))
  }

  /// Why a move is good: 吃掉无根的车, takes the undefended chariot.
  public func words(for reason: MoveReason) -> String {
    switch reason {
    case .mates: pick("绝杀", "mates")
    case .isOnlyMove: pick("只有这一着", "the only move")
    case .takesUndefended(let kind):
      pick("吃掉无根的\(name(of: kind))", "takes the undefended \(name(of: kind))")
    case .winsExchange(let taken, let lost):
      pick(
        "以\(name(of: lost))换\(name(of: taken))，得子",
        "wins the \(name(of: taken)) for the \(name(of: lost)) at most")
    case .winsMaterial: pick("得子", "wins material")
    case .stopsMate: pick("解杀", "stops the mate")
    case .saves(let kind): pick("\(name(of: kind))脱险", "brings the \(name(of: kind)) out of danger")
    case .protects(let kind): pick("保住\(name(of: kind))", "saves the \(name(of: kind))")
    case .forks: pick("捉双，必得一子", "wins material by force")
    case .checks: pick("将军", "gives check")
    case .threatens: pick("要得子", "threatens to win material")
    }
  }
}

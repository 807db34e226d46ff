public import Players
public import Xiangqi

extension Catalog {
  /// A hint in one line: the move, why, how it goes on, and what may be expected.
  public func sentence(_ hint: Hint, in position: Position, notation: Notation) -> String {
    var texts: [String] = []
    var current = position
    for move in hint.line.prefix(4) {
      texts.append(current.text(of: move, in: notation))
      current = current.playing(move)
    }
    guard let first = texts.first else { return "" }
    var text = pick("提示：\(first)", "Hint: \(first)")
    if let mate = hint.mate, mate > 1 {
      text += pick("，\(mate) 步杀", ", mate in \(mate)")
    } else if let reason = hint.reason {
      text += pick("，", ", ") + words(for: reason)
    }
    if texts.count > 1 {
      text += pick("；接下去 ", "; then ") + texts.dropFirst().joined(separator: " ")
    }
    guard hint.mate == nil else { return text }
    let share = Int((hint.expectation * 100).rounded())
    return text + pick("（得分 \(share)%）", " (\(share) %)")
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

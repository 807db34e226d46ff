internal import Xiangqi

/// A position with the number of legal move sequences of each length from 1 on.
struct PerftCase: RuleCase {
  let id: String
  let fen: String
  let nodes: [Int]

  /// No count of this game has been carried deeper than this.
  static let depthLimit = 40

  /// Counts depth by depth and stops at the first that is wrong or beyond `nodeLimit`.
  func findings(nodeLimit: Int) -> CaseFindings {
    var findings = CaseFindings()
    guard let position = findings.position(fen) else { return findings }
    guard nodes.count <= PerftCase.depthLimit else {
      findings.fail(expected: "at most \(PerftCase.depthLimit) depths", found: "\(nodes.count)")
      return findings
    }
    for (index, expected) in nodes.enumerated() {
      let depth = index + 1
      if expected > nodeLimit {
        findings.omit("depth \(depth) has \(expected) nodes, more than the limit of \(nodeLimit)")
        break
      }
      // Never count far past what is expected: a wrong number in a file must not cost hours.
      let counted = PerftCase.count(position, depth: depth, limit: expected)
      if counted == expected { continue }
      let found = counted.map(String.init) ?? "more"
      findings.fail(expected: "\(expected) nodes at depth \(depth)", found: found)
      break
    }
    return findings
  }

  /// The number of sequences of `depth` legal moves, or nil as soon as it is known to exceed `limit`.
  private static func count(_ position: Position, depth: Int, limit: Int) -> Int? {
    if depth <= 2 {
      let total = position.perft(depth: depth)
      return total > limit ? nil : total
    }
    var total = 0
    for move in position.legalMoves() {
      guard let below = count(position.playing(move), depth: depth - 1, limit: limit - total) else {
        return nil
      }
      total += below
    }
    return total
  }
}

internal import Xiangqi

/// A position with the complete list of its legal moves.
struct LegalMovesCase: RuleCase {
  let id: String
  let fen: String
  let moves: [String]
  let count: Int?
  let inCheck: Bool?

  enum CodingKeys: String, CodingKey {
    case id, fen, moves, count
    case inCheck = "in_check"
  }

  func findings() -> CaseFindings {
    var findings = CaseFindings()
    guard let position = findings.position(fen) else { return findings }
    let legal = Set(position.legalMoves().map(\.iccs))
    let listed = Set(moves)
    let missing = listed.subtracting(legal).sorted()
    let extra = legal.subtracting(listed).sorted()
    if !missing.isEmpty {
      findings.fail(
        expected: "legal moves " + String(line: missing.joined(separator: " ")), found: "them refused")
    }
    if !extra.isEmpty {
      findings.fail(
        expected: "no other legal moves", found: String(line: extra.joined(separator: " ")))
    }
    findings.compare("count", expected: count, found: legal.count)
    findings.compare("check", expected: inCheck, found: position.isCheck)
    return findings
  }
}

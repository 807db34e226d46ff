internal import Xiangqi

/// A file of schema `xiangqi-notation/1`.
struct NotationFile: Decodable {
  let render: [CaseEntry<RenderCase>]
  let accept: [CaseEntry<AcceptCase>]
  let reject: [CaseEntry<RejectCase>]
}

/// A move with its canonical form in each notation, and other texts that must be read as that move.
struct RenderCase: RuleCase {
  let id: String
  let fen: String
  let iccs: String
  let chinese: String?
  let traditional: String?
  let wxf: String?
  let uciFairy: String?
  let accept: [String]?

  enum CodingKeys: String, CodingKey {
    case id, fen, iccs, wxf, accept
    case chinese = "zh"
    case traditional = "zh_traditional"
    case uciFairy = "uci_1to10"
  }

  func findings() -> CaseFindings {
    var findings = CaseFindings()
    guard let position = findings.position(fen), let move = findings.moves([iccs])?.first else {
      return findings
    }
    guard position.isLegal(move) else {
      findings.fail(expected: "\(move) to be legal", found: "it refused")
      return findings
    }
    for (name, notation, expected) in [
      ("zh", Notation.chinese, chinese), ("zh_traditional", .chineseTraditional, traditional),
      ("wxf", .wxf, wxf), ("iccs", .iccs, iccs), ("uci_1to10", .uciFairy, uciFairy),
    ] {
      findings.compare(name, expected: expected, found: position.text(of: move, in: notation))
    }
    for text in [chinese, traditional, wxf, iccs].compactMap(\.self) + (accept ?? []) {
      findings.compare(
        "\(String(quoting: text)) read as", expected: iccs, found: reading(of: text, at: position))
    }
    return findings
  }
}

/// A text that must be read as the move `iccs`.
struct AcceptCase: RuleCase {
  let id: String
  let fen: String
  let input: String
  let iccs: String

  func findings() -> CaseFindings {
    var findings = CaseFindings()
    guard let position = findings.position(fen) else { return findings }
    findings.compare(
      "\(String(quoting: input)) read as", expected: iccs, found: reading(of: input, at: position))
    return findings
  }
}

/// A text that must be refused with the class `error`.
struct RejectCase: RuleCase {
  let id: String
  let fen: String
  let input: String
  let error: String

  func findings() -> CaseFindings {
    var findings = CaseFindings()
    guard let position = findings.position(fen) else { return findings }
    findings.compare(
      "\(String(quoting: input)) refused as", expected: "error " + error,
      found: reading(of: input, at: position))
    return findings
  }
}

/// What a text is read as: a move in ICCS, or a class of error.
private func reading(of text: String, at position: Position) -> String {
  do {
    return try position.move(text).iccs
  } catch {
    return "error \(error.kind)"
  }
}

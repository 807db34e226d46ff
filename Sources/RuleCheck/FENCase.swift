internal import Xiangqi

/// A text that is read as a position, and written back as `canonical`, or refused with the class `error`.
struct FENCase: RuleCase {
  let id: String
  let input: String
  /// `ok` or `error`.
  let expect: String
  let canonical: String?
  let error: String?

  func findings() -> CaseFindings {
    var findings = CaseFindings()
    let expected: String
    switch (expect, canonical, error) {
    case ("ok", let canonical?, _): expected = canonical
    case ("error", _, let error?): expected = "error \(error)"
    default:
      findings.fail(
        expected: "expect to be ok with canonical, or error with error", found: String(quoting: expect))
      return findings
    }
    findings.compare("reading", expected: expected, found: reading)
    return findings
  }

  /// What the input is read as: a FEN, or a class of error.
  private var reading: String {
    do {
      return try Position(fen: input).fen
    } catch {
      return "error \(error.kind)"
    }
  }
}

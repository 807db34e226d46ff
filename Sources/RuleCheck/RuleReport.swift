/// What running one case file gave.
public struct RuleReport: Sendable, Hashable, CustomStringConvertible {
  /// One thing that a case expected and did not get.
  public struct Failure: Sendable, Hashable, CustomStringConvertible {
    /// The case: its `id`, or its place in the file where it has none that can be read.
    public let id: String
    /// What the case expects.
    public let expected: String
    /// What came instead.
    public let found: String

    /// One line: `wxf-002: expected draw repetition, got black_wins perpetual_check`.
    public var description: String { "\(id): expected \(expected), got \(found)" }
  }

  /// Something a case asks for that was not run, and why.
  public struct Omission: Sendable, Hashable, CustomStringConvertible {
    /// The case.
    public let id: String
    /// What was left out, and why.
    public let reason: String

    /// One line: `startpos: not run: depth 6 …`.
    public var description: String { "\(id): not run: \(reason)" }
  }

  /// The schema of the file.
  public let schema: String
  /// The number of cases that gave all they should.
  public private(set) var passed = 0
  /// The number of cases that failed in at least one point.
  public private(set) var failed = 0
  /// Every failed point, in file order; one case may have several.
  public private(set) var failures: [Failure] = []
  /// What was not run, in file order.
  public private(set) var omissions: [Omission] = []

  init(schema: String) {
    self.schema = schema
  }

  /// A summary in one line: `161 passed, 0 failed`, with the omissions where there are any.
  public var description: String {
    "\(passed) passed, \(failed) failed" + (omissions.isEmpty ? "" : ", \(omissions.count) not run")
  }

  /// Runs the entries of one list of the file and adds what they gave.
  mutating func add<Case: RuleCase>(
    _ entries: [CaseEntry<Case>], list: String, findings: (Case) -> CaseFindings,
  ) {
    for (index, entry) in entries.enumerated() {
      switch entry {
      case .readable(let ruleCase):
        add(findings(ruleCase), id: ruleCase.id.isEmpty ? "\(list)[\(index)]" : String(line: ruleCase.id))
      case .unreadable(let problem):
        var unreadable = CaseFindings()
        unreadable.fail(expected: "a complete case", found: problem)
        add(unreadable, id: "\(list)[\(index)]")
      }
    }
  }

  private mutating func add(_ findings: CaseFindings, id: String) {
    if findings.failures.isEmpty { passed += 1 } else { failed += 1 }
    failures += findings.failures.map { Failure(id: id, expected: $0.expected, found: $0.found) }
    omissions += findings.omissions.map { Omission(id: id, reason: $0) }
  }
}

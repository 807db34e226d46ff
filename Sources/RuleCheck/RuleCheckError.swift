/// Why some bytes are not a case file.
public enum RuleCheckError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not JSON, or not the shape a case file has; the text says what and where.
  case malformed(String)
  /// A `schema` field this program does not know.
  case unknownSchema(String)
  /// A `profile` field that names no ruleset.
  case unknownProfile(String)

  /// What was wrong, and what would be right, in one line.
  public var description: String {
    switch self {
    case .malformed(let problem): "case file: \(problem)"
    case .unknownSchema(let name):
      "case file: schema \(name) is not known; known are "
        + CaseFile.Schema.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownProfile(let name):
      "case file: profile \(name) is no ruleset of this program; use standard or simple"
    }
  }
}

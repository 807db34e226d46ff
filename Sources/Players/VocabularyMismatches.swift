/// Why a list of tokens is not the vocabulary of a xiangqi model: each wrong line, by number.
public struct VocabularyMismatches: Error, Equatable, CustomStringConvertible {
  /// One line that is not what it must be.
  public enum Mismatch: Equatable, Sendable, CustomStringConvertible {
    /// A line holds another token than the order demands.
    case wrong(id: Int, found: String, expected: String)
    /// The list ends before this token.
    case missing(id: Int, expected: String)
    /// A player's token has no name, or one that an earlier line has.
    case repeatedPlayer(id: Int, token: String)
    /// Lines follow the last move.
    case tooMany(count: Int, expected: Int)

    /// One sentence: which line, what it holds, what it should hold.
    ///
    /// Lines count from 1, ids from 0.
    public var description: String {
      switch self {
      case .wrong(let id, let found, let expected):
        "tokens.txt: line \(id + 1) is '\(found)', token \(id) must be '\(expected)'"
      case .missing(let id, let expected):
        "tokens.txt: line \(id + 1) is missing, token \(id) must be '\(expected)'"
      case .repeatedPlayer(let id, let token):
        "tokens.txt: line \(id + 1), '\(token)', must be a player's name that no earlier line has"
      case .tooMany(let count, let expected):
        "tokens.txt: it has \(count) lines, the last move should be line \(expected)"
      }
    }
  }

  /// The mismatches in the order of their lines, at least one.
  public let mismatches: [Mismatch]

  /// The first mismatches, one a line, and how many more there are.
  public var description: String {
    let shown = mismatches.prefix(5).map(\.description)
    let more = mismatches.count - shown.count
    return (shown + (more > 0 ? ["tokens.txt: \(more) more lines are wrong"] : [])).joined(separator: "\n")
  }
}

internal import Xiangqi

/// One case of a case file.
protocol RuleCase: Decodable {
  var id: String { get }
}

/// What running one case brought to light.
struct CaseFindings {
  /// What was expected and did not come.
  private(set) var failures: [(expected: String, found: String)] = []
  /// What was not run, and why.
  private(set) var omissions: [String] = []

  mutating func fail(expected: String, found: String) {
    failures.append((expected, found))
  }

  mutating func omit(_ reason: String) {
    omissions.append(reason)
  }

  /// Fails when the two differ; `what` says what they are.
  mutating func compare<Value: Equatable>(_ what: String, expected: Value?, found: Value) {
    guard let expected, expected != found else { return }
    fail(expected: "\(what) \(String(line: "\(expected)"))", found: String(line: "\(found)"))
  }

  /// The position of a FEN that a case relies on; nil after a failure has been noted.
  mutating func position(_ fen: String) -> Position? {
    do {
      return try Position(fen: fen)
    } catch {
      fail(expected: "a readable position", found: String(line: error.description))
      return nil
    }
  }

  /// The moves that a case relies on; nil after a failure has been noted.
  mutating func moves(_ texts: [String]) -> [Move]? {
    var moves: [Move] = []
    for (index, text) in texts.enumerated() {
      guard let move = Move(iccs: text) else {
        fail(expected: "move \(index + 1) written like h2e2", found: String(quoting: text))
        return nil
      }
      moves.append(move)
    }
    return moves
  }
}

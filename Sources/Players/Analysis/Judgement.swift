internal import Xiangqi

/// What is said of a move that gave winning chances away.
///
/// The loss is counted in expected score, a win counting 1 and a draw one half: what the side could expect before the
/// move less what it could expect after it, both by the same evaluator. Whoever plays the evaluator's first choice
/// loses nothing.
public enum Judgement: String, CaseIterable, Sendable, Hashable, Comparable {
  /// A questionable move (疑着): 5 points of 100 or more.
  case inaccuracy
  /// A mistake (失着): 10 points or more.
  case mistake
  /// A losing move (败着): 20 points or more.
  case blunder

  /// The least loss that is called so, in expected score.
  public var threshold: Double {
    switch self {
    case .inaccuracy: 0.05
    case .mistake: 0.10
    case .blunder: 0.20
    }
  }

  /// The judgement of a loss of expected score; `nil` for one that is too small to speak of.
  public init?(loss: Double) {
    // A loss of just 0.2 should not depend on how 0.7 - 0.5 is rounded.
    let reached = Self.allCases.last { loss >= $0.threshold - 1e-9 }
    guard let reached else { return nil }
    self = reached
  }

  /// Milder before graver.
  public static func < (one: Judgement, other: Judgement) -> Bool { one.threshold < other.threshold }
}

/// Who stands better.
public enum Standing: Sendable, Hashable {
  case red, even, black

  /// The expected score from which on a side stands better.
  public static let better = 0.65

  /// Who stands better when the game is expected to end so.
  public init(_ wdl: WDL) {
    let red = wdl.expectation(for: .red)
    self = red >= Self.better - 1e-9 ? .red : red <= 1 - Self.better + 1e-9 ? .black : .even
  }
}

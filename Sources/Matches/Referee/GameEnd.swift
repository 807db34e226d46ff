public import Xiangqi

/// Why a game of a match ended.
public enum GameEnd: Sendable, Hashable {
  /// By the rules, by resignation, on time, by an illegal move, or at its longest.
  case rule(EndReason)
  /// Both players agreed on how it stood; see ``Adjudication``.
  case adjudication
  /// The loser's program ended or broke the protocol.
  case crash
  /// The loser did not answer.
  case noAnswer

  /// The word in the `Termination` tag.
  public var identifier: String {
    switch self {
    case .rule(let reason): reason.rawValue
    case .adjudication: "adjudication"
    case .crash: "crash"
    case .noAnswer: "no_answer"
    }
  }

  /// The words for what ended by a player's fault rather than by its play.
  public static let faults: Set<String> = Set(
    [GameEnd.rule(.illegalMove), .rule(.timeForfeit), .crash, .noAnswer].map(\.identifier))

  /// Whether it is a fault of the loser.
  public var isFault: Bool { Self.faults.contains(identifier) }
}

/// How a game came out.
public enum Outcome: CaseIterable, Sendable, Hashable {
  /// Red won.
  case redWins
  /// Black won.
  case blackWins
  /// Nobody won.
  case draw

  /// The outcome in which that side wins.
  public static func win(for side: Side) -> Outcome {
    side == .red ? .redWins : .blackWins
  }

  /// Who won, nil for a draw.
  public var winner: Side? {
    switch self {
    case .redWins: .red
    case .blackWins: .black
    case .draw: nil
    }
  }

  /// The result in game files: `1-0` when Red won, `0-1`, `1/2-1/2`.
  public var notation: String {
    switch self {
    case .redWins: "1-0"
    case .blackWins: "0-1"
    case .draw: "1/2-1/2"
    }
  }

  /// The outcome of a result in game files; nil for `*` and anything else.
  public init?(notation: some StringProtocol) {
    guard let outcome = Outcome.allCases.first(where: { $0.notation == notation }) else { return nil }
    self = outcome
  }
}

/// Why a game ended: on the board (checkmate … insufficient material) or off it.
public enum EndReason: String, CaseIterable, Sendable, Hashable {
  /// The side to move is in check and has no legal move.
  case checkmate
  /// The side to move is not in check and has no legal move: it loses all the same (困毙).
  case stalemate
  /// One side gave check with every move between repetitions (长将).
  case perpetualCheck = "perpetual_check"
  /// One side chased the same piece with every move between repetitions (长捉).
  case perpetualChase = "perpetual_chase"
  /// The position came three times and neither side must give way.
  case repetition
  /// Sixty rounds without a capture.
  case naturalLimit = "natural_limit"
  /// Neither side has a piece left that can attack.
  case insufficientMaterial = "insufficient_material"
  /// A player gave up.
  case resignation
  /// The players agreed to a draw.
  case agreement
  /// A player ran out of time.
  case timeForfeit = "time_forfeit"
  /// A program made an illegal move.
  case illegalMove = "illegal_move"
  /// A generated game reached its longest allowed length.
  case maxPlies = "max_plies"
}

/// The end of a game, with what a person needs to understand it.
public struct Verdict: Sendable, Hashable {
  /// How it came out.
  public var outcome: Outcome
  /// Why.
  public var reason: EndReason
  /// Who broke the repetition rules, where one side did.
  public var offender: Side?
  /// The piece that was chased, in a perpetual chase.
  public var chased: Piece?

  /// A verdict of those parts.
  public init(outcome: Outcome, reason: EndReason, offender: Side? = nil, chased: Piece? = nil) {
    self.outcome = outcome
    self.reason = reason
    self.offender = offender
    self.chased = chased
  }
}

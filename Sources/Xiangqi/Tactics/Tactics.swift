/// What the rules alone say about a position and each of its legal moves.
///
/// About a tenth of a millisecond a position (`yiwen bench tactics`).
public struct Tactics: Sendable, Hashable {
  /// The facts of each legal move, in the order of ``Position/legalMoves()``.
  public let moves: [MoveFacts]
  /// What the side to move wins by captures; in check, by its best way out of it.
  public let gain: Int8
  /// What the other side would win by captures if it were to move; 0 in check.
  public let threat: Int8
  /// Whether the side to move is in check.
  public let isCheck: Bool
  /// What an exchange on each square wins for the side that does not own the piece there; squares without gain are
  /// left out.
  public let hanging: [Hanging]

  /// A piece that can be won by an exchange on its square.
  public struct Hanging: Sendable, Hashable {
    /// Where it stands.
    public let square: Square
    /// Whose it is.
    public let side: Side
    /// What the exchange wins, in half soldiers.
    public let gain: Int8
  }

  /// Looks at a position.
  ///
  /// - Parameters:
  ///   - position: The position.
  ///   - recaptures: The square where the last move captured, if it did.
  public init(of position: Position, recaptures: Square? = nil) {
    var survey = TacticalSurvey(position)
    isCheck = survey.isCheck
    gain = MoveFacts.kept(survey.gain)
    threat = MoveFacts.kept(survey.standingThreat)
    hanging = survey.hanging()
    moves = survey.moves(recaptures: recaptures, hanging: hanging)
  }
}

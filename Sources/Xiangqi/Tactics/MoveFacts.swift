/// What the rules alone say about a legal move: what it wins, what the answer wins, what it threatens.
///
/// Gains are in half soldiers (``PieceWorth``), cut off at ±``most``; a forced mate is ±``mate``. The facts are what
/// the model is told of each move, and what hints and reviews put into words.
public struct MoveFacts: Sendable, Hashable {
  /// The move.
  public let move: Move
  /// What it captures less what the answer wins by captures alone (a quiescence search); the gain of a mate where no
  /// answer is legal.
  public var net: Int8 = 0
  /// What the other side wins with its best answer, checks and captures counted behind it.
  ///
  /// Negative where every answer loses something: all answers are tried where captures and checks win nothing and the
  /// move threatens more than the mover could have taken at once. After a check, what the quiescence search finds.
  public var answer: Int8 = 0
  /// ``answer``, or what the other side wins with a quiet fork: a quiet move whose piece threatens more than stood to be
  /// won already and that wins something against every reply, found where the mover passes and tried behind this move.
  public var plan: Int8 = 0
  /// What the mover would win next by captures if the other side passed; 0 where the move gives check.
  public var threat: Int8 = 0
  /// What an exchange on the square it leaves would have won for the other side.
  public var hung: Int8 = 0
  /// What an exchange on the square it goes to wins for the other side.
  public var exposed: Int8 = 0
  /// The worth of what it captures, 0 for nothing.
  public var victim: Int8 = 0
  /// The worth of the piece that moves.
  public var mover: Int8 = 0
  /// What can be said with yes or no.
  public var marks = Marks()

  /// What can be said with yes or no.
  public struct Marks: OptionSet, Sendable, Hashable {
    /// One bit a mark.
    public let rawValue: UInt8
    /// Marks of their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The move gives check.
    public static let check = Self(rawValue: 1)
    /// The other side has no legal answer: mate or stalemate, a win.
    public static let mate = Self(rawValue: 2)
    /// The other side can checkmate in one.
    public static let allowsMate = Self(rawValue: 4)
    /// The piece shields its general: it may be exposed once the piece leaves its line or the leg of a horse.
    public static let pinned = Self(rawValue: 8)
    /// It captures on the square where the other side has just captured.
    public static let recapture = Self(rawValue: 16)
  }

  /// The greatest gain that is not a mate.
  public static let most = 40
  /// A forced mate.
  public static let mate = 50

  /// What the move takes less the most that the other side then wins: its gain or loss in all.
  public var balance: Int {
    marks.contains(.mate) ? Self.mate : max(-Self.mate, min(Int(net), Int(victim) - Int(plan)))
  }

  /// A gain as it is kept.
  static func kept(_ gain: Int) -> Int8 {
    if gain >= PieceWorth.mate / 2 { return Int8(mate) }
    if gain <= -PieceWorth.mate / 2 { return Int8(-mate) }
    return Int8(max(-most, min(most, gain)))
  }
}

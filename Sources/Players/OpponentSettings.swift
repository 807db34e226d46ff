/// Who sits on the other side of the board, and how it behaves.
public struct OpponentSettings: Sendable, Hashable {
  /// How strong it plays.
  public var level: Level
  /// The player whose manner it has, a name of `XiangqiModel.playerNames`; `nil` for nobody in particular.
  public var persona: String?
  /// The seed of its choices: the same seed and the same moves bring the same answers.
  public var seed: UInt64
  /// When it resigns; `nil` for never.
  public var resignation: Resignation?
  /// How it answers the offer of a draw.
  public var drawOffer: DrawOffer

  /// The settings of an opponent.
  public init(
    level: Level = .master, persona: String? = nil, seed: UInt64 = 0,
    resignation: Resignation? = Resignation(), drawOffer: DrawOffer = DrawOffer()
  ) {
    self.level = level
    self.persona = persona
    self.seed = seed
    self.resignation = resignation
    self.drawOffer = drawOffer
  }
}

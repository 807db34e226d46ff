public import Xiangqi

/// What the model is told about a game before its first move; `nil` leaves a thing open (`?`).
public struct Conditioning: Sendable, Hashable {
  /// How the game will end: a model asked for a win plays for it.
  public var result: Outcome?
  /// Who plays Red; a name of `XiangqiModel.playerNames`.
  public var red: String?
  /// Who plays Black; a name of `XiangqiModel.playerNames`.
  public var black: String?

  /// A description of the game to come.
  public init(result: Outcome? = nil, red: String? = nil, black: String? = nil) {
    self.result = result
    self.red = red
    self.black = black
  }

  /// Everything left open.
  public static let open = Conditioning()

  /// The same players, with the result left open: how the outcome head has to be asked, since it has seen
  /// games whose result token told it the answer.
  var withOpenResult: Conditioning { Conditioning(result: nil, red: red, black: black) }
}

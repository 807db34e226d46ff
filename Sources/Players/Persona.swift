/// A player whose manner the model has learned from games under that name.
public struct Persona: Sendable, Hashable {
  /// The name as the model's vocabulary spells it.
  public let name: String
  /// The token that stands for the player.
  public let token: Int

  /// The players a model knows, in the order of its vocabulary.
  public static func all(in model: XiangqiModel) -> [Persona] {
    model.playerNames.compactMap { Persona(named: $0, in: model) }
  }

  /// The player of that name, or `nil` when the model does not know it.
  public init?(named name: String, in model: XiangqiModel) {
    guard let token = model.vocabulary.token(player: name) else { return nil }
    self.name = name
    self.token = token
  }
}

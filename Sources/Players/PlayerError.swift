public import LanguageModel

/// Why a player cannot think about a game.
public enum PlayerError: Error, CustomStringConvertible {
  /// The model has no token for this player.
  case unknownPlayer(String)
  /// The decoder refused or failed.
  case decoder(DecoderError)
  /// A decision was asked for after the end.
  case gameIsOver
  /// A decision was asked for when the other side is to move.
  case notOnMove

  /// One sentence: what was wrong and what would be right.
  public var description: String {
    switch self {
    case .unknownPlayer(let name):
      "The model knows no player named '\(name)'; its players are the names in tokens.txt."
    case .decoder(let error): "\(error)"
    case .gameIsOver: "The game is over, so there is no move to choose."
    case .notOnMove: "The other side is to move, so the player has to wait."
    }
  }
}

internal import LanguageModel
internal import Xiangqi

/// A game as the model reads it: the four tokens of the prefix, then one token a move, each with the facts
/// of the position after it.
struct ModelInputs {
  let vocabulary: XiangqiVocabulary
  let features: StateFeatures
  let conditioning: Conditioning
  /// Whether the game is read with its files exchanged.
  var mirrored = false

  private var view: Viewpoint { Viewpoint(isMirrored: mirrored) }

  /// The tokens before the first move, told of the position the game begins with.
  ///
  /// A name the vocabulary does not have is read as an open one; `ModelReader` refuses it before.
  func prefix(start: Position) -> [TokenInput] {
    let rows = features.rows(of: start, view: view)
    let tokens = [
      vocabulary.beginning,
      vocabulary.token(result: conditioning.result),
      token(of: conditioning.red),
      token(of: conditioning.black),
    ]
    return tokens.map { TokenInput(token: Int32($0), features: rows) }
  }

  private func token(of player: String?) -> Int {
    player.flatMap { vocabulary.token(player: $0) } ?? vocabulary.anyPlayer
  }

  /// The token of a move, told of the position after it.
  func input(of move: Move, leadingTo position: Position) -> TokenInput {
    let seen = mirrored ? move.mirrored : move
    guard let token = vocabulary.token(of: seen) else {
      preconditionFailure("\(move) is not a move of any piece, so no legal game holds it.")
    }
    return TokenInput(
      token: Int32(token), features: features.rows(of: position, view: view))
  }
}

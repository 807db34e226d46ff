internal import LanguageModel
internal import Xiangqi

/// One session that follows a game: it knows which moves its cache holds and feeds only the others.
final class TokenStream {
  let session: Session
  private let inputs: ModelInputs
  private let context: Int
  /// What the cache holds the beginning of: the prefix and the moves of `game` from `window` on.
  private var held: (start: Position, moves: [Move], window: Int)?

  init(model: XiangqiModel, conditioning: Conditioning, mirrored: Bool) {
    session = Session(model.decoder, capacity: model.context)
    context = model.context
    inputs = ModelInputs(
      vocabulary: model.vocabulary, features: model.features, conditioning: conditioning,
      mirrored: mirrored)
  }

  /// Cuts the cache back to what it shares with a game and returns the tokens still to be read, at least
  /// one: the last token is always read, for the sake of its outputs.
  func prepare(for game: Game) -> [TokenInput] {
    let window = TokenWindow.start(moveCount: game.moves.count, context: context)
    let prefix = TokenWindow.prefixLength
    let length = prefix + game.moves.count - window
    let shared = min(sharedTokens(with: game, window: window), session.count, length - 1)
    session.truncate(to: shared)
    held = (game.start, game.moves, window)

    var result = shared < prefix ? Array(inputs.prefix(start: game.start)[shared...]) : []
    for ply in (window + max(shared - prefix, 0))..<game.moves.count {
      result.append(inputs.input(of: game.moves[ply], leadingTo: game.positions[ply + 1]))
    }
    return result
  }

  /// The number of leading tokens that the held game and another have in common.
  private func sharedTokens(with game: Game, window: Int) -> Int {
    guard let held, held.window == window, held.start == game.start else { return 0 }
    let moves = zip(held.moves, game.moves).prefix { $0 == $1 }.count
    return moves < window ? 0 : TokenWindow.prefixLength + moves - window
  }
}

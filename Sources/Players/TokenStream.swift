internal import LanguageModel
internal import Xiangqi

/// One session that follows a game: it knows which moves its cache holds and feeds only the others.
final class TokenStream {
  let session: Session
  let inputs: ModelInputs
  /// From where the game is seen that the stream was last prepared for.
  private(set) var view = Viewpoint.red
  /// What the cache holds the beginning of: the prefix and the moves of a game from `first` on.
  private var held: (start: Position, moves: [Move], first: Int)?

  init(_ inputs: ModelInputs) {
    self.inputs = inputs
    session = Session(inputs.model.decoder, capacity: inputs.model.context)
  }

  /// Cuts the cache back to what it shares with a game and returns the tokens still to be read, at least
  /// one: the last token is always read, for the sake of its outputs.
  ///
  /// `tactics` are those of the position the game has reached, where they are known.
  func prepare(for game: Game, _ tactics: Tactics? = nil) -> [TokenInput] {
    let first = inputs.firstMove(moveCount: game.moves.count)
    let prefix = inputs.layout.prefixLength
    let length = prefix + game.moves.count - first
    let shared = min(sharedTokens(with: game, first: first), session.count, length - 1)
    // A prefix is kept whole or read anew: its tokens may see each other.
    let kept = shared < prefix ? 0 : shared
    session.truncate(to: kept)
    held = (game.start, game.moves, first)
    view = inputs.view(from: game.positions[first])

    var result =
      kept == 0 ? inputs.prefix(moves: game.moves, positions: game.positions, first: first) : []
    for ply in (first + max(kept - prefix, 0))..<game.moves.count {
      let isLast = ply == game.moves.count - 1
      result.append(
        inputs.input(
          of: game.moves[ply], leadingTo: game.positions[ply + 1], view: view, tactics: isLast ? tactics : nil
        ))
    }
    return result
  }

  /// The number of leading tokens that the held game and another have in common.
  private func sharedTokens(with game: Game, first: Int) -> Int {
    guard let held, held.first == first, held.start == game.start else { return 0 }
    let moves = zip(held.moves, game.moves).prefix { $0 == $1 }.count
    return moves < first ? 0 : inputs.layout.prefixLength + moves - first
  }
}

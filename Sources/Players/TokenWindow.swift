/// Which moves of a long game the model reads.
///
/// A game that fits into the context is read whole. In a longer one the prefix stays and the oldest moves
/// go, a quarter of the context at a time: then the cache is filled anew once in so many plies and not at
/// each of them. Where the window begins depends only on the number of moves, so a game that was taken back
/// and one that was loaded are read alike. Rotary positions are places in the sequence that is read, and the
/// prefix goes on describing the position the game began with: measured on long games this foretells moves
/// better than the position at the window's edge.
public enum TokenWindow {
  /// The tokens before the first move: `<bos>`, result, Red, Black.
  public static let prefixLength = 4

  /// The index of the first move that is read when the model thinks after `moveCount` moves.
  ///
  /// - Parameters:
  ///   - moveCount: The number of moves played so far.
  ///   - context: The longest sequence the model reads, at least 8 tokens.
  /// - Returns: An index into the moves, 0 while the game fits.
  public static func start(moveCount: Int, context: Int) -> Int {
    precondition(context >= 2 * prefixLength, "A context of \(context) tokens holds no game; 8 is the least.")
    let capacity = context - prefixLength
    guard moveCount > capacity else { return 0 }
    let step = max(1, capacity / 4)
    return (moveCount - capacity + step - 1) / step * step
  }

  /// The ply of the keyframe from which the model reads on after `moveCount` moves, where it reads keyframes.
  ///
  /// A new keyframe is set when the moves after the last one fill the context. Like the window it depends
  /// only on the number of moves.
  public static func keyframe(moveCount: Int, context: Int, prefixLength: Int) -> Int {
    precondition(
      context >= prefixLength, "A context of \(context) tokens holds no keyframe of \(prefixLength).")
    return moveCount - moveCount % (context - prefixLength + 1)
  }

  /// The last number of moves that is read from the same `start` as `moveCount` moves.
  static func lastMoveCount(fromSameStartAs moveCount: Int, context: Int) -> Int {
    start(moveCount: moveCount, context: context) + context - prefixLength
  }
}

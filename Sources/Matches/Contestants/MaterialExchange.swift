internal import Players
internal import Xiangqi

/// What a side wins by capturing, when both go on capturing as long as it pays.
enum MaterialExchange {
  /// The most material, in soldiers, that the side to move wins with captures of at most so many plies in turn; 0 when no
  /// capture pays.
  ///
  /// A mate on the way is worth more than all pieces.
  static func gain(in position: Position, plies: Int) -> Int {
    guard plies > 0 else { return 0 }
    var best = 0
    for move in position.legalMoves() {
      guard let victim = position[move.to] else { continue }
      let value = Material.value(of: victim.kind)
      // What a capture brings is at most the piece itself.
      if value > best { best = max(best, value - gain(in: position.playing(move), plies: plies - 1)) }
    }
    return best
  }
}

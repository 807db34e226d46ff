/// Lists of moves, one behind another, in a fixed place.
///
/// A position has at most 119 moves and 67 captures; the deepest search, six plies at full width of which one is made
/// beforehand, holds nine lists of moves and four of captures.
struct MoveStack {
  private var moves = InlineArray<1400, OrderedMove>(repeating: OrderedMove())
  /// How many moves lie on the stack.
  var count = 0

  /// The move at a place; `mutating` so that the moves are not copied.
  @inline(__always)
  mutating func move(at place: Int) -> OrderedMove { moves[place] }

  @inline(__always)
  mutating func append(_ move: OrderedMove) {
    moves[count] = move
    count &+= 1
  }

  /// Brings the best of the moves from that place on to it.
  @inline(__always)
  mutating func takeBest(from place: Int) -> OrderedMove {
    var best = moves[place]
    var bestPlace = place
    var other = place &+ 1
    while other < count {
      if moves[other].precedes(best) { (best, bestPlace) = (moves[other], other) }
      other &+= 1
    }
    moves[bestPlace] = moves[place]
    moves[place] = best
    return best
  }

  /// Puts moves first, from that place on: `favourite`, then the captures, then what moves from `endangered`.
  mutating func order(from place: Int, favourite: OrderedMove, endangered: Square) {
    for other in place..<count {
      if moves[other].isSame(as: favourite) {
        moves[other] = moves[other].first
      } else if moves[other].from == endangered {
        moves[other] = moves[other].raised
      }
    }
  }
}

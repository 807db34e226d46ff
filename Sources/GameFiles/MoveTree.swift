internal import Xiangqi

/// Moves with alternatives as binary formats keep them: each node has a first child and a next sibling.
///
/// Nothing is checked until the tree becomes the lines of a record.
struct MoveTree {
  private struct Node {
    var move: Move
    var comment: String?
    var child: Int?
    var sibling: Int?
  }

  /// Where a node can be put.
  enum Slot {
    /// The first move of the game.
    case root
    /// The move after that node.
    case child(of: Int)
    /// Another move in place of that node, behind the alternatives already there.
    case alternative(to: Int)
  }

  private var nodes: [Node] = []
  private var first: Int?

  /// The first move, if there is one.
  var firstMove: Move? { first.map { nodes[$0].move } }

  /// Puts a move in a slot, which must be free unless it is an alternative, and returns its number.
  mutating func add(_ move: Move, comment: String? = nil, at slot: Slot) -> Int {
    let number = nodes.count
    nodes.append(Node(move: move, comment: comment))
    switch slot {
    case .root: first = number
    case .child(let parent): nodes[parent].child = number
    case .alternative(var node):
      while let next = nodes[node].sibling { node = next }
      nodes[node].sibling = number
    }
    return number
  }

  /// The main line with its variations, every move legal.
  ///
  /// `failure` makes the error for a move that is not.
  func line(
    from start: Position, deepest: Int = PGNGame.deepestVariation,
    failure: (Position, Move, String) -> GameFileError
  ) throws(GameFileError) -> [GameRecord.Node] {
    try line(from: first, alternatives: true, start, depth: deepest, failure)
  }

  private func line(
    from first: Int?, alternatives: Bool, _ start: Position, depth: Int,
    _ failure: (Position, Move, String) -> GameFileError
  ) throws(GameFileError) -> [GameRecord.Node] {
    var line: [GameRecord.Node] = []
    var position = start
    var next = first
    while let number = next {
      let node = nodes[number]
      if let refusal = position.refusal(of: node.move) { throw failure(position, node.move, "\(refusal)") }
      var step = GameRecord.Node(move: node.move, comment: node.comment)
      var sibling = alternatives || number != first ? node.sibling : nil
      while let other = sibling {
        guard depth > 0 else { throw failure(position, node.move, "variations are nested too deep here") }
        step.variations.append(
          try self.line(from: other, alternatives: false, position, depth: depth - 1, failure))
        sibling = nodes[other].sibling
      }
      line.append(step)
      position = position.playing(node.move)
      next = node.child
    }
    return line
  }
}

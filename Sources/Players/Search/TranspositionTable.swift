internal import Xiangqi

/// Which node of a search tree was the first at a position: the evaluation cache of a search.
///
/// A position that was reached by other moves of the same number is evaluated alike: it takes the moves, the mean of
/// the visits and the token of the node that was read. How often positions have occurred and what is proved stays a
/// matter of each node.
struct TranspositionTable {
  /// A position after so many plies.
  struct Key: Hashable {
    let position: PositionKey
    let plies: Int
  }

  private var nodes: [Key: Int] = [:]

  /// The table of a tree whose root is reached after `plies` plies.
  init(_ tree: SearchTree, plies: Int) {
    var depths: [Int] = []
    for (number, node) in tree.nodes.enumerated() {
      depths.append(node.parent < 0 ? plies : depths[node.parent] + 1)
      guard let ply = node.ply, node.visits > 0, node.proof == nil, !node.edges.isEmpty else { continue }
      insert(
        number, for: Key(position: PositionKey(of: ply.position, after: ply.move), plies: depths[number]))
    }
  }

  /// The first node that was read at a position.
  subscript(key: Key) -> Int? { nodes[key] }

  /// Enters a node that was read, unless there is one.
  mutating func insert(_ node: Int, for key: Key) {
    if nodes[key] == nil { nodes[key] = node }
  }
}

extension TranspositionTable.Key {
  /// The key of the position that a game has reached.
  init(_ game: Game) {
    self.init(
      position: PositionKey(of: game.position, after: game.moves.last), plies: game.moves.count)
  }
}

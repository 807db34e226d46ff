internal import Xiangqi

extension SearchTree {
  /// What was found out about each move of the root, the best first.
  func lines() -> [SearchLine] {
    rankedEdges(of: 0).map { edge in
      guard let child = visited(edges[edge]) else {
        return SearchLine(
          moves: [edges[edge].move], prior: Double(edges[edge].probability), visits: 0, wdl: nodes[0].wdl)
      }
      return SearchLine(
        moves: [edges[edge].move] + bestLine(from: child), prior: Double(edges[edge].probability),
        visits: Int(nodes[child].visits), wdl: expectation(of: child), mate: mate(of: child))
    }
  }

  /// The root's edge to play instead of the best, where that loses material and another does not: see
  /// ``SearchSettings/safetyPlies``.
  func saferEdge(in position: Position, settings: SearchSettings) -> Int? {
    guard settings.safetyPlies > 0 else { return nil }
    let ranked = rankedEdges(of: 0)
    guard let best = ranked.first, let most = visited(edges[best]), nodes[most].proof == nil,
      isUnsafe(edges[best].move)
    else { return nil }
    func isUnsafe(_ move: Move) -> Bool {
      position.loses(settings.safetyMargin, by: move, plies: settings.safetyPlies)
    }
    return ranked.dropFirst().first { edge in
      guard let child = visited(edges[edge]), nodes[child].proof == nil else { return false }
      return nodes[child].visits * Self.shareToBeSafer >= nodes[most].visits && !isUnsafe(edges[edge].move)
    }
  }

  /// A safer move needs one visit to so many of the best one.
  private static let shareToBeSafer: Int32 = 4

  /// The plies of the best line, as far as they matter for a limit.
  func depth(limit: Int) -> Int {
    guard let edge = rankedEdges(of: 0).first, let child = visited(edges[edge]) else { return 0 }
    return 1 + bestLine(from: child, limit: limit - 1).count
  }

  /// How the game will end from a node.
  func expectation(of node: Int) -> WDL {
    if let proof = nodes[node].proof { return WDL(.win(for: proof.winner)) }
    return nodes[node].wdl
  }

  /// The node of a move that was looked at.
  private func visited(_ edge: Edge) -> Int? {
    guard edge.child >= 0 else { return nil }
    let child = Int(edge.child)
    return nodes[child].visits > 0 || nodes[child].proof != nil ? child : nil
  }

  /// The moves that follow when both sides play what looks best.
  private func bestLine(from node: Int, limit: Int = .max) -> [Move] {
    var line: [Move] = []
    var next = node
    while line.count < limit, let edge = rankedEdges(of: next).first, let child = visited(edges[edge]) {
      line.append(edges[edge].move)
      next = child
    }
    return line
  }

  /// The edges of a node, the best first: quick wins, what was visited most, late losses.
  func rankedEdges(of node: Int) -> [Int] {
    let side = nodes[node].side
    func rank(_ edge: Int) -> (Int, Double, Double) {
      guard let child = visited(edges[edge]) else { return (1, 0, Double(edges[edge].prior)) }
      if let proof = nodes[child].proof {
        let isWin = proof.winner == side
        return (isWin ? 2 : 0, Double(isWin ? -proof.plies : proof.plies), Double(edges[edge].prior))
      }
      let visits = Double(nodes[child].visits)
      return (1, visits, nodes[child].score(of: side) / visits)
    }
    return nodes[node].edges.map { ($0, rank($0)) }.sorted { one, other in
      one.1 == other.1 ? one.0 < other.0 : one.1 > other.1
    }.map(\.0)
  }

  /// In how many moves the side to move at the root mates by going to one of its children, or is mated.
  private func mate(of child: Int) -> Int? {
    guard let proof = nodes[child].proof, proof.isMate else { return nil }
    let moves = (proof.plies + 2) / 2
    return proof.winner == nodes[0].side ? moves : -((proof.plies + 1) / 2)
  }
}

extension SearchTree {
  /// The tokens of all nodes.
  var tokens: Set<Int> { Set(nodes.lazy.map { Int($0.token) }) }

  /// The tree that is left when the root has moved to `node`.
  func rerooted(at node: Int) -> SearchTree {
    var tree = SearchTree(root: nodes[node].side)
    var numbers = [node: 0]
    var waiting = [node]
    tree.nodes[0].adopt(nodes[node])
    while let old = waiting.popLast() {
      guard let number = numbers[old] else { continue }
      let start = tree.edges.count
      for edge in nodes[old].edges {
        var edge = edges[edge]
        if edge.child >= 0 {
          let child = Int(edge.child)
          tree.nodes.append(nodes[child].moved(to: number))
          numbers[child] = tree.nodes.count - 1
          edge.child = Int32(tree.nodes.count - 1)
          waiting.append(child)
        }
        tree.edges.append(edge)
      }
      tree.nodes[number].edges = start..<tree.edges.count
    }
    return tree
  }

  /// The child of a node behind a move, if it was visited.
  func child(of node: Int, behind move: Move) -> Int? {
    nodes[node].edges.lazy.map { edges[$0] }.first { $0.move == move }.flatMap(visited)
  }

  /// Gives every node the number of its token's new place; without one it is -1.
  mutating func renumberTokens(_ numbers: [Int?]) {
    for node in nodes.indices where nodes[node].token >= 0 {
      nodes[node].token = Int32(numbers[Int(nodes[node].token)] ?? -1)
    }
  }
}

extension SearchTree.Node {
  /// The node as the child of another.
  fileprivate func moved(to parent: Int) -> Self {
    var node = Self(ply: ply, parent: parent, side: side)
    node.adopt(self)
    return node
  }

  /// Takes over what was found out.
  fileprivate mutating func adopt(_ other: Self) {
    (visits, red, draw, token, proof) = (other.visits, other.red, other.draw, other.token, other.proof)
  }
}

internal import Xiangqi

/// The tree of a search: what was found out about the continuations of one game.
///
/// Every node is a ply with its own past, so what repetition and the natural limit make of it is exact; equal positions
/// reached in two ways are two nodes, of which the model is asked about one (``TranspositionTable``). Numbers are those of
/// Red and of draws, to be read for either side. Choices follow PUCT (Rosin 2011; Silver et al. 2017); what is decided for
/// sure is kept as a ``Proof`` and goes up as in "Monte-Carlo Tree Search Solver" (Winands, Björnsson and Saito 2008).
struct SearchTree {
  /// A position of the search.
  struct Node {
    /// How it was reached; `nil` at the root.
    let ply: Game.Ply?
    let parent: Int
    let side: Side
    /// The moves, the most probable first; empty until the position was read, and where the game has ended.
    var edges: Range<Int> = 0..<0
    var visits: Int32 = 0
    /// The visits on their way.
    var pending: Int32 = 0
    /// The sums of all visits.
    var red = 0.0
    var draw = 0.0
    /// The node of its last token among the model's streams; -1 while it has none.
    var token: Int32 = -1
    var proof: Proof?

    /// The mean of all visits, at least one.
    var wdl: WDL {
      let count = Double(visits)
      return WDL(red: red / count, draw: draw / count, black: max(0, 1 - (red + draw) / count))
    }

    /// The sum of the scores that a side made in all visits.
    func score(of side: Side) -> Double {
      side == .red ? red + draw / 2 : Double(visits) - red - draw / 2
    }
  }

  /// A move that may be played at a node.
  struct Edge {
    let move: Move
    /// What the model gave the move.
    let probability: Float
    /// The same as the search takes it: more or less even.
    let prior: Float
    /// The node behind it; -1 before the first visit.
    var child: Int32 = -1
  }

  /// How the game ends from a node when both sides do their best.
  struct Proof: Equatable {
    var winner: Side
    /// In how many plies.
    var plies: Int
    /// Whether it ends by mate or stalemate, not by a forbidden repetition.
    var isMate: Bool
  }

  var nodes: [Node]
  var edges: [Edge] = []

  /// The tree of a game that has not been looked at.
  init(root side: Side) {
    nodes = [Node(ply: nil, parent: -1, side: side)]
  }

  /// Visits with what they found.
  var visits: Int { Int(nodes[0].visits) }

  subscript(node: Int) -> Node { nodes[node] }

  /// Goes down from the root to a node that was not read yet, or whose end is known.
  ///
  /// Every node on the way has one pending visit more, which ``record(_:at:)`` or ``withdraw(from:)`` takes back.
  /// - Parameters:
  ///   - game: The game at the root; on return at the node.
  ///   - settings: How the search goes about it.
  /// - Returns: The node.
  mutating func descend(_ game: inout Game, settings: SearchSettings) -> Int {
    var node = 0
    while true {
      nodes[node].pending += 1
      if nodes[node].edges.isEmpty || nodes[node].proof != nil { return node }
      let edge = bestEdge(of: node, settings: settings)
      if edges[edge].child < 0 {
        edges[edge].child = Int32(addNode(game.ply(edges[edge].move), parent: node))
      }
      node = Int(edges[edge].child)
      if let ply = nodes[node].ply { game.play(ply) }
    }
  }

  private mutating func addNode(_ ply: Game.Ply, parent: Int) -> Int {
    var node = Node(ply: ply, parent: parent, side: ply.position.sideToMove)
    if let winner = ply.verdict?.outcome.winner {
      let isMate = [.checkmate, .stalemate].contains(ply.verdict?.reason)
      node.proof = Proof(winner: winner, plies: 0, isMate: isMate)
    }
    nodes.append(node)
    return nodes.count - 1
  }

  /// The move to look at next.
  ///
  /// Moves that were not looked at are worth the same but for their probability, so the first stands for all.
  private func bestEdge(of index: Int, settings: SearchSettings) -> Int {
    let node = nodes[index]
    let visits = Double(node.visits + node.pending)
    let scale = settings.cPUCT(visits: visits) * visits.squareRoot()
    var seen = 0.0
    for edge in node.edges where edges[edge].child >= 0 { seen += Double(edges[edge].prior) }
    let mean = node.visits > 0 ? node.score(of: node.side) / Double(node.visits) : 0.5
    let urgency = mean - settings.fpuReduction * seen.squareRoot()
    var best = node.edges.lowerBound
    var highest = -Double.infinity
    for edge in node.edges {
      let prior = Double(edges[edge].prior)
      guard edges[edge].child >= 0 else {
        if urgency + scale * prior > highest { best = edge }
        break
      }
      let child = nodes[Int(edges[edge].child)]
      if let proof = child.proof, proof.winner != node.side { continue }
      let count = Double(child.visits + child.pending)
      let value = (count > 0 ? child.score(of: node.side) / count : urgency) + scale * prior / (1 + count)
      if value > highest {
        highest = value
        best = edge
      }
    }
    return best
  }

  /// Gives a node its moves with their probabilities, the most probable first.
  mutating func expand(_ node: Int, moves: [RankedMove], temperature: Double, token: Int?) {
    nodes[node].token = Int32(token ?? -1)
    let start = edges.count
    let priors = softmax(moves.map { Float(boundedLogarithm($0.probability) / temperature) })
    for (move, prior) in zip(moves, priors) {
      edges.append(Edge(move: move.move, probability: Float(move.probability), prior: Float(prior)))
    }
    nodes[node].edges = start..<edges.count
  }

  /// Gives a node the moves and the token of another, which is the same position reached by other moves.
  mutating func expand(_ node: Int, like other: Int) {
    nodes[node].token = nodes[other].token
    let start = edges.count
    for edge in nodes[other].edges {
      var edge = edges[edge]
      edge.child = -1
      edges.append(edge)
    }
    nodes[node].edges = start..<edges.count
  }

  /// Gives a node one move, which ends the game in favour of the side to move.
  mutating func expand(_ node: Int, mate ply: Game.Ply) {
    let edge = edges.count
    let child = Int32(addNode(ply, parent: node))
    edges.append(Edge(move: ply.move, probability: 1, prior: 1, child: child))
    nodes[node].edges = edge..<edge + 1
    nodes[node].proof = Proof(winner: nodes[node].side, plies: 1, isMate: true)
  }

  /// Begins a visit that ends at the root.
  mutating func begin() { nodes[0].pending += 1 }

  /// Ends a visit with what it found.
  mutating func record(_ wdl: WDL, at node: Int) {
    var next = node
    while next >= 0 {
      nodes[next].pending -= 1
      nodes[next].visits += 1
      nodes[next].red += wdl.red
      nodes[next].draw += wdl.draw
      next = nodes[next].parent
    }
  }

  /// Takes a visit back.
  mutating func withdraw(from node: Int) {
    var next = node
    while next >= 0 {
      nodes[next].pending -= 1
      next = nodes[next].parent
    }
  }

  /// Concludes from what is proved of a node what is proved of those above it.
  mutating func concludeProofs(from node: Int) {
    var next = nodes[node].parent
    while next >= 0, let proof = proof(byChildrenOf: next), proof != nodes[next].proof {
      nodes[next].proof = proof
      next = nodes[next].parent
    }
  }

  /// The shortest win, or the longest loss where every move loses.
  private func proof(byChildrenOf index: Int) -> Proof? {
    let node = nodes[index]
    var win: Proof?
    var loss: Proof?
    var isLost = true
    for edge in edges[node.edges] {
      guard edge.child >= 0, let proof = nodes[Int(edge.child)].proof else {
        isLost = false
        continue
      }
      if proof.winner == node.side {
        if win.map({ proof.plies < $0.plies }) ?? true { win = proof }
      } else if loss.map({ proof.plies > $0.plies }) ?? true {
        loss = proof
      }
    }
    guard var best = win ?? (isLost ? loss : nil) else { return nil }
    best.plies += 1
    return best
  }
}

extension WDL {
  /// What is known of a game that has ended.
  init(_ outcome: Outcome) {
    self.init(
      red: outcome == .win(for: .red) ? 1 : 0, draw: outcome.winner == nil ? 1 : 0,
      black: outcome == .win(for: .black) ? 1 : 0)
  }
}

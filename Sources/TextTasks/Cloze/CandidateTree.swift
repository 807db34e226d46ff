/// Sequences of tokens, step by step.
struct CandidateTree {
  private struct Node {
    var next: [Int: Int] = [:]
    var isEnd = false
  }

  private var nodes = [Node()]
  /// The tokens of the longest sequence.
  private(set) var depth = 0

  /// The tree of sequences; empty ones do not count.
  init(_ sequences: [[Int]]) {
    for sequence in sequences where !sequence.isEmpty {
      depth = max(depth, sequence.count)
      var node = 0
      for token in sequence {
        if let next = nodes[node].next[token] {
          node = next
        } else {
          nodes[node].next[token] = nodes.count
          node = nodes.count
          nodes.append(Node())
        }
      }
      nodes[node].isEnd = true
    }
  }

  /// Whether there is no sequence.
  var isEmpty: Bool { nodes.count == 1 }

  /// The tokens that go on after a node, with the nodes they lead to; the root is 0.
  func next(after node: Int) -> [(token: Int, node: Int)] {
    nodes[node].next.map { ($0.key, $0.value) }.sorted { $0.token < $1.token }
  }

  /// Whether a sequence ends at a node.
  func isEnd(_ node: Int) -> Bool { nodes[node].isEnd }
}

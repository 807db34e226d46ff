internal import Kernels

/// Streams that share their beginnings: a tree of tokens in which every path from a root is a stream.
///
/// The keys and values of a token are computed once and lie in one place, whatever goes on behind it. So a
/// search that looks at many continuations of one game reads every move of theirs once. Nodes have numbers in
/// the order in which they came; a node's parent has a lower number.
///
/// A tree belongs to one task at a time.
public final class TokenTree {
  /// The decoder whose streams these are.
  public let decoder: Decoder
  /// What every stream looks like.
  public let shape: StreamShape
  /// How many nodes there are.
  public private(set) var count = 0
  private var parents: [Int32] = []
  /// The index of each node's token in its stream.
  private var indices: [Int32] = []
  private(set) var cache: KeyValueCache

  /// An empty tree; `shape` is by default what the model's configuration says.
  public init(_ decoder: Decoder, shape: StreamShape? = nil) {
    self.decoder = decoder
    self.shape = shape ?? decoder.config.streamShape
    cache = KeyValueCache(layers: decoder.config.layerCount, width: decoder.attentionShape.keyValueWidth)
  }

  /// The memory that a node's keys and values take, in bytes.
  public var bytesPerNode: Int {
    2 * MemoryLayout<Float>.size * decoder.config.layerCount * decoder.attentionShape.keyValueWidth
  }

  /// How many tokens the stream that ends at a node has.
  public func length(of node: Int) -> Int { Int(indices[node]) + 1 }

  /// What a node's token stands behind; `nil` for the first of a stream.
  public func parent(of node: Int) -> Int? { parents[node] < 0 ? nil : Int(parents[node]) }

  /// The nodes of the stream that ends at a node, the first token's first.
  func path(to node: Int) -> [Int32] {
    var path = [Int32](repeating: 0, count: length(of: node))
    var next = Int32(truncatingIfNeeded: node)
    for place in path.indices.reversed() {
      path[place] = next
      next = parents[Int(next)]
    }
    return path
  }

  /// Forgets all but the first `count` nodes.
  public func truncate(to count: Int) {
    precondition((0...self.count).contains(count), "truncating \(self.count) nodes to \(count)")
    parents.removeLast(self.count - count)
    indices.removeLast(self.count - count)
    cache.truncate(to: count)
    self.count = count
  }

  /// Forgets all nodes but some; the parents of those that are kept are kept too.
  ///
  /// - Parameter isKept: Whether each node is kept.
  /// - Returns: The new number of each node, `nil` for those that are gone.
  public func keep(_ isKept: (Int) -> Bool) -> [Int?] {
    var kept: [Int] = []
    let numbers = (0..<count).map { node -> Int? in
      guard isKept(node) else { return nil }
      kept.append(node)
      return kept.count - 1
    }
    parents = kept.map { node in
      guard let parent = parent(of: node) else { return -1 }
      guard let number = numbers[parent] else {
        preconditionFailure("Node \(node) is kept, but its parent \(parent) is not.")
      }
      return Int32(number)
    }
    indices = kept.map { indices[$0] }
    cache.keep(kept)
    count = kept.count
    return numbers
  }

  /// Adds a node for each of some tokens, in order; each stands behind the one before it.
  func append(_ count: Int, behind parent: Int?) {
    for offset in 0..<count {
      let node = self.count + offset
      let before = offset == 0 ? parent : node - 1
      parents.append(before.map { Int32($0) } ?? -1)
      indices.append(before.map { indices[$0] + 1 } ?? 0)
    }
    self.count += count
  }

  /// Takes the keys and values of the newest nodes, the rows `rows` of [_, width], in a layer.
  func store(layer: Int, keys: [Float], values: [Float], rows: Range<Int>) {
    cache.append(layer: layer, keys: keys, values: values, rows: rows)
  }
}

extension Decoder {
  /// What a tree of tokens grows by: some tokens in a row, behind a node or from the beginning.
  public struct Growth: Sendable {
    /// The node that the first token stands behind; `nil` to begin a stream.
    public let parent: Int?
    /// The tokens, at least one.
    public let inputs: [TokenInput]

    /// `inputs` behind `parent`.
    public init(behind parent: Int?, inputs: [TokenInput]) {
      self.parent = parent
      self.inputs = inputs
    }
  }

  /// Lets a tree grow in several places, in one pass over the weights.
  ///
  /// The new nodes have the numbers from ``TokenTree/count`` on, in the order of the growths. Returns the answer after
  /// the last token of each, the same to the last bit that a session with the same tokens would give. On an
  /// error the tree is left as it was.
  public func advance(_ tree: TokenTree, by growths: [Growth]) throws(DecoderError) -> [DecoderOutput] {
    guard !growths.isEmpty else { return [] }
    let count = tree.count
    do {
      let batch = try Batch(growths, of: tree, decoder: self)
      return try pass(batch, outputs: .last, states: false).map { $0[0] }
    } catch {
      tree.truncate(to: count)
      throw error
    }
  }
}

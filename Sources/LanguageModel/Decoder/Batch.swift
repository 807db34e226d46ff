/// The inputs of one call, row under row, checked.
struct Batch {
  /// Rows that are looked up in one cache.
  struct Part {
    let rows: Range<Int>
    let stream: Stream
  }

  /// Where rows find the tokens they see: themselves, those before them and the whole prefix.
  enum Stream {
    /// In a session; each row sees so many of its first tokens.
    case session(Session, visible: [Int32])
    /// In a tree; each row sees the nodes in `places` up to its end, from that of the row before it on.
    case tree(TokenTree, places: [Int32], ends: [Int64])
  }

  let parts: [Part]
  /// The rows of each run.
  let runs: [Range<Int>]
  /// All rows' inputs, their features ascending.
  let inputs: [TokenInput]
  /// Where all rows stand in their streams.
  let positions: [Int]

  var rows: Int { inputs.count }

  init(_ runs: [Decoder.Run], decoder: Decoder) throws(DecoderError) {
    var parts: [Part] = []
    var inputs: [TokenInput] = []
    var positions: [Int] = []
    var sessions: Set<ObjectIdentifier> = []
    for (index, run) in runs.enumerated() {
      let session = run.session
      guard session.decoder === decoder else { throw .foreignSession(run: index) }
      guard sessions.insert(ObjectIdentifier(session)).inserted else { throw .repeatedSession(run: index) }
      guard !run.inputs.isEmpty else { throw .emptyRun(run: index) }
      guard run.inputs.count <= session.capacity - session.count else {
        throw .sessionFull(
          run: index, count: session.count, added: run.inputs.count, capacity: session.capacity)
      }
      let shape = session.shape
      let indices = session.count..<session.count + run.inputs.count
      // The first tokens of a prefix see its last ones, so these have to be there.
      let prefix = shape.prefixLength
      guard session.count == 0 || session.count >= prefix, indices.upperBound >= prefix else {
        throw .brokenPrefix(
          run: index, count: session.count, added: run.inputs.count, prefix: prefix)
      }
      let rows = inputs.count..<inputs.count + run.inputs.count
      for input in run.inputs { inputs.append(try Self.checked(input, run: index, config: decoder.config)) }
      positions.append(contentsOf: indices.map(shape.place))
      let visible = indices.map { Int32(shape.visible(at: $0)) }
      parts.append(Part(rows: rows, stream: .session(session, visible: visible)))
    }
    self.parts = parts
    self.runs = parts.map(\.rows)
    self.inputs = inputs
    self.positions = positions
  }

  /// The growths of a tree, which gets their nodes; what is thrown leaves some of them.
  init(_ growths: [Decoder.Growth], of tree: TokenTree, decoder: Decoder) throws(DecoderError) {
    precondition(tree.decoder === decoder, "a tree of another decoder's tokens")
    var inputs: [TokenInput] = []
    var positions: [Int] = []
    var runs: [Range<Int>] = []
    var places: [Int32] = []
    var ends: [Int64] = []
    let shape = tree.shape
    let known = tree.count
    for (run, growth) in growths.enumerated() {
      guard !growth.inputs.isEmpty else { throw .emptyRun(run: run) }
      if let parent = growth.parent {
        guard (0..<known).contains(parent) else { throw .unknownNode(run: run, node: parent, count: known) }
      }
      let start = growth.parent.map(tree.length) ?? 0
      let indices = start..<start + growth.inputs.count
      guard indices.upperBound <= decoder.config.maximumLength else {
        throw .sessionFull(
          run: run, count: start, added: growth.inputs.count, capacity: decoder.config.maximumLength)
      }
      let prefix = shape.prefixLength
      guard start == 0 || start >= prefix, indices.upperBound >= prefix else {
        throw .brokenPrefix(run: run, count: start, added: growth.inputs.count, prefix: prefix)
      }
      runs.append(inputs.count..<inputs.count + growth.inputs.count)
      for input in growth.inputs { inputs.append(try Self.checked(input, run: run, config: decoder.config)) }
      positions.append(contentsOf: indices.map(shape.place))
      tree.append(growth.inputs.count, behind: growth.parent)
      let path = tree.path(to: tree.count - 1)
      for index in indices {
        places.append(contentsOf: path.prefix(shape.visible(at: index)))
        ends.append(Int64(places.count))
      }
    }
    parts = [Part(rows: 0..<inputs.count, stream: .tree(tree, places: places, ends: ends))]
    self.runs = runs
    self.inputs = inputs
    self.positions = positions
  }

  /// The input with its features in ascending order, the order in which they are summed.
  private static func checked(
    _ input: TokenInput, run: Int, config: DecoderConfig
  ) throws(DecoderError) -> TokenInput {
    guard (0..<config.vocabularySize).contains(Int(input.token)) else {
      throw .tokenOutOfRange(run: run, token: input.token, vocabularySize: config.vocabularySize)
    }
    var isAscending = true
    var previous: Int32 = -1
    for feature in input.features {
      guard (0..<config.stateFacts).contains(Int(feature)) else {
        throw .featureOutOfRange(run: run, feature: feature, count: config.stateFacts)
      }
      isAscending = isAscending && feature > previous
      previous = feature
    }
    if isAscending { return input }
    let features = input.features.sorted()
    for (feature, next) in zip(features, features.dropFirst()) where feature == next {
      throw .repeatedFeature(run: run, feature: feature)
    }
    return TokenInput(token: input.token, features: features)
  }
}

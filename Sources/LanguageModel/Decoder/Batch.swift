/// The inputs of one call, row under row, checked.
struct Batch {
  /// The rows of one run.
  struct Part {
    let session: Session
    let rows: Range<Int>
    /// For each row, how many tokens of the stream it sees: itself, those before it and the whole prefix.
    let visible: [Int32]
  }

  let parts: [Part]
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
      parts.append(
        Part(session: session, rows: rows, visible: indices.map { Int32(shape.visible(at: $0)) }))
    }
    self.parts = parts
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

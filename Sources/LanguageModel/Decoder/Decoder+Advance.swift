internal import Kernels
internal import ModelFiles

extension Decoder {
  /// A stream and the tokens it goes on by.
  public struct Run {
    /// The stream.
    public let session: Session
    /// The tokens, at least one.
    public let inputs: [TokenInput]

    /// `session` going on by `inputs`.
    public init(session: Session, inputs: [TokenInput]) {
      self.session = session
      self.inputs = inputs
    }
  }

  /// Which inputs are answered.
  public enum Outputs: Sendable, Hashable {
    /// The last of each run.
    case last
    /// All.
    case all
  }

  /// Takes every run's session further by its inputs, all in one pass over the weights.
  ///
  /// Returns, for each run, the answers after its last input or after all of them. They are the same to the
  /// last bit whatever else is in the call, however a stream is cut into calls, and whatever the
  /// instructions and threads. On an error the sessions are left as they were. Calls with different sessions
  /// may be made from several tasks at once. With `states` the answers hold the state they were read from.
  public func advance(
    _ runs: [Run], outputs: Outputs = .last, states: Bool = false
  ) throws(DecoderError) -> [[DecoderOutput]] {
    guard !runs.isEmpty else { return [] }
    let batch = try Batch(runs, decoder: self)
    let results: [[DecoderOutput]]
    do {
      results = try pass(batch, outputs: outputs, states: states)
    } catch {
      for run in runs { run.session.truncate(to: run.session.count) }
      throw error
    }
    for run in runs { run.session.count += run.inputs.count }
    return results
  }

  /// One pass over the weights; the caches of the batch take its keys and values.
  func pass(_ batch: Batch, outputs: Outputs, states: Bool) throws(DecoderError) -> [[DecoderOutput]] {
    var x = embed(batch)
    let angles = config.position == .rotary ? angles(at: batch.positions) : nil
    for layer in weights.layers.indices {
      attend(&x, layer: layer, batch: batch, angles: angles)
      feedForward(&x, layer: layer)
    }
    return try answer(x, batch: batch, outputs: outputs, states: states)
  }

  /// x[T, width]: the embeddings of the tokens, of their places where these are learned, and of the facts
  /// beside them in ascending order.
  private func embed(_ batch: Batch) -> [Float] {
    let width = config.width
    var x = [Float](repeating: 0, count: batch.inputs.count * width)
    for (row, input) in batch.inputs.enumerated() {
      compute.addRow(
        Int(input.token), of: weights.embedding.bytes, weights.embedding.format, columns: width, to: &x,
        row: row)
      if let places = weights.places {
        compute.addRow(
          batch.positions[row], of: places.bytes, places.format, columns: width, to: &x, row: row)
      }
      guard let state = weights.state else { continue }
      for feature in input.features {
        compute.addRow(
          Int(feature), of: state.rows.span.bytes, state.format, columns: width, to: &x, row: row)
      }
    }
    return x
  }

  /// x += output · attention(query · n, key · n, value · n), n = norm(x); the cache takes the new keys and
  /// values.
  private func attend(
    _ x: inout [Float], layer index: Int, batch: Batch, angles: (cosines: [Float], sines: [Float])?
  ) {
    let layer = weights.layers[index]
    let normed = normalised(x, by: layer.attentionNorm)
    var query = product(normed, layer.query, rows: batch.rows)
    var key = product(normed, layer.key, rows: batch.rows)
    let value = product(normed, layer.value, rows: batch.rows)
    if let queryNorm = layer.queryNorm, let keyNorm = layer.keyNorm {
      compute.rmsNorm(
        &query, weights: queryNorm.bytes, queryNorm.format, epsilon: config.normEpsilon)
      compute.rmsNorm(&key, weights: keyNorm.bytes, keyNorm.format, epsilon: config.normEpsilon)
    }
    if let (cosines, sines) = angles {
      compute.rotate(&query, heads: config.heads, size: config.headSize, cosines: cosines, sines: sines)
      compute.rotate(
        &key, heads: config.keyValueHeads, size: config.headSize, cosines: cosines, sines: sines)
    }
    var mixed = [Float](repeating: 0, count: query.count)
    for part in batch.parts {
      switch part.stream {
      case .session(let session, let visible):
        session.cache.append(layer: index, keys: key, values: value, rows: part.rows)
        let cache = session.cache.layers[index]
        compute.attention(
          query, rows: part.rows, keys: cache.keys, values: cache.values, visible: visible,
          shape: attentionShape, into: &mixed)
      case .tree(let tree, let places, let ends):
        tree.store(layer: index, keys: key, values: value, rows: part.rows)
        let cache = tree.cache.layers[index]
        compute.branchAttention(
          query, keys: cache.keys, values: cache.values, places: places, ends: ends, shape: attentionShape,
          into: &mixed)
      }
    }
    compute.add(product(mixed, layer.output, rows: batch.rows), to: &x)
  }

  /// x += down · (silu(gate · n) · (up · n)), n = norm(x); without a gate x += down · gelu(up · n).
  private func feedForward(_ x: inout [Float], layer index: Int) {
    let layer = weights.layers[index]
    let rows = x.count / config.width
    let normed = normalised(x, by: layer.feedForwardNorm)
    var inner: [Float]
    if let gate = layer.gate {
      inner = product(normed, gate, rows: rows)
      compute.siluMultiply(&inner, by: product(normed, layer.up, rows: rows))
    } else {
      inner = product(normed, layer.up, rows: rows)
      compute.applyGELU(&inner)
    }
    compute.add(product(inner, layer.down, rows: rows), to: &x)
  }

  /// The logits and outcomes of the rows that are asked for.
  private func answer(
    _ x: [Float], batch: Batch, outputs: Outputs, states: Bool
  ) throws(DecoderError) -> [[DecoderOutput]] {
    let width = config.width
    let wanted = batch.runs.map { outputs == .all ? $0 : $0.upperBound - 1..<$0.upperBound }
    var chosen: [Float] = []
    chosen.reserveCapacity(wanted.reduce(0) { $0 + $1.count } * width)
    for rows in wanted { chosen.append(contentsOf: x[rows.lowerBound * width..<rows.upperBound * width]) }
    let count = chosen.count / width
    let normed = normalised(chosen, by: weights.norm)
    let logits = product(normed, weights.head, rows: count)
    let outcomes = weights.outcomeHead.map { product(normed, $0, rows: count) } ?? []
    let units = config.candidateWidth
    let candidateStates = weights.candidates.map { product(normed, $0.projection, rows: count) } ?? []

    var results: [[DecoderOutput]] = []
    var row = 0
    for (run, rows) in wanted.enumerated() {
      var answers: [DecoderOutput] = []
      for _ in rows {
        let answer = DecoderOutput(
          logits: Array(logits[row * config.vocabularySize..<(row + 1) * config.vocabularySize]),
          outcome: Array(outcomes[row * config.outcomes..<(row + 1) * config.outcomes]),
          state: states ? Array(normed[row * width..<(row + 1) * width]) : [],
          candidateState: Array(candidateStates[row * units..<(row + 1) * units]))
        guard answer.isFinite else { throw .notFinite(run: run) }
        answers.append(answer)
        row += 1
      }
      results.append(answers)
    }
    return results
  }

  /// A norm with a bias is a LayerNorm, one without an RMSNorm.
  private func normalised(_ x: [Float], by norm: Affine) -> [Float] {
    var normed = [Float](repeating: 0, count: x.count)
    if let bias = norm.bias {
      compute.layerNorm(
        x, weights: norm.weight.bytes, norm.weight.format, biases: bias.bytes, bias.format,
        epsilon: config.normEpsilon, into: &normed)
    } else {
      compute.rmsNorm(
        x, weights: norm.weight.bytes, norm.weight.format, epsilon: config.normEpsilon, into: &normed)
    }
    return normed
  }

  private func product(_ x: [Float], _ linear: Affine, rows: Int) -> [Float] {
    var y = product(x, linear.weight, rows: rows)
    guard let bias = linear.bias else { return y }
    for row in 0..<rows {
      compute.addRow(0, of: bias.bytes, bias.format, columns: bias.elementCount, to: &y, row: row)
    }
    return y
  }

  func product(_ x: [Float], _ matrix: Tensor, rows: Int) -> [Float] {
    var y = [Float](repeating: 0, count: rows * matrix.shape[0])
    compute.matmul(x, rows: rows, weights: matrix.bytes, matrix.format, outputs: matrix.shape[0], into: &y)
    return y
  }
}

extension DecoderOutput {
  /// Whether no number is infinite or NaN.
  fileprivate var isFinite: Bool { logits.allSatisfy(\.isFinite) && outcome.allSatisfy(\.isFinite) }
}

internal import Kernels
internal import LanguageModel

/// What a pass keeps of every layer for the way back, and room to work in.
///
/// Everything is kept, nothing computed twice.
///
/// Letters: T tokens, D width, Q and G elements of all query and key heads, F feed-forward size.
struct Activations {
  /// What a norm keeps of each row: the mean (LayerNorm only) and the inverse deviation, [T].
  struct RowStatistics {
    let mean, inverse: UnsafeMutablePointer<Float>
  }

  struct Layer {
    /// The residual stream before the layer, [T, D], and between its blocks.
    let input, middle: FloatMatrix
    let attentionNormed, feedForwardNormed: FloatMatrix
    let attentionStatistics, feedForwardStatistics: RowStatistics
    /// [T, Q + 2G] as the matrices give it, or with queries and keys rotated when they are not normed.
    let queryKeyValue: FloatMatrix
    /// [T, Q + G], normed and rotated, where queries and keys are normed.
    let normedQueryKey: FloatMatrix?
    /// One [T] for each head.
    let headInverses: UnsafeMutablePointer<Float>
    /// [T, Q].
    let mixed: FloatMatrix
    /// [T, heads].
    let logSumExp: UnsafeMutablePointer<Float>
    /// [T, 2F] or [T, F].
    let gateUp: FloatMatrix
    /// [T, F].
    let active: FloatMatrix
  }

  /// Room for gradients, and for what no layer keeps.
  struct Scratch {
    /// The gradient of the residual stream, and of a block's output behind dropout, [T, D].
    let stream, dropped: FloatMatrix
    let normed: FloatMatrix
    let queryKeyValue: FloatMatrix
    let normedQueryKey: FloatMatrix?
    let mixed: FloatMatrix
    let gateUp: FloatMatrix
    let active: FloatMatrix
    /// Rows that are asked for: the stream, normed, and gradients of both, [T, D].
    let asked, askedNormed, askedGradient, askedNormedGradient: FloatMatrix
    let askedStatistics: RowStatistics
    /// [T, headSize / 2].
    let cosines, sines: FloatMatrix
    /// [T, outcomes].
    let outcomes: FloatMatrix
  }

  let layers: [Layer]
  /// The residual stream behind the last layer, [T, D].
  let output: FloatMatrix
  let scratch: Scratch
  private let buffers: BufferPool

  /// Views for T tokens into the buffers of a pool.
  init(_ c: DecoderConfig, tokens: Int, from buffers: BufferPool) {
    buffers.begin(tokens: tokens)
    layers = (0..<c.layerCount).map { _ in Layer(c, from: buffers) }
    output = buffers.matrix(c.width)
    scratch = Scratch(c, from: buffers)
    self.buffers = buffers
  }
}

extension Activations.RowStatistics {
  init(_ buffers: BufferPool) {
    mean = buffers.vector(1)
    inverse = buffers.vector(1)
  }
}

extension Activations.Layer {
  init(_ c: DecoderConfig, from buffers: BufferPool) {
    input = buffers.matrix(c.width)
    middle = buffers.matrix(c.width)
    attentionNormed = buffers.matrix(c.width)
    feedForwardNormed = buffers.matrix(c.width)
    attentionStatistics = Activations.RowStatistics(buffers)
    feedForwardStatistics = Activations.RowStatistics(buffers)
    queryKeyValue = buffers.matrix(c.queryWidth + 2 * c.keyValueWidth)
    normedQueryKey = c.normalisesQueriesAndKeys ? buffers.matrix(c.queryWidth + c.keyValueWidth) : nil
    headInverses = buffers.vector(c.heads + c.keyValueHeads)
    mixed = buffers.matrix(c.queryWidth)
    logSumExp = buffers.vector(c.heads)
    gateUp = buffers.matrix(c.feedForwardInputs * c.feedForwardSize)
    active = buffers.matrix(c.feedForwardSize)
  }
}

extension Activations.Scratch {
  init(_ c: DecoderConfig, from buffers: BufferPool) {
    stream = buffers.matrix(c.width)
    dropped = buffers.matrix(c.width)
    normed = buffers.matrix(c.width)
    queryKeyValue = buffers.matrix(c.queryWidth + 2 * c.keyValueWidth)
    normedQueryKey = c.normalisesQueriesAndKeys ? buffers.matrix(c.queryWidth + c.keyValueWidth) : nil
    mixed = buffers.matrix(c.queryWidth)
    gateUp = buffers.matrix(c.feedForwardInputs * c.feedForwardSize)
    active = buffers.matrix(c.feedForwardSize)
    asked = buffers.matrix(c.width)
    askedNormed = buffers.matrix(c.width)
    askedGradient = buffers.matrix(c.width)
    askedNormedGradient = buffers.matrix(c.width)
    askedStatistics = Activations.RowStatistics(buffers)
    cosines = buffers.matrix(c.headSize / 2)
    sines = buffers.matrix(c.headSize / 2)
    outcomes = buffers.matrix(c.outcomes)
  }
}

internal import Kernels
internal import LanguageModel

/// The way of a batch through a decoder, forwards and back: losses and the gradients of all parameters.
///
/// Letters: T tokens, D width, V vocabulary. The gradient of a block's output arrives in `scratch.stream`,
/// to which each block adds that of its own path.
final class DecoderPass {
  /// How much each kind of loss counts, by target.
  struct LossScales {
    /// Times a target's weight.
    var token: Float
    var outcome: Float
    /// Times a target's weight, for the logits without the scores of candidates.
    var plain: Float = 0
  }

  /// Which elements are dropped: a share, and the seed the choice follows from.
  struct Dropout {
    var rate: Float
    var seed: UInt64

    static let none = Dropout(rate: 0, seed: 0)
  }

  let config: DecoderConfig
  let layout: ParameterLayout
  let compute: Compute
  /// How many of the highest logits the loss keeps, 0 for all.
  let sparseSoftmax: Int
  let rotary: RotaryTable
  private let buffers: BufferPool
  /// A block of rows of logits and then of their gradients: as many as a cache holds.
  var logits = FloatArena(count: 0)
  /// The same with the scores of candidates, and room for the head that makes them.
  let candidateRoom = CandidateRoom()

  init(config: DecoderConfig, compute: Compute, expectedTokens: Int, sparseSoftmax: Int = 0) {
    self.config = config
    self.compute = compute
    self.sparseSoftmax = sparseSoftmax
    layout = ParameterLayout(config)
    rotary = RotaryTable(config)
    buffers = BufferPool(expectedTokens: expectedTokens)
  }

  /// The losses of a batch, without gradients and without dropout.
  func evaluate(_ batch: TrainingBatch, parameters: FloatArena) -> LossSums {
    let activations = Activations(config, tokens: batch.tokenCount, from: buffers)
    forward(batch, parameters, activations, dropout: .none)
    return answer(batch, parameters, activations, backwards: nil)
  }

  /// The losses of a batch; their gradients times `scales` are added to `gradients`.
  func backpropagate(
    _ batch: TrainingBatch, parameters: FloatArena, gradients: FloatArena, scales: LossScales,
    dropout: Dropout
  ) -> LossSums {
    let activations = Activations(config, tokens: batch.tokenCount, from: buffers)
    forward(batch, parameters, activations, dropout: dropout)
    let sums = answer(batch, parameters, activations, backwards: (gradients, scales))
    backward(batch, parameters, gradients, activations, dropout: dropout)
    return sums
  }

  /// y = norm(x).
  func normalise(
    _ x: FloatMatrix, _ norm: ParameterLayout.Norm, _ parameters: FloatArena, into y: FloatMatrix,
    _ statistics: Activations.RowStatistics
  ) {
    let weight = parameters.pointer(norm.weight)
    if let bias = norm.bias {
      compute.layerNorm(
        x, weight: weight, bias: parameters.pointer(bias), epsilon: config.normEpsilon, into: y,
        mean: statistics.mean, inverse: statistics.inverse)
    } else {
      compute.rmsNorm(x, weight: weight, epsilon: config.normEpsilon, into: y, inverse: statistics.inverse)
    }
  }

  /// Adds the gradients of norm(x), given that of its result, to dx and to the norm's parameters'.
  func normaliseBackward(
    _ dy: FloatMatrix, _ x: FloatMatrix, _ norm: ParameterLayout.Norm, _ parameters: FloatArena,
    _ gradients: FloatArena, into dx: FloatMatrix, _ statistics: Activations.RowStatistics
  ) {
    let weight = parameters.pointer(norm.weight)
    if let bias = norm.bias {
      compute.layerNormBackward(
        dy, x, weight: weight, mean: statistics.mean, inverse: statistics.inverse, into: dx,
        weightGradient: gradients.pointer(norm.weight), biasGradient: gradients.pointer(bias))
    } else {
      compute.rmsNormBackward(
        dy, x, weight: weight, inverse: statistics.inverse, into: dx,
        weightGradient: gradients.pointer(norm.weight))
    }
  }

  /// y = x · weights transposed + bias.
  func project(
    _ x: FloatMatrix, _ weights: Region, _ bias: Region?, _ parameters: FloatArena, into y: FloatMatrix
  ) {
    compute.multiply(x, transposed: false, parameters[weights], transposed: true, into: y, accumulate: false)
    if let bias { compute.addBias(parameters.pointer(bias), to: y) }
  }

  /// Sets dx to the gradient of x in ``project(_:_:_:_:into:)`` and adds those of weights and bias to theirs.
  func projectBackward(
    _ dy: FloatMatrix, _ x: FloatMatrix, _ weights: Region, _ bias: Region?, _ parameters: FloatArena,
    _ gradients: FloatArena, into dx: FloatMatrix
  ) {
    if let bias { compute.biasGradient(dy, into: gradients.pointer(bias)) }
    compute.multiply(dy, transposed: true, x, transposed: false, into: gradients[weights], accumulate: true)
    compute.multiply(
      dy, transposed: false, parameters[weights], transposed: false, into: dx, accumulate: false)
  }

  /// The seed of what a block drops: 2 · layer for attention, the next for the feed-forward part.
  func seed(_ dropout: Dropout, layer: Int, isFeedForward: Bool) -> UInt64 {
    RandomStream.seed(dropout.seed, .dropout, 2 * layer + (isFeedForward ? 1 : 0))
  }
}

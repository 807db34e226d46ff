internal import Kernels
internal import LanguageModel

/// The state of training and its steps: weights, gradients, optimizer, averages.
///
/// Knows nothing of files or time. All randomness follows from the options' seed and the number of the step.
final class Trainer {
  /// What the batches of one step said.
  struct Losses {
    var sums: LossSums
    /// The length of the gradient.
    var gradientNorm: Double
    /// The rows of embeddings that a lazy optimizer moves.
    var usedRows: [Region: [Int32]]
  }

  let config: DecoderConfig
  let options: TrainingOptions
  let compute: Compute
  let pass: DecoderPass
  let parameters: FloatArena
  let gradients: FloatArena
  let optimizer: Optimizer
  let average: WeightAverage?
  let lookahead: Lookahead?
  private let adversary: AdversarialEmbedding?
  /// The steps done.
  var step = 0

  var layout: ParameterLayout { pass.layout }
  /// The weights that are validated and saved: the average where there is one.
  var finestParameters: FloatArena { average?.weights ?? parameters }

  /// A trainer whose weights begin as `fill` makes them.
  init(
    config: DecoderConfig, options: TrainingOptions, compute: Compute,
    fill: (FloatArena, ParameterLayout) throws(TrainingError) -> Void
  ) throws(TrainingError) {
    let techniques = options.techniques
    self.config = config
    self.options = options
    self.compute = compute
    pass = DecoderPass(
      config: config, compute: compute, expectedTokens: options.tokensPerBatch,
      sparseSoftmax: techniques.sparseSoftmax)
    parameters = FloatArena(count: pass.layout.count)
    gradients = FloatArena(count: pass.layout.count)
    optimizer = Optimizer(layout: pass.layout, options: options.optimizer, compute: compute)
    try fill(parameters, pass.layout)
    average =
      techniques.averageDecay > 0 ? WeightAverage(of: parameters, decay: techniques.averageDecay) : nil
    lookahead =
      techniques.lookaheadSteps > 0
      ? Lookahead(from: parameters, steps: techniques.lookaheadSteps, share: techniques.lookaheadShare) : nil
    adversary =
      techniques.adversarialRadius > 0
      ? AdversarialEmbedding(layout: pass.layout, radius: techniques.adversarialRadius) : nil
  }

  /// The losses of the next step's batches, their gradients in ``gradients``.
  func differentiate(_ batches: [TrainingBatch]) throws(TrainingError) -> Losses {
    for batch in batches { try batch.check(for: config) }
    let inputs = batches.enumerated().map { index, batch in
      InputReplacement.apply(
        batch, rate: options.techniques.replacementRate,
        seed: RandomStream.seed(options.seed, .replacement, step, index))
    }
    let scales = scales(of: batches)
    gradients.clear()
    var sums = LossSums()
    for (index, batch) in inputs.enumerated() {
      sums += pass.backpropagate(
        batch, parameters: parameters, gradients: gradients, scales: scales, dropout: dropout(index))
    }
    adversary?.push(parameters, gradients: gradients, compute: compute) {
      for (index, batch) in inputs.enumerated() {
        _ = pass.backpropagate(
          batch, parameters: parameters, gradients: gradients, scales: scales,
          dropout: dropout(inputs.count + index))
      }
    }
    Flooding.apply(
      gradients, loss: sums.objective(outcomeWeight: options.outcomeWeight, plainWeight: options.plainWeight),
      level: options.techniques.floodLevel, compute: compute)
    return Losses(
      sums: sums, gradientNorm: compute.sumOfSquares(gradients.base, count: gradients.count).squareRoot(),
      usedRows: options.techniques.lazyEmbeddings ? LazyRows.used(by: inputs, layout: layout) : [:])
  }

  /// Moves the weights by the gradients of ``differentiate(_:)``.
  ///
  /// The factor of the rates is the schedule's unless it is given.
  func apply(_ losses: Losses, factor: Double? = nil) {
    let clip = Double(options.optimizer.clip)
    let scale = clip > 0 ? min(1, clip / (losses.gradientNorm + 1e-6)) : 1
    let factor = factor ?? options.schedule.factor(at: step, of: options.steps)
    step += 1
    optimizer.step(
      parameters, gradients, factor: Float(factor), gradientScale: Float(scale), step: step,
      usedRows: losses.usedRows)
    lookahead?.update(parameters, step: step, compute: compute)
    average?.update(parameters, step: step, compute: compute)
  }

  /// The losses of some batches under the finest weights, without dropout.
  func evaluate(_ batches: [TrainingBatch]) throws(TrainingError) -> LossSums {
    var sums = LossSums()
    for batch in batches {
      try batch.check(for: config)
      sums += pass.evaluate(batch, parameters: finestParameters)
    }
    return sums
  }

  /// Means over all batches of the step.
  private func scales(of batches: [TrainingBatch]) -> DecoderPass.LossScales {
    let weight = batches.reduce(0) { $0 + $1.targetWeight }
    let outcomes = batches.reduce(0) { $0 + $1.outcomeCount }
    return DecoderPass.LossScales(
      token: weight > 0 ? Float(1 / weight) : 0,
      outcome: outcomes > 0 ? options.outcomeWeight / Float(outcomes) : 0,
      plain: weight > 0 ? options.plainWeight / Float(weight) : 0)
  }

  private func dropout(_ pass: Int) -> DecoderPass.Dropout {
    .init(rate: options.dropout, seed: RandomStream.seed(options.seed, .dropout, step, pass))
  }
}

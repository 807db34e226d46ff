internal import Kernels

extension Compute {
  /// One step of Muon on a matrix: momentum as Nesterov's, made orthogonal (Jordan 2024, "Muon: An optimizer
  /// for hidden layers in neural networks").
  ///
  /// The gradient is used up. The rate of a matrix with more rows than columns is larger by √(rows / columns),
  /// so that what comes out of it changes alike.
  func muon(
    _ weights: FloatMatrix, _ gradient: FloatMatrix, momentum: FloatMatrix, _ options: OptimizerOptions,
    factor: Float, gradientScale: Float, _ orthogonaliser: Orthogonaliser
  ) {
    let count = weights.rows * weights.columns
    if gradientScale != 1 { scale(gradient, by: gradientScale) }
    mix(gradient.base, into: momentum.base, count: count, share: 1 - options.muonMomentum)
    mix(momentum.base, into: gradient.base, count: count, share: options.muonMomentum)
    let update = orthogonaliser.orthogonalise(gradient)
    let rate = options.muonRate * factor
    scale(weights, by: 1 - rate * options.muonWeightDecay)
    scale(update, by: -rate * max(1, Float(weights.rows) / Float(weights.columns)).squareRoot())
    add(update, to: weights)
  }
}

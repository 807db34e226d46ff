internal import Kernels

/// The exponential moving average of the weights over the steps.
///
/// The average is often better than the last weights and shows what annealing would bring (Polyak and
/// Juditsky 1992; Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima and Better Generalization").
final class WeightAverage {
  let weights: FloatArena
  private let decay: Float

  /// An average that begins at some weights.
  init(of parameters: FloatArena, decay: Float) {
    weights = FloatArena(count: parameters.count)
    weights.copy(parameters)
    self.decay = decay
  }

  /// Takes in the weights after step `step`, counted from 1.
  ///
  /// The decay is at most (1 + step) / (10 + step), so that the first weights are soon forgotten.
  func update(_ parameters: FloatArena, step: Int, compute: Compute) {
    let decay = min(self.decay, Float(1 + step) / Float(10 + step))
    compute.mix(parameters.base, into: weights.base, count: parameters.count, share: 1 - decay)
  }
}

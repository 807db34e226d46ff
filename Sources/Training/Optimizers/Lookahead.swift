internal import Kernels

/// Slow weights that follow the optimizer's and pull them back every few steps.
///
/// After Zhang et al. 2019, "Lookahead Optimizer: k steps forward, 1 step back".
final class Lookahead {
  let slow: FloatArena
  private let steps: Int
  private let share: Float

  /// Slow weights that begin at some weights, pull every `steps` steps and go `share` of the way.
  init(from parameters: FloatArena, steps: Int, share: Float) {
    slow = FloatArena(count: parameters.count)
    slow.copy(parameters)
    self.steps = steps
    self.share = share
  }

  /// After step `step`, counted from 1: slow += share · (fast - slow) and fast = slow, if it is time.
  func update(_ parameters: FloatArena, step: Int, compute: Compute) {
    guard step % steps == 0 else { return }
    compute.mix(parameters.base, into: slow.base, count: slow.count, share: share)
    parameters.copy(slow)
  }
}

internal import Kernels

/// Keeps the training loss near a level above zero: below it, steps climb.
///
/// After Ishida et al. 2020, "Do We Need Zero Training Loss After Achieving Zero Training Error?".
enum Flooding {
  /// Turns the gradients of `loss` into those of |loss - level| + level.
  static func apply(_ gradients: FloatArena, loss: Double, level: Float, compute: Compute) {
    guard level > 0, loss < Double(level) else { return }
    compute.scale(FloatMatrix(gradients.base, rows: 1, columns: gradients.count), by: -1)
  }
}

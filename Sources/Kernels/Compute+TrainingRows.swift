internal import CKernels

extension Compute {
  /// y[T, C]: every row of x divided by its root mean square, times weight[C].
  ///
  /// `inverse` receives what each row was multiplied by, [T], for the way back. y may be x only if the way
  /// back is not wanted.
  package func rmsNorm(
    _ x: FloatMatrix, weight: UnsafePointer<Float>, epsilon: Float, into y: FloatMatrix,
    inverse: UnsafeMutablePointer<Float>
  ) {
    precondition(y.hasShape(of: x), "rmsNorm: x \(x.shape), y \(y.shape)")
    ck_train_rms_norm(plan, y.code, inverse, x.code, weight, epsilon)
  }

  /// Adds the gradients of a norm's argument to dx and of its weight to weightGradient[C].
  package func rmsNormBackward(
    _ dy: FloatMatrix, _ x: FloatMatrix, weight: UnsafePointer<Float>, inverse: UnsafePointer<Float>,
    into dx: FloatMatrix, weightGradient: UnsafeMutablePointer<Float>
  ) {
    precondition(dy.hasShape(of: x) && dx.hasShape(of: x), "rmsNormBackward: x \(x.shape), dy \(dy.shape)")
    ck_train_rms_norm_backward(plan, dx.code, weightGradient, dy.code, x.code, weight, inverse)
  }

  /// y[T, C]: every row of x less its mean, divided by its deviation, times weight[C], plus bias[C].
  ///
  /// Ba et al. 2016, "Layer Normalization". `mean` and `inverse` receive each row's mean and one over its deviation, [T], for the way back.
  package func layerNorm(
    _ x: FloatMatrix, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, epsilon: Float,
    into y: FloatMatrix, mean: UnsafeMutablePointer<Float>, inverse: UnsafeMutablePointer<Float>
  ) {
    precondition(y.hasShape(of: x), "layerNorm: x \(x.shape), y \(y.shape)")
    ck_train_layer_norm(plan, y.code, mean, inverse, x.code, weight, bias, epsilon)
  }

  /// Adds the gradients of a norm's argument to dx, of its weight and bias to theirs, [C].
  package func layerNormBackward(
    _ dy: FloatMatrix, _ x: FloatMatrix, weight: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    inverse: UnsafePointer<Float>, into dx: FloatMatrix, weightGradient: UnsafeMutablePointer<Float>,
    biasGradient: UnsafeMutablePointer<Float>
  ) {
    precondition(dy.hasShape(of: x) && dx.hasShape(of: x), "layerNormBackward: x \(x.shape), dy \(dy.shape)")
    ck_train_layer_norm_backward(
      plan, dx.code, weightGradient, biasGradient, dy.code, x.code, weight, mean, inverse)
  }

  /// Rotates the pairs (i, i + D/2) of every head of x[T, H · D] in place.
  ///
  /// The angles are given as cosines[T, D/2] and sines[T, D/2]. Gradients are rotated `backwards`.
  package func rotate(
    _ x: FloatMatrix, headSize D: Int, cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>,
    backwards: Bool = false
  ) {
    precondition(D > 0 && D % 2 == 0 && x.columns % D == 0, "rotate: rows of \(x.columns), heads of \(D)")
    ck_train_rotate(plan, x.code, D, cosines, sines, backwards)
  }

  /// y = silu(gate) · up, element by element.
  package func swiGLU(_ gate: FloatMatrix, _ up: FloatMatrix, into y: FloatMatrix) {
    precondition(up.hasShape(of: gate) && y.hasShape(of: gate), "swiGLU: \(gate.shape), \(up.shape)")
    ck_swiglu(plan, y.code, gate.code, up.code)
  }

  /// Sets dgate and dup to the gradients of ``swiGLU(_:_:into:)``.
  package func swiGLUBackward(
    _ dy: FloatMatrix, _ gate: FloatMatrix, _ up: FloatMatrix, into dgate: FloatMatrix, _ dup: FloatMatrix
  ) {
    precondition(
      [up, dy, dgate, dup].allSatisfy { $0.hasShape(of: gate) }, "swiGLUBackward: \(gate.shape), \(dy.shape)")
    ck_swiglu_backward(plan, dgate.code, dup.code, dy.code, gate.code, up.code)
  }

  /// y = gelu(x), element by element, by the hyperbolic tangent as GPT-2 has it.
  ///
  /// Hendrycks and Gimpel 2016, "Gaussian Error Linear Units".
  package func gelu(_ x: FloatMatrix, into y: FloatMatrix) {
    precondition(y.hasShape(of: x), "gelu: x \(x.shape), y \(y.shape)")
    ck_gelu(plan, y.code, x.code)
  }

  /// Sets dx, which may be dy, to the gradient of ``gelu(_:into:)`` at x.
  package func geluBackward(_ dy: FloatMatrix, _ x: FloatMatrix, into dx: FloatMatrix) {
    precondition(dy.hasShape(of: x) && dx.hasShape(of: x), "geluBackward: x \(x.shape), dy \(dy.shape)")
    ck_gelu_backward(plan, dx.code, dy.code, x.code)
  }

  /// The cross-entropy of each row of logits[T, V] against its target; the logits become its gradient.
  ///
  /// `losses[t]` is log Σ exp(logits) - logits[target], without the weight. The gradient is that of the sum
  /// of losses · weights · `gradientScale`. Rows with target -1 give 0 and a gradient of 0. The sum goes
  /// over the `topK` largest logits only; 0 means all (Sun et al. 2021, "Sparse-softmax").
  package func crossEntropy(
    _ logits: FloatMatrix, targets: [Int32], weights: [Float], gradientScale: Float, keep topK: Int = 0,
    losses: inout [Float]
  ) {
    precondition(
      targets.count == logits.rows && weights.count == logits.rows && losses.count == logits.rows,
      "crossEntropy: \(logits.rows) rows, \(targets.count) targets, \(weights.count) weights")
    precondition(
      targets.allSatisfy { $0 >= -1 && Int($0) < logits.columns } && topK >= 0,
      "crossEntropy: a target is none of \(logits.columns) classes")
    ck_cross_entropy(plan, logits.code, &losses, targets, weights, gradientScale, min(topK, logits.columns))
  }

  /// Elements of x become 0 with probability `rate`; the others are multiplied by 1 / (1 - rate).
  ///
  /// Srivastava et al. 2014, "Dropout". Nothing is remembered: the same seed and offset drop the same elements, so the way back calls it
  /// again on the gradient. Row r draws from the stream (seed, offset + r).
  package func dropout(_ x: FloatMatrix, rate: Float, seed: UInt64, offset: UInt64 = 0) {
    precondition(rate >= 0 && rate < 1, "dropout: a rate of \(rate)")
    if rate > 0 { ck_dropout(plan, x.code, rate, seed, offset) }
  }

  /// Adds bias[C] to every row of x[T, C].
  package func addBias(_ bias: UnsafePointer<Float>, to x: FloatMatrix) {
    ck_add_bias(plan, x.code, bias)
  }

  /// Adds the sum of the rows of dy[T, C] to gradient[C].
  package func biasGradient(_ dy: FloatMatrix, into gradient: UnsafeMutablePointer<Float>) {
    ck_bias_gradient(plan, gradient, dy.code)
  }

  /// y += x, element by element.
  package func add(_ x: FloatMatrix, to y: FloatMatrix) {
    precondition(y.hasShape(of: x), "add: \(x.shape) to \(y.shape)")
    ck_add_matrix(plan, y.code, x.code)
  }

  /// Multiplies every element of x.
  package func scale(_ x: FloatMatrix, by factor: Float) {
    ck_scale_matrix(plan, x.code, factor)
  }

  /// y = x.
  package func copy(_ x: FloatMatrix, into y: FloatMatrix) {
    precondition(y.hasShape(of: x), "copy: \(x.shape) into \(y.shape)")
    ck_copy_matrix(plan, y.code, x.code)
  }
}

import CKernels
import Testing

@testable import Kernels

/// Norms, rotation, feed-forward and loss of training against their twins, gradients against differences.
struct TrainingRowTests {
  static let sizes = [(1, 1), (2, 15), (3, 16), (5, 17), (70, 33), (150, 260)]

  @Test(arguments: sizes)
  func rootMeanSquareNormsAgreeWithTheirTwins(T: Int, C: Int) {
    expectAgreement("rmsNorm", tolerance: 2e-5) { way in
      var random = RandomNumbers(seed: T * C)
      let x = Numbers(random.floats(T * (C + 1))), w = Numbers(random.floats(C)),
        dy = Numbers(random.floats(T * C))
      let dx = Numbers(random.floats(T * C)), dw = Numbers(random.floats(C))
      let y = Numbers(zeros: T * C), inverse = Numbers(zeros: T)
      let input = x.matrix(rows: T, columns: C, stride: C + 1)
      let (out, back, into) = (
        y.matrix(rows: T, columns: C), dy.matrix(rows: T, columns: C), dx.matrix(rows: T, columns: C)
      )
      if let way {
        way.rmsNorm(input, weight: w.base, epsilon: 1e-5, into: out, inverse: inverse.base)
        way.rmsNormBackward(
          back, input, weight: w.base, inverse: inverse.base, into: into, weightGradient: dw.base)
      } else {
        ck_scalar_train_rms_norm(out.code, inverse.base, input.code, w.base, 1e-5)
        ck_scalar_train_rms_norm_backward(into.code, dw.base, back.code, input.code, w.base, inverse.base)
      }
      return [y.values, dx.values, dw.values]
    }
  }

  @Test(arguments: sizes.dropFirst())
  func layerNormsAgreeWithTheirTwins(T: Int, C: Int) {
    expectAgreement("layerNorm", tolerance: 2e-5) { way in
      var random = RandomNumbers(seed: T * C)
      let x = Numbers(random.floats(T * C).map { $0 + 3 }), w = Numbers(random.floats(C)),
        b = Numbers(random.floats(C))
      let dy = Numbers(random.floats(T * C)), dx = Numbers(random.floats(T * C))
      let dw = Numbers(random.floats(C)), db = Numbers(random.floats(C))
      let y = Numbers(zeros: T * C), mean = Numbers(zeros: T), inverse = Numbers(zeros: T)
      let m = { (n: Numbers) in n.matrix(rows: T, columns: C) }
      if let way {
        way.layerNorm(
          m(x), weight: w.base, bias: b.base, epsilon: 1e-5, into: m(y), mean: mean.base,
          inverse: inverse.base)
        way.layerNormBackward(
          m(dy), m(x), weight: w.base, mean: mean.base, inverse: inverse.base, into: m(dx),
          weightGradient: dw.base, biasGradient: db.base)
      } else {
        ck_scalar_train_layer_norm(m(y).code, mean.base, inverse.base, m(x).code, w.base, b.base, 1e-5)
        ck_scalar_train_layer_norm_backward(
          m(dx).code, dw.base, db.base, m(dy).code, m(x).code, w.base, mean.base, inverse.base)
      }
      return [y.values, dx.values, dw.values, db.values]
    }
  }

  @Test func normGradientsAreSlopes() {
    let (T, C) = (3, 21)
    var random = RandomNumbers(seed: 8)
    let x = Numbers(random.floats(T * C)), w = Numbers(random.floats(C)), b = Numbers(random.floats(C))
    let dy = random.floats(T * C), y = Numbers(zeros: T * C), mean = Numbers(zeros: T),
      inverse = Numbers(zeros: T)
    let back = Numbers(dy)
    let m = { (n: Numbers) in n.matrix(rows: T, columns: C) }
    let way = Compute.best
    do {
      let dx = Numbers(zeros: T * C), dw = Numbers(zeros: C)
      let value = {
        way.rmsNorm(m(x), weight: w.base, epsilon: 1e-5, into: m(y), inverse: inverse.base)
        return weighted(y, dy)
      }
      _ = value()
      way.rmsNormBackward(
        m(back), m(x), weight: w.base, inverse: inverse.base, into: m(dx), weightGradient: dw.base)
      expectSlopes(of: x, are: dx.values, tolerance: 2e-3, "rmsNorm x", value)
      expectSlopes(of: w, are: dw.values, tolerance: 2e-3, "rmsNorm weight", value)
    }
    let dx = Numbers(zeros: T * C), dw = Numbers(zeros: C), db = Numbers(zeros: C)
    let value = {
      way.layerNorm(
        m(x), weight: w.base, bias: b.base, epsilon: 1e-5, into: m(y), mean: mean.base, inverse: inverse.base)
      return weighted(y, dy)
    }
    _ = value()
    way.layerNormBackward(
      m(back), m(x), weight: w.base, mean: mean.base, inverse: inverse.base, into: m(dx),
      weightGradient: dw.base, biasGradient: db.base)
    expectSlopes(of: x, are: dx.values, tolerance: 2e-3, "layerNorm x", value)
    expectSlopes(of: w, are: dw.values, tolerance: 2e-3, "layerNorm weight", value)
    expectSlopes(of: b, are: db.values, tolerance: 2e-3, "layerNorm bias", value)
  }

  @Test(arguments: [(1, 1, 2), (3, 2, 30), (40, 5, 64), (90, 4, 96)])
  func rotationAgreesWithItsTwinAndIsUndone(T: Int, H: Int, D: Int) {
    var random = RandomNumbers(seed: T)
    let start = random.floats(T * (H * D + 1))
    let angles = random.floats(T * D / 2)
    // Cosines and sines of the angles, as t and √(1 - t²).
    let cosines = Numbers(angles), sines = Numbers(angles.map { (1 - $0 * $0).squareRoot() })
    for backwards in [false, true] {
      expectAgreement("rotate", tolerance: 1e-6) { way in
        let x = Numbers(start)
        let matrix = x.matrix(rows: T, columns: H * D, stride: H * D + 1)
        if let way {
          way.rotate(matrix, headSize: D, cosines: cosines.base, sines: sines.base, backwards: backwards)
        } else {
          ck_scalar_train_rotate(matrix.code, D, cosines.base, sines.base, backwards)
        }
        return [x.values]
      }
    }
    let x = Numbers(start)
    let matrix = x.matrix(rows: T, columns: H * D, stride: H * D + 1)
    Compute.best.rotate(matrix, headSize: D, cosines: cosines.base, sines: sines.base)
    Compute.best.rotate(matrix, headSize: D, cosines: cosines.base, sines: sines.base, backwards: true)
    #expect(zip(x.values, start).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(arguments: sizes)
  func feedForwardsAgreeWithTheirTwins(T: Int, C: Int) {
    expectAgreement("feed-forward", tolerance: 2e-6) { way in
      var random = RandomNumbers(seed: T * C)
      let gate = Numbers(random.floats(T * (C + 2)).map { $0 * 9 }), up = Numbers(random.floats(T * C)),
        dy = Numbers(random.floats(T * C))
      let results = (0..<5).map { _ in Numbers(zeros: T * C) }
      let g = gate.matrix(rows: T, columns: C, stride: C + 2)
      let m = { (n: Numbers) in n.matrix(rows: T, columns: C) }
      let r = results.map(m)
      if let way {
        way.swiGLU(g, m(up), into: r[0])
        way.swiGLUBackward(m(dy), g, m(up), into: r[1], r[2])
        way.gelu(g, into: r[3])
        way.geluBackward(m(dy), g, into: r[4])
      } else {
        ck_scalar_swiglu(r[0].code, g.code, m(up).code)
        ck_scalar_swiglu_backward(r[1].code, r[2].code, m(dy).code, g.code, m(up).code)
        ck_scalar_gelu(r[3].code, g.code)
        ck_scalar_gelu_backward(r[4].code, m(dy).code, g.code)
      }
      return results.map(\.values)
    }
  }

  @Test func feedForwardGradientsAreSlopes() {
    let n = 40
    var random = RandomNumbers(seed: 4)
    let gate = Numbers(random.floats(n).map { $0 * 4 }), up = Numbers(random.floats(n)), dy = random.floats(n)
    let y = Numbers(zeros: n), back = Numbers(dy), dgate = Numbers(zeros: n), dup = Numbers(zeros: n)
    let m = { (n: Numbers) in n.matrix(rows: 2, columns: 20) }
    let way = Compute.best
    way.swiGLUBackward(m(back), m(gate), m(up), into: m(dgate), m(dup))
    let gated = {
      way.swiGLU(m(gate), m(up), into: m(y))
      return weighted(y, dy)
    }
    expectSlopes(of: gate, are: dgate.values, tolerance: 2e-3, "gate", gated)
    expectSlopes(of: up, are: dup.values, tolerance: 2e-3, "up", gated)
    way.geluBackward(m(back), m(gate), into: m(dgate))
    expectSlopes(of: gate, are: dgate.values, tolerance: 2e-3, "gelu") {
      way.gelu(m(gate), into: m(y))
      return weighted(y, dy)
    }
  }

  @Test(arguments: [
    (1, 1, 0), (4, 15, 0), (9, 16, 3), (50, 100, 10), (40, 2090, 0), (40, 2090, 20), (3, 40, 40),
  ])
  func crossEntropyAgreesWithItsTwin(T: Int, V: Int, top: Int) {
    expectAgreement("crossEntropy", tolerance: 3e-6) { way in
      var random = RandomNumbers(seed: T * V)
      // In steps of an eighth, so that equals occur among the largest.
      let logits = Numbers(random.floats(T * (V + 1)).map { ($0 * 64).rounded() / 8 })
      let targets = (0..<T).map { $0 % 5 == 3 ? -1 : Int32($0 * 7 % V) }
      let weights = random.floats(T).map { $0 + 1 }
      var losses = [Float](repeating: .nan, count: T)
      let m = logits.matrix(rows: T, columns: V, stride: V + 1)
      if let way {
        way.crossEntropy(
          m, targets: targets, weights: weights, gradientScale: 0.25, keep: top, losses: &losses)
      } else {
        ck_scalar_cross_entropy(m.code, &losses, targets, weights, 0.25, min(top, V))
      }
      return [losses, logits.values]
    }
  }

  @Test func crossEntropyGradientsAreSlopes() {
    let (T, V) = (3, 30)
    var random = RandomNumbers(seed: 2)
    let start = random.floats(T * V)
    let targets: [Int32] = [4, -1, 29], weights: [Float] = [1, 1, 0.5]
    let gradient = Numbers(start)
    var losses = [Float](repeating: 0, count: T)
    Compute.best.crossEntropy(
      gradient.matrix(rows: T, columns: V), targets: targets, weights: weights, gradientScale: 1,
      losses: &losses)
    #expect(losses[1] == 0)
    let logits = Numbers(start)
    expectSlopes(of: logits, are: gradient.values, tolerance: 1e-3, "logits") {
      let copy = Numbers(logits.values)
      var losses = [Float](repeating: 0, count: T)
      Compute.best.crossEntropy(
        copy.matrix(rows: T, columns: V), targets: targets, weights: weights, gradientScale: 1,
        losses: &losses)
      return zip(losses, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }
}

import CKernels
import Testing

@testable import Kernels

/// Tables, elements and the optimizer against their twins.
struct TrainingTableTests {
  @Test(arguments: [(1, 1, 1), (7, 20, 15), (60, 30, 64), (200, 100, 200)])
  func tablesAgreeWithTheirTwins(T: Int, rows: Int, C: Int) {
    expectAgreement("tables", tolerance: 2e-6) { way in
      var random = RandomNumbers(seed: T + C)
      let table = Numbers(random.floats(rows * C)), x = Numbers(random.floats(T * C)),
        sums = Numbers(random.floats(T * C))
      let once = Numbers(random.floats(rows * C)), summed = Numbers(random.floats(rows * C))
      let ids = (0..<T).map { _ in Int32(random.bits() % UInt64(rows)) }
      // Lists of none to four rows, the same row twice in some.
      let offsets: [Int32] = (0..<T).reduce(into: [0]) { $0.append($0[$1] + Int32($1 * 7 % 5)) }
      let listed = (0..<Int(offsets[T])).map { _ in Int32(random.bits() % UInt64(rows)) }
      let m = { (n: Numbers) in n.matrix(rows: n.count / C, columns: C) }
      let gathered = Numbers(zeros: T * C)
      if let way {
        way.gatherRows(m(table), ids: ids, into: m(gathered))
        way.addRowSums(m(table), offsets: offsets, ids: listed, to: m(sums))
        way.scatterAdd(m(x), ids: ids, into: m(once))
        way.scatterAddSums(m(x), offsets: offsets, ids: listed, into: m(summed))
      } else {
        ck_scalar_gather_rows(m(gathered).code, m(table).code, ids)
        ck_scalar_add_row_sums(m(sums).code, m(table).code, offsets, listed)
        ck_scalar_scatter_add(m(once).code, m(x).code, ids)
        ck_scalar_scatter_add_sums(m(summed).code, m(x).code, offsets, listed)
      }
      return [gathered, sums, once, summed].map(\.values)
    }
  }

  @Test(arguments: [(1, 1), (3, 17), (200, 250)])
  func elementOperationsAgreeWithTheirTwins(T: Int, C: Int) {
    expectAgreement("elements", tolerance: 5e-6) { way in
      var random = RandomNumbers(seed: T + C)
      let x = Numbers(random.floats(T * C)), bias = Numbers(random.floats(C))
      let y = (0..<5).map { _ in Numbers(random.floats(T * C)) }, db = Numbers(random.floats(C))
      let m = { (n: Numbers) in n.matrix(rows: T, columns: C) }
      if let way {
        way.addBias(bias.base, to: m(y[0]))
        way.add(m(x), to: m(y[1]))
        way.scale(m(y[2]), by: 0.3)
        way.copy(m(x), into: m(y[3]))
        way.dropout(m(y[4]), rate: 0.3, seed: 77, offset: 1 << 33)
        way.biasGradient(m(x), into: db.base)
      } else {
        ck_scalar_add_bias(m(y[0]).code, bias.base)
        ck_scalar_add_matrix(m(y[1]).code, m(x).code)
        ck_scalar_scale_matrix(m(y[2]).code, 0.3)
        ck_scalar_copy_matrix(m(y[3]).code, m(x).code)
        ck_scalar_dropout(m(y[4]).code, 0.3, 77, 1 << 33)
        ck_scalar_bias_gradient(db.base, m(x).code)
      }
      return y.map(\.values) + [db.values]
    }
  }

  @Test func dropoutDropsItsShareAnewForEachSeedAndRow() {
    func kept(_ rate: Float, seed: UInt64, offset: UInt64) -> [Bool] {
      let x = Numbers([Float](repeating: 1, count: 100 * 100))
      Compute.best.dropout(x.matrix(rows: 100, columns: 100), rate: rate, seed: seed, offset: offset)
      return x.values.map { $0 != 0 }
    }
    for rate: Float in [0.1, 0.5, 0.9] {
      let share = Float(kept(rate, seed: 1, offset: 0).count { $0 }) / 10_000
      #expect(abs(share - (1 - rate)) < 0.02, "rate \(rate) kept \(share)")  // four deviations
    }
    let first = kept(0.5, seed: 1, offset: 0)
    // Row 5 of one call is row 0 of the call that begins there; others agree by chance only.
    #expect(Array(kept(0.5, seed: 1, offset: 5)[..<9500]) == Array(first[500...]))
    for (seed, offset): (UInt64, UInt64) in [(2, 0), (1, 100)] {
      let agreeing = zip(first, kept(0.5, seed: seed, offset: offset)).count { $0 == $1 }
      #expect(abs(agreeing - 5000) < 250, "seed \(seed), offset \(offset): \(agreeing) agree")
    }
    #expect(kept(0, seed: 1, offset: 0).allSatisfy { $0 })
  }

  @Test(arguments: [0, 1, 17, 4096, 4097, 100_003])
  func parameterOperationsAgreeWithTheirTwins(n: Int) {
    expectAgreement("parameters", tolerance: 2e-6) { way in
      var random = RandomNumbers(seed: n)
      let p = Numbers(random.floats(n)), g = Numbers(random.floats(n)), m = Numbers(random.floats(n))
      let v = Numbers(random.floats(n).map(abs)), y = Numbers(random.floats(n))
      let squares: Double
      if let way {
        way.adamW(
          p.base, gradient: g.base, m: m.base, v: v.base, count: n, rate: 0.01, beta1: 0.9, beta2: 0.98,
          epsilon: 1e-8, weightDecay: 0.1, step: 3, gradientScale: 0.5)
        way.mix(g.base, into: y.base, count: n, share: 0.1)
        squares = way.sumOfSquares(g.base, count: n)
      } else {
        let step = ck_adamw_step(
          gradient_scale: 0.5, beta1: 0.9, beta2: 0.98, keep: 1 - 0.01 * 0.1, rate: 0.01 / (1 - 0.729),
          root_scale: 1 / (1 - 0.941192 as Float).squareRoot(), epsilon: 1e-8)
        ck_scalar_adamw(p.base, g.base, m.base, v.base, n, step)
        ck_scalar_mix(y.base, g.base, n, 0.1)
        squares = ck_scalar_sum_of_squares(g.base, n)
      }
      return [p.values, m.values, v.values, y.values, [Float(squares)]]
    }
  }

  /// The first two steps of AdamW by hand: m̂ and v̂ of a constant gradient g are g and g², so that the
  /// parameter, less its decay, moves by the rate against the sign of g.
  @Test func adamWMovesByItsRate() {
    let p = Numbers([1, -1]), g = Numbers([0.5, -2]), m = Numbers(zeros: 2), v = Numbers(zeros: 2)
    for step in 1...2 {
      Compute.best.adamW(
        p.base, gradient: g.base, m: m.base, v: v.base, count: 2, rate: 0.1, beta1: 0.9, beta2: 0.999,
        epsilon: 0, weightDecay: 0.5, step: step)
    }
    let expected: Float = (1 * 0.95 - 0.1) * 0.95 - 0.1
    #expect(zip(p.values, [expected, -expected]).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func viewsAreCutAsTheySay() {
    let numbers = Numbers((0..<24).map(Float.init))
    let all = numbers.matrix(rows: 4, columns: 6)
    let part = all.columns(2..<5).rows(1..<3)
    #expect(part.base.pointee == 8 && part.rows == 2 && part.columns == 3 && part.stride == 6)
    let heads = all.split(by: 3)
    #expect(heads.rows == 12 && heads.columns == 2 && heads.stride == 2)
  }
}

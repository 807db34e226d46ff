internal import CKernels

// Operations of training, one function each, forwards beside backwards. They work on memory of their callers;
// results must not overlap arguments unless an operation says so. All results are the same to the last bit
// for any number of threads.

extension Compute {
  /// c = op(a) · op(b), or c += op(a) · op(b), where op transposes what is said to be transposed.
  package func multiply(
    _ a: FloatMatrix, transposed transposeA: Bool = false, _ b: FloatMatrix,
    transposed transposeB: Bool = false, into c: FloatMatrix, accumulate: Bool = false
  ) {
    let (M, K) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
    let (inner, N) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(
      K == inner && c.rows == M && c.columns == N,
      "multiply: \(M) x \(K) by \(inner) x \(N) into \(c.shape)")
    ck_gemm(plan, c.code, a.code, transposeA, b.code, transposeB, accumulate)
  }

  /// Attention of packed sequences under their masks, scores divided by √headSize.
  ///
  /// Vaswani et al. 2017, "Attention Is All You Need", section 3.2.1.
  ///
  /// - Parameters:
  ///   - q: Queries [T, H · headSize].
  ///   - k: Keys [T, keyValueHeads · headSize]; each is shared by as many query heads.
  ///   - v: Values, shaped as keys.
  ///   - sequenceStarts: Where each sequence begins, and the end, [S + 1].
  ///   - prefixLengths: How many first tokens of each sequence all its tokens see, [S].
  ///   - headSize: At most ``headSizeLimit``.
  ///   - keyValueHeads: The number of key/value heads.
  ///   - y: Receives [T, H · headSize].
  ///   - logSumExp: Receives the logarithm of each softmax's sum [T, H], for the way back.
  package func attention(
    _ q: FloatMatrix, _ k: FloatMatrix, _ v: FloatMatrix, sequenceStarts: [Int32], prefixLengths: [Int32],
    headSize: Int, keyValueHeads: Int, into y: FloatMatrix, logSumExp: UnsafeMutablePointer<Float>
  ) {
    check(q, k, v, sequenceStarts, prefixLengths, headSize, keyValueHeads)
    precondition(y.hasShape(of: q), "attention: y \(y.shape), q \(q.shape)")
    withSequences(sequenceStarts, prefixLengths, q.columns / headSize, keyValueHeads, headSize) {
      ck_train_attention(plan, y.code, logSumExp, q.code, k.code, v.code, $0)
    }
  }

  /// The gradients of ``attention(_:_:_:sequenceStarts:prefixLengths:headSize:keyValueHeads:into:logSumExp:)``,
  /// given that of its result, dy: dq, dk and dv are set.
  package func attentionBackward(
    _ dy: FloatMatrix, y: FloatMatrix, _ q: FloatMatrix, _ k: FloatMatrix, _ v: FloatMatrix,
    logSumExp: UnsafePointer<Float>, sequenceStarts: [Int32], prefixLengths: [Int32], headSize: Int,
    keyValueHeads: Int, into dq: FloatMatrix, _ dk: FloatMatrix, _ dv: FloatMatrix
  ) {
    check(q, k, v, sequenceStarts, prefixLengths, headSize, keyValueHeads)
    precondition(
      y.hasShape(of: q) && dy.hasShape(of: q) && dq.hasShape(of: q) && dk.hasShape(of: k)
        && dv.hasShape(of: v), "attentionBackward: the gradients are not shaped as what they are of")
    withSequences(sequenceStarts, prefixLengths, q.columns / headSize, keyValueHeads, headSize) {
      ck_train_attention_backward(
        plan, dq.code, dk.code, dv.code, dy.code, y.code, q.code, k.code, v.code, logSumExp, $0)
    }
  }

  private func check(
    _ q: FloatMatrix, _ k: FloatMatrix, _ v: FloatMatrix, _ starts: [Int32], _ prefixes: [Int32],
    _ headSize: Int, _ keyValueHeads: Int
  ) {
    precondition((1...Self.headSizeLimit).contains(headSize), "attention: heads of \(headSize)")
    let heads = q.columns / headSize
    precondition(
      keyValueHeads > 0 && heads * headSize == q.columns && heads % keyValueHeads == 0
        && k.columns == keyValueHeads * headSize && v.hasShape(of: k) && k.rows == q.rows,
      "attention: q \(q.shape), k \(k.shape), v \(v.shape), \(keyValueHeads) key/value heads of \(headSize)")
    precondition(
      starts.first == 0 && starts.last.map(Int.init) == q.rows
        && zip(starts, starts.dropFirst()).allSatisfy(<=)
        && prefixes.count == starts.count - 1 && prefixes.allSatisfy { $0 >= 0 },
      "attention: the sequences do not make up \(q.rows) tokens")
  }

  private func withSequences(
    _ starts: [Int32], _ prefixes: [Int32], _ heads: Int, _ groups: Int, _ headSize: Int,
    _ body: (ck_sequences) -> Void
  ) {
    starts.withUnsafeBufferPointer { starts in
      prefixes.withUnsafeBufferPointer { prefixes in
        body(
          ck_sequences(
            starts: starts.baseAddress, prefixes: prefixes.baseAddress, count: prefixes.count,
            heads: heads, groups: groups, head_size: headSize, scale: 1 / Float(headSize).squareRoot()))
      }
    }
  }
}

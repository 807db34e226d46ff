internal import CKernels

extension Compute {
  /// y[T, O] = x[T, K] · weights[O, K] transposed, with T and K given by the counts of x and the weights.
  public func matmul(
    _ x: [Float], rows T: Int, weights: RawSpan, _ format: WeightFormat, outputs O: Int, into y: inout [Float]
  ) {
    guard T > 0 else { return }
    let K = x.count / T
    precondition(x.count == T * K && y.count == T * O, "matmul: x \(x.count), y \(y.count), T \(T), O \(O)")
    precondition(
      format.holdsRows(of: K) && weights.byteCount == format.byteCount(of: O * K),
      "matmul: weights of \(weights.byteCount) bytes, \(O) rows of \(K)")
    weights.withUnsafeBytes { w in
      guard let w = w.baseAddress else { return }
      ck_matmul(plan, &y, x, w, format.code, T, O, K)
    }
  }

  /// y[T, C]: every row of x divided by its root mean square, times weights[C]
  /// (Zhang and Sennrich 2019, "Root Mean Square Layer Normalization").
  public func rmsNorm(
    _ x: [Float], weights: RawSpan, _ format: WeightFormat, epsilon: Float, into y: inout [Float]
  ) {
    let C = weights.byteCount / format.size
    precondition(C > 0 && x.count % C == 0 && x.count == y.count, "rmsNorm: x \(x.count), C \(C)")
    weights.withUnsafeBytes { w in
      guard let w = w.baseAddress else { return }
      ck_rms_norm(plan, &y, x, w, format.code, x.count / C, C, epsilon)
    }
  }

  /// Every row of x[T, C] in place divided by its root mean square, times weights[C].
  public func rmsNorm(_ x: inout [Float], weights: RawSpan, _ format: WeightFormat, epsilon: Float) {
    let C = weights.byteCount / format.size
    precondition(C > 0 && x.count % C == 0, "rmsNorm: x \(x.count), C \(C)")
    weights.withUnsafeBytes { w in
      guard let w = w.baseAddress else { return }
      x.withUnsafeMutableBufferPointer { x in
        guard let rows = x.baseAddress else { return }
        ck_rms_norm(plan, rows, rows, w, format.code, x.count / C, C, epsilon)
      }
    }
  }

  /// y[T, C]: every row of x less its mean, divided by its deviation, times weights[C], plus biases[C].
  ///
  /// After Ba, Kiros and Hinton 2016, "Layer Normalization".
  public func layerNorm(
    _ x: [Float], weights: RawSpan, _ weightFormat: WeightFormat, biases: RawSpan, _ biasFormat: WeightFormat,
    epsilon: Float, into y: inout [Float]
  ) {
    let C = weights.byteCount / weightFormat.size
    precondition(C > 0 && x.count % C == 0 && x.count == y.count, "layerNorm: x \(x.count), C \(C)")
    precondition(biases.byteCount == C * biasFormat.size, "layerNorm: biases of \(biases.byteCount) bytes")
    weights.withUnsafeBytes { w in
      biases.withUnsafeBytes { b in
        guard let w = w.baseAddress, let b = b.baseAddress else { return }
        ck_layer_norm(plan, &y, x, w, weightFormat.code, b, biasFormat.code, x.count / C, C, epsilon)
      }
    }
  }

  /// Rotates the pairs (i, i + D/2) of every head of x[T, H, D].
  ///
  /// The angles are given as cosines[T, D/2] and sines[T, D/2] (Su et al. 2021, "RoFormer", in the halves
  /// convention).
  public func rotate(_ x: inout [Float], heads H: Int, size D: Int, cosines: [Float], sines: [Float]) {
    let T = x.count / (H * D)
    precondition(
      x.count == T * H * D && cosines.count == T * (D / 2) && sines.count == cosines.count,
      "rotate: x \(x.count), H \(H), D \(D), cosines \(cosines.count)")
    ck_rotate(plan, &x, cosines, sines, T, H, D)
  }

  /// gate = silu(gate) · up, element by element (Shazeer 2020, "GLU Variants Improve Transformer").
  public func siluMultiply(_ gate: inout [Float], by up: [Float]) {
    precondition(gate.count == up.count, "siluMultiply: \(gate.count) and \(up.count)")
    ck_silu_multiply(plan, &gate, up, gate.count)
  }

  /// x = gelu(x), element by element, by the hyperbolic tangent as GPT-2 has it
  /// (Hendrycks and Gimpel 2016, "Gaussian Error Linear Units").
  public func applyGELU(_ x: inout [Float]) {
    ck_apply_gelu(plan, &x, x.count)
  }

  /// y += x, element by element.
  public func add(_ x: [Float], to y: inout [Float]) {
    precondition(x.count == y.count, "add: \(x.count) and \(y.count)")
    ck_add(plan, &y, x, CK_F32, x.count)
  }

  /// Adds the row at `index` of a table[_, C] to the row at `row` of y[_, C].
  public func addRow(
    _ index: Int, of table: RawSpan, _ format: WeightFormat, columns C: Int, to y: inout [Float], row: Int
  ) {
    let first = format.byteCount(of: index * C)
    precondition(
      format.holdsRows(of: C) && row >= 0 && (row + 1) * C <= y.count, "addRow: row \(row) of \(y.count / C)")
    table.extracting(first..<first + format.byteCount(of: C)).withUnsafeBytes { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        ck_add(plan, y + row * C, x, format.code, C)
      }
    }
  }

  /// x becomes exp(x - max) / sum.
  ///
  /// The exponential is the kernels' own, the same on every machine.
  public func softmax(_ x: inout [Float]) {
    ck_softmax(plan, &x, x.count)
  }

  /// Weights of another format as ``WeightFormat/int8``, each off by half its block's scale at most.
  ///
  /// The scale of a block is the least that brings its largest weight to 127. Weights that are no finite
  /// numbers become 0. Rows must be whole blocks.
  public static func quantize(_ weights: RawSpan, _ format: WeightFormat) -> [UInt8] {
    let count = weights.byteCount / format.size
    precondition(WeightFormat.int8.holdsRows(of: count), "\(count) weights are no whole blocks")
    let size = WeightFormat.int8.byteCount(of: count)
    return [UInt8](unsafeUninitializedCapacity: size) { output, written in
      written = size
      weights.withUnsafeBytes { input in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        ck_quantize(output, input, format.code, count)
      }
    }
  }

  /// The weights of whole blocks of ``WeightFormat/int8``.
  public static func widen(_ blocks: RawSpan) -> [Float] {
    let size = WeightFormat.int8.byteCount(of: WeightFormat.blockLength)
    precondition(blocks.byteCount % size == 0, "\(blocks.byteCount) bytes are no whole blocks")
    let count = blocks.byteCount / size * WeightFormat.blockLength
    return [Float](unsafeUninitializedCapacity: count) { output, written in
      written = count
      for block in 0..<count / WeightFormat.blockLength {
        let at = block * size
        let bits = blocks.unsafeLoadUnaligned(fromByteOffset: at, as: UInt16.self)
        let scale = Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
        for index in 0..<WeightFormat.blockLength {
          let step = blocks.unsafeLoad(fromByteOffset: at + 2 + index, as: Int8.self)
          output[block * WeightFormat.blockLength + index] = Float(step) * scale
        }
      }
    }
  }

  /// The rows of a table[R, C] as columns: [C, R], in the same format, which has no blocks.
  public static func transpose(
    _ table: RawSpan, _ format: WeightFormat, rows R: Int, columns C: Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: table.byteCount) { output, count in
      count = table.byteCount
      transpose(table, format, rows: R, columns: C, into: UnsafeMutableRawBufferPointer(output))
    }
  }

  /// The rows of a table[R, C] as columns, in memory of the same size.
  public static func transpose(
    _ table: RawSpan, _ format: WeightFormat, rows R: Int, columns C: Int,
    into output: UnsafeMutableRawBufferPointer
  ) {
    precondition(
      table.byteCount == format.byteCount(of: R * C) && output.count == table.byteCount,
      "transpose: \(table.byteCount) bytes, \(R) x \(C), into \(output.count)")
    table.withUnsafeBytes { input in
      guard let input = input.baseAddress, let output = output.baseAddress else { return }
      ck_transpose(output, input, R, C, format.size)
    }
  }
}

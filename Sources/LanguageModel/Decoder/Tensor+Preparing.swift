internal import Kernels
internal import ModelFiles

extension Tensor {
  /// The packing that has to be unpacked before the kernels take the weights.
  private var packing: PackedFormat? {
    switch type {
    case .q4_0: .q4_0
    case .q4_1: .q4_1
    case .q5_0: .q5_0
    case .q5_1: .q5_1
    case .q4_K: .q4_K
    case .q5_K: .q5_K
    case .q6_K: .q6_K
    case .float32, .float16, .bfloat16, .uint8, .uint16, .int32, .int64, .q8_0: nil
    }
  }

  /// The weights of a packed tensor as Q8_0, where that holds them exactly, or as F16.
  func unpacked(_ compute: Compute) throws(ModelError) -> Tensor {
    guard let packing else { return self }
    return try Tensor(self, as: packing.unpacked == .float16 ? .float16 : .q8_0, shape: shape) {
      compute.unpack(bytes, packing, into: $0)
    }
  }

  /// The columns of a matrix as rows.
  func turned() throws(ModelError) -> Tensor {
    try Tensor(self, as: type, shape: shape.reversed()) {
      Compute.transpose(bytes, format, rows: shape[0], columns: shape[1], into: $0)
    }
  }

  /// The rows of each head, or the elements of a vector, that alternate between its halves, half after half.
  ///
  /// Then the pairs that turn together are those of ``Compute/rotate(_:heads:size:cosines:sines:)``.
  func joiningHalves(headSize: Int) throws(ModelError) -> Tensor {
    let row = bytes.byteCount / shape[0]
    return try Tensor(self, as: type, shape: shape) { room in
      bytes.withUnsafeBytes { rows in
        for to in 0..<shape[0] {
          let (head, within) = to.quotientAndRemainder(dividingBy: headSize)
          let (half, pair) = within.quotientAndRemainder(dividingBy: headSize / 2)
          let from = head * headSize + 2 * pair + half
          UnsafeMutableRawBufferPointer(rebasing: room[to * row..<(to + 1) * row])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: rows[from * row..<(from + 1) * row]))
        }
      }
    }
  }
}

internal import CKernels

/// How weights are stored.
public enum WeightFormat: Sendable, Hashable, CaseIterable {
  /// Single precision.
  case float32
  /// The upper half of a single-precision number.
  case bfloat16
  /// Blocks of ``blockLength`` weights along a row: a bfloat16 scale, then a signed byte for each.
  ///
  /// A weight is its byte times the scale. Rows are whole blocks; only matrices are stored so.
  case int8

  /// The weights of a block of ``int8``, which divides the length of a row.
  public static let blockLength = Int(CK_BLOCK)

  /// The bytes that `count` weights take, for ``int8`` whole blocks of them.
  public func byteCount(of count: Int) -> Int {
    switch self {
    case .float32: count * 4
    case .bfloat16: count * 2
    case .int8: count / Self.blockLength * Int(CK_BLOCK_BYTES)
    }
  }

  /// The bytes of one weight of a vector.
  var size: Int {
    precondition(self != .int8, "vectors are not stored in blocks")
    return byteCount(of: 1)
  }

  var code: ck_format {
    switch self {
    case .float32: CK_F32
    case .bfloat16: CK_BF16
    case .int8: CK_INT8
    }
  }

  /// Whether rows of `columns` weights can be stored so.
  public func holdsRows(of columns: Int) -> Bool { self != .int8 || columns % Self.blockLength == 0 }
}

internal import CKernels

/// How weights are stored.
public enum WeightFormat: Sendable, Hashable, CaseIterable {
  /// Single precision.
  case float32
  /// The upper half of a single-precision number.
  case bfloat16
  /// IEEE half precision.
  case float16
  /// Blocks of ``blockLength`` weights along a row: a bfloat16 scale, then a signed byte for each.
  ///
  /// A weight is its byte times the scale. Rows are whole blocks; only matrices are stored so.
  case int8
  /// Blocks as those of ``int8`` with a float16 scale: Q8_0 of GGUF files.
  case int8Float16

  /// The weights of a block of ``int8`` and ``int8Float16``, which divides the length of a row.
  public static let blockLength = Int(CK_BLOCK)

  /// Whether weights come in blocks with common scales.
  public var isInBlocks: Bool { self == .int8 || self == .int8Float16 }

  /// The bytes that `count` weights take, of formats in blocks whole blocks of them.
  public func byteCount(of count: Int) -> Int {
    switch self {
    case .float32: count * 4
    case .bfloat16, .float16: count * 2
    case .int8, .int8Float16: count / Self.blockLength * Int(CK_BLOCK_BYTES)
    }
  }

  /// The bytes of one weight of a vector.
  var size: Int {
    precondition(!isInBlocks, "vectors are not stored in blocks")
    return byteCount(of: 1)
  }

  var code: ck_format {
    switch self {
    case .float32: CK_F32
    case .bfloat16: CK_BF16
    case .float16: CK_F16
    case .int8: CK_INT8
    case .int8Float16: CK_INT8_F16
    }
  }

  /// Whether rows of `columns` weights can be stored so.
  public func holdsRows(of columns: Int) -> Bool { !isInBlocks || columns % Self.blockLength == 0 }
}

internal import CKernels

/// How GGUF files pack weights that the kernels do not take as they lie, by the names these files use.
///
/// Blocks along a row have common scales; ``Compute/unpack(_:_:into:)`` makes weights of them.
public enum PackedFormat: Sendable, Hashable, CaseIterable {
  /// Blocks of 32 in 4 bits with a scale.
  case q4_0
  /// Blocks of 32 in 4 bits with a scale and a least weight.
  case q4_1
  /// Blocks of 32 in 5 bits with a scale.
  case q5_0
  /// Blocks of 32 in 5 bits with a scale and a least weight.
  case q5_1
  /// Blocks of 256 in 4 bits, in 8 groups with a scale and a least weight.
  case q4_K
  /// Blocks of 256 in 5 bits, in 8 groups with a scale and a least weight.
  case q5_K
  /// Blocks of 256 in 6 bits, in 16 groups with a scale.
  case q6_K

  /// The weights of a block, which divides the length of a row.
  public var blockLength: Int { ck_packing_length(code) }

  /// The bytes of a block.
  public var blockByteCount: Int { ck_packing_bytes(code) }

  /// What the weights become: `q4_0` and `q5_0`, which have a scale and nothing else, the same weights as
  /// ``WeightFormat/int8Float16``; the others, rounded to the nearest, ``WeightFormat/float16``.
  public var unpacked: WeightFormat { ck_unpacked_format(code) == CK_F16 ? .float16 : .int8Float16 }

  var code: ck_packing {
    switch self {
    case .q4_0: CK_Q4_0
    case .q4_1: CK_Q4_1
    case .q5_0: CK_Q5_0
    case .q5_1: CK_Q5_1
    case .q4_K: CK_Q4_K
    case .q5_K: CK_Q5_K
    case .q6_K: CK_Q6_K
    }
  }
}

extension Compute {
  /// Unpacks whole blocks of a GGUF file into the bytes of ``PackedFormat/unpacked``, for which `output` has
  /// just the room.
  public func unpack(_ blocks: RawSpan, _ format: PackedFormat, into output: UnsafeMutableRawBufferPointer) {
    let count = blocks.byteCount / format.blockByteCount * format.blockLength
    precondition(
      blocks.byteCount % format.blockByteCount == 0 && output.count == format.unpacked.byteCount(of: count),
      "unpack: \(blocks.byteCount) bytes of \(format) into \(output.count)")
    blocks.withUnsafeBytes { input in
      guard let input = input.baseAddress, let output = output.baseAddress else { return }
      ck_unpack(plan, output, input, format.code, count)
    }
  }
}

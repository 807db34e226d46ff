internal import CKernels

/// The instructions that the kernels are compiled for.
///
/// Results do not depend on them, only speed.
public enum InstructionSet: Int, Sendable, CaseIterable, Comparable, CustomStringConvertible {
  /// The least any machine of the architecture has: SSE2 on x86-64, NEON on arm64.
  case generic = 0
  /// AVX2 with fused multiply-add and half precision.
  case avx2 = 1
  /// AVX-512 F, BW, DQ and VL.
  case avx512 = 2
  /// The same and AVX-512 BF16, which only products of ``ProductPrecision/bfloat16`` use.
  case avx512bf16 = 3

  /// The sets this machine can run, ascending.
  public static let available: [InstructionSet] = allCases.filter { ck_level_supported($0.level) }

  /// The name as `YIWEN_SIMD` has it: `generic`, `avx2`, `avx512` or `avx512bf16`.
  public init?(name: some StringProtocol) {
    guard let match = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = match
  }

  /// The name as `YIWEN_SIMD` has it.
  public var description: String {
    switch self {
    case .generic: "generic"
    case .avx2: "avx2"
    case .avx512: "avx512"
    case .avx512bf16: "avx512bf16"
    }
  }

  /// Fewer instructions come first.
  public static func < (left: InstructionSet, right: InstructionSet) -> Bool {
    left.rawValue < right.rawValue
  }

  var level: ck_level {
    switch self {
    case .generic: CK_GENERIC
    case .avx2: CK_AVX2
    case .avx512: CK_AVX512
    case .avx512bf16: CK_AVX512_BF16
    }
  }
}

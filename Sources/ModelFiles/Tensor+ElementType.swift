extension Tensor {
  /// How elements are stored, little endian.
  public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE single precision.
    case float32 = "F32"
    /// IEEE half precision.
    case float16 = "F16"
    /// The upper half of a single-precision number.
    case bfloat16 = "BF16"
    /// An unsigned byte.
    case uint8 = "U8"
    /// An unsigned number of two bytes.
    case uint16 = "U16"
    /// A signed number of four bytes.
    case int32 = "I32"
    /// A signed number of eight bytes.
    case int64 = "I64"
    /// Blocks of GGUF: 32 weights, a float16 scale and a signed byte for each.
    case q8_0 = "Q8_0"
    /// Blocks of GGUF: 32 weights of 4 bits with a scale.
    case q4_0 = "Q4_0"
    /// Blocks of GGUF: 32 weights of 4 bits with a scale and a least weight.
    case q4_1 = "Q4_1"
    /// Blocks of GGUF: 32 weights of 5 bits with a scale.
    case q5_0 = "Q5_0"
    /// Blocks of GGUF: 32 weights of 5 bits with a scale and a least weight.
    case q5_1 = "Q5_1"
    /// Blocks of GGUF: 256 weights of 4 bits in 8 groups with a scale and a least weight.
    case q4_K = "Q4_K"
    /// Blocks of GGUF: 256 weights of 5 bits in 8 groups with a scale and a least weight.
    case q5_K = "Q5_K"
    /// Blocks of GGUF: 256 weights of 6 bits in 16 groups with a scale.
    case q6_K = "Q6_K"

    /// The elements that are stored together; 1 for elements that stand alone.
    public var blockLength: Int {
      switch self {
      case .float32, .float16, .bfloat16, .uint8, .uint16, .int32, .int64: 1
      case .q8_0, .q4_0, .q4_1, .q5_0, .q5_1: 32
      case .q4_K, .q5_K, .q6_K: 256
      }
    }

    /// The bytes of the elements that are stored together.
    public var blockByteCount: Int {
      switch self {
      case .uint8: 1
      case .float16, .bfloat16, .uint16: 2
      case .float32, .int32: 4
      case .int64: 8
      case .q8_0: 34
      case .q4_0: 18
      case .q4_1: 20
      case .q5_0: 22
      case .q5_1: 24
      case .q4_K: 144
      case .q5_K: 176
      case .q6_K: 210
      }
    }

    /// Whether elements come in blocks with common scales.
    public var isInBlocks: Bool { blockLength > 1 }

    /// The bytes of one element of a type without blocks.
    public var size: Int {
      precondition(!isInBlocks, "\(rawValue) stores elements in blocks")
      return blockByteCount
    }

    /// Whether elements are numbers with fractions, each by itself, as the weights of a model are.
    public var isFloatingPoint: Bool { Self.floatingPoint.contains(self) }

    /// The types of numbers with fractions.
    public static let floatingPoint: [Self] = [.float32, .float16, .bfloat16]

    /// The types a safetensors file of ours can have.
    public static var safetensors: [Self] { allCases.filter { !$0.isInBlocks } }
  }
}

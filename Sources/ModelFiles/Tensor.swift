/// A tensor inside a mapped file: a shape, a type and where its elements are.
public struct Tensor: Sendable {
  /// How elements are stored, little endian.
  public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE single precision.
    case float32 = "F32"
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

    /// The bytes of one element.
    public var size: Int {
      switch self {
      case .uint8: 1
      case .bfloat16, .uint16: 2
      case .float32, .int32: 4
      case .int64: 8
      }
    }

    /// Whether elements have fractions, as the weights of a model do.
    public var isFloatingPoint: Bool { self == .float32 || self == .bfloat16 }
  }

  /// The name in the file.
  public let name: String
  /// The extents, outermost first.
  public let shape: [Int]
  /// The type of every element.
  public let type: ElementType
  /// The number of elements.
  public var elementCount: Int { range.count / type.size }
  let file: MappedFile
  let range: Range<Int>

  /// The elements' bytes, row major.
  ///
  /// They need not be aligned.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get { file.bytes.extracting(range) }
  }

  /// The path of the file.
  public var path: String { file.path }
}

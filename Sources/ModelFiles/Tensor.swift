/// A tensor inside a mapped file: a shape, a type and where its elements are.
public struct Tensor: Sendable {
  /// How elements are stored, little endian.
  public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE single precision.
    case float32 = "F32"
    /// The upper half of a single-precision number.
    case bfloat16 = "BF16"

    /// The bytes of one element.
    public var size: Int { self == .float32 ? 4 : 2 }
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
}

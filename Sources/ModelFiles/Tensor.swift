/// A tensor inside a mapped file: a shape, a type and where its elements are.
public struct Tensor: Sendable {
  /// The name in the file.
  public let name: String
  /// The extents, outermost first.
  public let shape: [Int]
  /// The type of the elements.
  public let type: ElementType
  /// The number of elements.
  public var elementCount: Int { range.count / type.blockByteCount * type.blockLength }
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

  init(name: String, shape: [Int], type: ElementType, file: MappedFile, range: Range<Int>) {
    self.name = name
    self.shape = shape
    self.type = type
    self.file = file
    self.range = range
  }

  /// The same tensor with elements of another type or in another order, in memory of their own.
  ///
  /// `fill` is given the room for all of them.
  ///
  /// - Throws: ``ModelError/unreadable(file:reason:)`` where there is no memory.
  package init(
    _ other: Tensor, as type: ElementType, shape: [Int],
    fill: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(ModelError) {
    let size = shape.reduce(1, *) / type.blockLength * type.blockByteCount
    let memory = try MappedFile(insteadOf: other.path, count: size, fill: fill)
    self.init(name: other.name, shape: shape, type: type, file: memory, range: 0..<size)
  }

  /// Some of the rows, which are the elements of a vector; blocks do not cross them.
  package func rows(_ rows: Range<Int>) -> Tensor {
    precondition(
      !shape.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= shape[0],
      "\(name): rows \(rows) of \(shape)")
    let size = shape[0] > 0 ? range.count / shape[0] : 0
    let start = range.lowerBound
    return Tensor(
      name: name, shape: [rows.count] + shape.dropFirst(), type: type, file: file,
      range: start + rows.lowerBound * size..<start + rows.upperBound * size)
  }
}

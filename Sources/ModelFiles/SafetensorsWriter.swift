/// Writes a file of named tensors in the safetensors format, tensor after tensor, in one step.
///
/// All names, types and shapes are given first; then the elements follow in that order, in pieces of any length, and
/// ``finish()`` puts the file in its place. Before that, and after any error, an old file of the name stays as it was.
///
/// The data begin at a multiple of 8 bytes; list tensors of large elements first and all of them are aligned.
public final class SafetensorsWriter {
  /// What a tensor of the file will be.
  public struct Entry: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The type of every element.
    public let type: Tensor.ElementType
    /// The extents, outermost first.
    public let shape: [Int]

    /// A tensor to be written.
    public init(_ name: String, _ type: Tensor.ElementType, _ shape: [Int]) {
      precondition(shape.allSatisfy { $0 >= 0 }, "the tensor \(name) should not have the shape \(shape)")
      precondition(!type.isInBlocks, "safetensors has no \(type.rawValue) for the tensor \(name)")
      self.name = name
      self.type = type
      self.shape = shape
    }

    /// The bytes of all elements.
    public var byteCount: Int { shape.reduce(type.size, *) }
  }

  private let file: AtomicFile
  private let entries: [Entry]
  /// The tensor being written, and how many of its bytes are.
  private var current = 0
  private var written = 0

  /// Begins a file at `path`.
  ///
  /// - Parameters:
  ///   - path: The file's path; its folder exists.
  ///   - entries: The tensors in the order in which their elements will come, no name twice.
  ///   - metadata: Texts that the file says of itself.
  /// - Throws: ``ModelError`` if the file cannot be made.
  public init(path: String, entries: [Entry], metadata: [(String, String)] = []) throws(ModelError) {
    precondition(Set(entries.map(\.name)).count == entries.count, "two tensors of \(path) share a name")
    precondition(!entries.contains { $0.name == "__metadata__" }, "__metadata__ is no name for a tensor")
    file = try AtomicFile(path: path)
    self.entries = entries
    try file.write(Self.header(entries, metadata).span.bytes)
    skipEmptyTensors()
  }

  private static func header(_ entries: [Entry], _ metadata: [(String, String)]) -> [UInt8] {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let texts = metadata.map { JSONValue.Member(name: $0.0, value: .string($0.1)) }
      members.append(JSONValue.Member(name: "__metadata__", value: .object(texts)))
    }
    var offset = 0
    for entry in entries {
      let end = offset + entry.byteCount
      let value: [JSONValue.Member] = [
        JSONValue.Member(name: "dtype", value: .string(entry.type.rawValue)),
        JSONValue.Member(name: "shape", value: .array(entry.shape.map { .integer($0) })),
        JSONValue.Member(name: "data_offsets", value: .array([.integer(offset), .integer(end)])),
      ]
      members.append(JSONValue.Member(name: entry.name, value: .object(value)))
      offset = end
    }
    var text = Array(JSONValue.object(members).text().utf8)
    text += repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: UInt64(text.count) >> (8 * $0)) } + text
  }

  /// Adds the next bytes of the tensor whose turn it is; they must not reach into the one behind it.
  public func write(_ bytes: RawSpan) throws(ModelError) {
    guard bytes.byteCount > 0 else { return }
    precondition(
      current < entries.count && written + bytes.byteCount <= entries[current].byteCount,
      "\(bytes.byteCount) bytes more than the tensors of \(file.path) were announced with")
    try file.write(bytes)
    written += bytes.byteCount
    skipEmptyTensors()
  }

  /// Adds the next elements of the tensor whose turn it is, which are of its type.
  public func write<Element: BitwiseCopyable>(_ elements: [Element]) throws(ModelError) {
    try write(elements.span.bytes)
  }

  /// Adds the next elements of the tensor whose turn it is, an F32 or BF16 one.
  ///
  /// For BF16 each is rounded to the nearest, ties to even.
  public func write(numbers: Span<Float>) throws(ModelError) {
    guard current < entries.count, entries[current].type == .bfloat16 else { return try write(numbers.bytes) }
    var start = 0
    while start < numbers.count {
      let end = min(start + 1 << 16, numbers.count)
      var rounded: [UInt16] = []
      rounded.reserveCapacity(end - start)
      for index in start..<end { rounded.append(Self.bfloat16(numbers[index])) }
      try write(rounded)
      start = end
    }
  }

  /// The upper half of a number, rounded to the nearest, ties to even.
  static func bfloat16(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    guard !number.isNaN else { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }

  /// Puts the file in its place; all elements must have been written.
  public func finish() throws(ModelError) {
    precondition(
      current == entries.count,
      "\(file.path): the tensor \(entries.indices.contains(current) ? entries[current].name : "") is not whole"
    )
    try file.commit()
  }

  private func skipEmptyTensors() {
    while current < entries.count, written == entries[current].byteCount {
      current += 1
      written = 0
    }
  }
}

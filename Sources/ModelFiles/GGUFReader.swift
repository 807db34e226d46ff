/// Reads what stands before the elements of a GGUF file, byte for byte, and never beyond the file.
struct GGUFReader {
  /// A tensor as the file announces it.
  struct TensorInfo {
    let name: String
    /// Outermost first.
    let shape: [Int]
    let type: Tensor.ElementType
    /// From the beginning of the data.
    let offset: UInt64
  }

  /// The most lists within lists.
  private static let depthLimit = 4

  private let file: MappedFile
  private(set) var position = 0
  /// What is being read, for sentences.
  private var place = "the header"

  init(file: MappedFile) { self.file = file }

  // MARK: Parts of the file

  /// Letters and version, then the numbers of tensors and of metadata values.
  mutating func counts() throws(ModelError) -> (tensors: Int, values: Int) {
    guard file.count >= 4, try number(UInt32.self) == 0x4655_4747 else {
      throw malformed("does not begin with the letters GGUF; a model of safetensors is named by its folder")
    }
    let version = try number(UInt32.self)
    guard version == 2 || version == 3 else {
      let isSwapped = version.byteSwapped == 2 || version.byteSwapped == 3
      throw malformed(
        isSwapped
          ? "is a big-endian GGUF file, supported are little-endian ones"
          : "is of GGUF version \(version), supported are 2 and 3")
    }
    // A tensor takes 24 bytes at least: its name's length, its rank, type and offset. A value takes 13.
    place = "the number of tensors"
    let tensors = try count(size: 24)
    place = "the number of values"
    return (tensors, try count(size: 13))
  }

  /// A value of the metadata with its name.
  mutating func namedValue(_ index: Int) throws(ModelError) -> (String, GGUFValue) {
    place = "value \(index) of the metadata"
    let name = try text()
    place = name
    return (name, try value(try number(UInt32.self), depth: 0))
  }

  /// What the file says of a tensor.
  mutating func tensorInfo(_ index: Int) throws(ModelError) -> TensorInfo {
    place = "tensor \(index)"
    let name = try text()
    place = "the tensor \(name)"
    let rank = try number(UInt32.self)
    guard (1...4).contains(rank) else { throw malformed("\(place) has \(rank) dimensions, not 1 to 4") }
    var shape: [Int] = []
    for _ in 0..<rank {
      let extent = try number(UInt64.self)
      guard extent > 0, extent <= UInt64(1) << 40 else {
        throw malformed("\(place) has an extent of \(extent), not 1 to \(1 << 40)")
      }
      shape.insert(Int(extent), at: 0)
    }
    let code = try number(UInt32.self)
    guard let type = Tensor.ElementType(gguf: code) else {
      throw .unsupportedType(
        file: file.path, tensor: name, found: Self.typeName(code),
        supported: Tensor.ElementType.allCases.filter { $0 != .uint8 && $0 != .uint16 })
    }
    return TensorInfo(name: name, shape: shape, type: type, offset: try number(UInt64.self))
  }

  // MARK: Values

  /// A value of the type with that code.
  private mutating func value(_ code: UInt32, depth: Int) throws(ModelError) -> GGUFValue {
    switch code {
    case 0: .integer(Int(try number(UInt8.self)))
    case 1: .integer(Int(try number(Int8.self)))
    case 2: .integer(Int(try number(UInt16.self)))
    case 3: .integer(Int(try number(Int16.self)))
    case 4: .integer(Int(try number(UInt32.self)))
    case 5: .integer(Int(try number(Int32.self)))
    case 6: .number(Double(Float(bitPattern: try number(UInt32.self))))
    case 7: .boolean(try boolean())
    case 8: .text(try text())
    case 9: try list(depth: depth + 1)
    case 10: Self.whole(try number(UInt64.self))
    case 11: .integer(Int(try number(Int64.self)))
    case 12: .number(Double(bitPattern: try number(UInt64.self)))
    default: throw malformed("\(place) is of type \(code), the types are 0 to 12")
    }
  }

  private static func whole(_ value: UInt64) -> GGUFValue {
    Int(exactly: value).map { .integer($0) } ?? .number(Double(value))
  }

  private mutating func list(depth: Int) throws(ModelError) -> GGUFValue {
    guard depth <= Self.depthLimit else {
      throw malformed("\(place) nests more than \(Self.depthLimit) lists")
    }
    let code = try number(UInt32.self)
    switch code {
    case 0: return .integers(try integers(UInt8.self))
    case 1: return .integers(try integers(Int8.self))
    case 2: return .integers(try integers(UInt16.self))
    case 3: return .integers(try integers(Int16.self))
    case 4: return .integers(try integers(UInt32.self))
    case 5: return .integers(try integers(Int32.self))
    case 6: return .numbers(try numbers(UInt32.self) { Float(bitPattern: $0) })
    case 7:
      return .booleans(
        try elements(size: 1) { reader throws(ModelError) in try reader.boolean() })
    case 8: return .texts(try elements(size: 8) { reader throws(ModelError) in try reader.text() })
    case 9:
      // A list within takes the 12 bytes of its type and its length at least.
      return .lists(
        try elements(size: 12) { reader throws(ModelError) in try reader.list(depth: depth + 1) })
    case 10: return .integers(try integers(UInt64.self))
    case 11: return .integers(try integers(Int64.self))
    case 12: return .numbers(try numbers(UInt64.self) { Float(Double(bitPattern: $0)) })
    default: throw malformed("\(place) is a list of type \(code), the types are 0 to 12")
    }
  }

  /// Whole numbers; those beyond `Int` become its largest.
  private mutating func integers<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(ModelError) -> [Int] {
    try elements(size: MemoryLayout<Number>.size) { reader throws(ModelError) in
      Int(clamping: try reader.number(type))
    }
  }

  private mutating func numbers<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ type: Bits.Type, _ value: (Bits) -> Float
  ) throws(ModelError) -> [Float] {
    try elements(size: MemoryLayout<Bits>.size) { reader throws(ModelError) in value(try reader.number(type))
    }
  }

  /// A list of elements that take `size` bytes each at least.
  private mutating func elements<Element>(
    size: Int, _ element: (inout Self) throws(ModelError) -> Element
  ) throws(ModelError) -> [Element] {
    let count = try count(size: size)
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  private mutating func boolean() throws(ModelError) -> Bool {
    let byte = try number(UInt8.self)
    guard byte <= 1 else { throw malformed("\(place) has a truth value of \(byte), not 0 or 1") }
    return byte == 1
  }

  private mutating func text() throws(ModelError) -> String {
    let length = try count(size: 1)
    let start = position
    position += length
    let text = file.bytes.extracting(start..<position).withUnsafeBytes {
      String(validating: $0, as: UTF8.self)
    }
    guard let text else { throw malformed("\(place) has a text at byte \(start) that is not UTF-8") }
    return text
  }

  // MARK: Bytes

  /// A count of things that take `size` bytes each at least, which must be there.
  private mutating func count(size: Int) throws(ModelError) -> Int {
    let count = try number(UInt64.self)
    let left = min(file.count, GGUFFile.headerLimit) - position
    guard count <= UInt64(max(0, left) / size) else {
      throw malformed(
        "\(place) announces \(count) of at least \(size) bytes at byte \(position - 8), \(max(0, left)) are left"
          + (file.count > GGUFFile.headerLimit ? " of the \(GGUFFile.headerLimit) before the elements" : ""))
    }
    return Int(count)
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(ModelError) -> Number {
    let size = MemoryLayout<Number>.size
    guard file.count - position >= size, position <= GGUFFile.headerLimit else {
      throw malformed("ends at byte \(file.count), in the middle of \(place)")
    }
    defer { position += size }
    return Number(littleEndian: file.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: type))
  }

  private func malformed(_ problem: String) -> ModelError { .malformed(file: file.path, problem: problem) }
}

extension GGUFReader.TensorInfo {
  /// The tensor, whose elements must lie in the file.
  func tensor(in file: MappedFile, start: Int, alignment: Int) throws(ModelError) -> Tensor {
    func malformed(_ problem: String) -> ModelError { .malformed(file: file.path, problem: problem) }
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Int.max / 16 else {
        throw malformed("the tensor \(name) of shape \(shape) is larger than any memory")
      }
      count = product
    }
    guard shape.last.map({ $0 % type.blockLength == 0 }) ?? false else {
      throw malformed(
        "the tensor \(name) of shape \(shape) is stored as \(type.rawValue), whose rows are multiples of "
          + "\(type.blockLength)")
    }
    let available = max(0, file.count - start)
    guard offset % UInt64(alignment) == 0, offset <= UInt64(available) else {
      throw malformed(
        "the tensor \(name) begins at \(offset) of the data, which should be a multiple of \(alignment) "
          + "within its \(available) bytes")
    }
    let size = count / type.blockLength * type.blockByteCount
    guard size <= available - Int(offset) else {
      throw malformed(
        "the tensor \(name) takes \(size) bytes from \(offset) of the data, which has \(available)")
    }
    return Tensor(
      name: name, shape: shape, type: type, file: file,
      range: start + Int(offset)..<start + Int(offset) + size)
  }
}

extension Tensor.ElementType {
  /// The type with that code in a GGUF file (`ggml_type`); `nil` for those that are not supported.
  init?(gguf code: UInt32) {
    switch code {
    case 0: self = .float32
    case 1: self = .float16
    case 2: self = .q4_0
    case 3: self = .q4_1
    case 6: self = .q5_0
    case 7: self = .q5_1
    case 8: self = .q8_0
    case 12: self = .q4_K
    case 13: self = .q5_K
    case 14: self = .q6_K
    case 26: self = .int32
    case 27: self = .int64
    case 30: self = .bfloat16
    default: return nil
    }
  }
}

extension GGUFReader {
  /// What people call the types that are not supported.
  private static func typeName(_ code: UInt32) -> String {
    let names: [UInt32: String] = [
      9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S",
      20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 28: "F64", 29: "IQ1_M",
      34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
    ]
    return names[code] ?? "type \(code)"
  }
}

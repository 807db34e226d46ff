/// Fields of a message in the wire format of Protocol Buffers, one after the other.
struct ProtobufReader {
  /// A field's content.
  enum Value {
    case number(UInt64)
    case bits32(UInt32)
    case bits64
    case bytes(ArraySlice<UInt8>)

    var integer: Int? {
      if case .number(let value) = self { Int(truncatingIfNeeded: value) } else { nil }
    }

    var flag: Bool? { integer.map { $0 != 0 } }

    var float: Float? {
      if case .bits32(let bits) = self { Float(bitPattern: bits) } else { nil }
    }

    var bytes: ArraySlice<UInt8>? {
      if case .bytes(let bytes) = self { bytes } else { nil }
    }
  }

  private let file: String
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>, file: String) {
    rest = bytes
    self.file = file
  }

  /// The next field, `nil` at the end.
  mutating func next() throws(TokenizerError) -> (field: Int, value: Value)? {
    guard !rest.isEmpty else { return nil }
    let key = try number()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw malformed("a field has number \(key >> 3)") }
    let field = Int(key >> 3)
    switch key & 7 {
    case 0: return (field, .number(try number()))
    case 1:
      _ = try take(8)
      return (field, .bits64)
    case 2:
      let length = try number()
      guard length <= UInt64(rest.count) else {
        throw malformed("field \(field) should have \(length) bytes, \(rest.count) are there")
      }
      return (field, .bytes(try take(Int(length))))
    case 5:
      let bits = try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
      return (field, .bits32(bits))
    case let type: throw malformed("field \(field) has wire type \(type)")
    }
  }

  private mutating func number() throws(TokenizerError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard let byte = rest.popFirst() else { throw malformed("the file ends within a number") }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw malformed("a number has more than ten bytes")
  }

  private mutating func take(_ count: Int) throws(TokenizerError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw malformed("the file ends within a field") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private func malformed(_ problem: String) -> TokenizerError {
    .malformed(file: file, problem: "not a SentencePiece model: \(problem) before byte \(rest.startIndex)")
  }
}

/// A strict recursive reader of JSON: nothing beyond RFC 8259, no duplicate names.
struct JSONParser {
  /// How deep arrays and objects may nest, so that no text exhausts the stack.
  static let depthLimit = 32

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func parseText() throws(JSONError) -> JSONValue {
    let value = try parseValue(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw error("unexpected text after the value") }
    return value
  }

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
    guard depth <= Self.depthLimit else {
      throw error("arrays and objects nest deeper than \(Self.depthLimit)")
    }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try parseObject(depth: depth)
    case UInt8(ascii: "["): return try parseArray(depth: depth)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parse("true", as: .boolean(true))
    case UInt8(ascii: "f"): return try parse("false", as: .boolean(false))
    case UInt8(ascii: "n"): return try parse("null", as: .null)
    case let byte where byte == UInt8(ascii: "-") || isDigit(byte): return try parseNumber()
    case nil: throw error("the text ends where a value should be")
    default: throw error("no value begins like this")
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    var names: Set<[UInt8]> = []  // equal byte by byte: as strings, U+91D1 and U+F90A are the same
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw error("a name in quotes should be here") }
      let name = try parseString()
      guard names.insert(Array(name.utf8)).inserted else { throw error("the name \"\(name)\" occurs twice") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("a colon should follow the name") }
      members.append(JSONValue.Member(name: name, value: try parseValue(depth: depth + 1)))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("a comma or } should be here") }
    return .object(members)
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      elements.append(try parseValue(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("a comma or ] should be here") }
    return .array(elements)
  }

  private mutating func parse(_ word: StaticString, as value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else { throw error("no value begins like this") }
      position += 1
    }
    return value
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    var isInteger = true
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      if isDigit(peek) { throw error("a number should not begin with 0") }
    } else {
      try skipDigits()
    }
    if take(UInt8(ascii: ".")) {
      isInteger = false
      try skipDigits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw error("a number is too large") }
    return .number(value)
  }

  private mutating func parseString() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("the string before this is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try parseEscape())
      case 0..<0x20: throw error("a control character should be escaped")
      default: text.append(byte)
      }
    }
    throw error("the text ends within a string")
  }

  private mutating func parseEscape() throws(JSONError) -> [UInt8] {
    guard let letter = peek else { throw error("the text ends within a string") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return try parseCodePoint()
    default: throw error("no escape is written like this")
    }
  }

  private mutating func parseCodePoint() throws(JSONError) -> [UInt8] {
    var value = try parseHexadecimal()
    if (0xD800..<0xDC00).contains(value) {
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
        throw error("the second half of a surrogate pair should be here")
      }
      let low = try parseHexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw error("a surrogate pair has no second half") }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("a surrogate pair has no first half") }
    return Array(String(scalar).utf8)
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("four hexadecimal digits should follow \\u")
      }
      value = value << 4 + UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func skipDigits() throws(JSONError) {
    guard isDigit(peek) else { throw error("a digit should be here") }
    while isDigit(peek) { position += 1 }
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func error(_ problem: String) -> JSONError { JSONError(problem: problem, offset: position) }
}

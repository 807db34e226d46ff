/// A value of a JSON text (RFC 8259).
///
/// Objects keep the order of their members. A name that occurs twice is an error, as are numbers beyond
/// what `Double` holds and nesting deeper than `JSONParser.depthLimit`.
public indirect enum JSONValue: Sendable, Hashable {
  /// The literal `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number written without fraction and exponent that fits in `Int`.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// A string, its escapes resolved.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in the order of the text.
  case object([Member])

  /// A name of an object with its value.
  public struct Member: Sendable, Hashable {
    /// The member's name.
    public let name: String
    /// The member's value.
    public let value: JSONValue

    /// A name with a value.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Reads one JSON text that fills `bytes`.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.parseText()
  }

  /// The member called `name`; `nil` for other values than objects too.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The elements of an array.
  public var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The text of a string.
  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A number written as an integer.
  public var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// Any number.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as a sentence can show it: scalars whole, arrays of scalars, objects by their size.
  public var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): "\"\(text)\""
    case .array(let elements) where elements.count <= 8:
      "[" + elements.map(\.description).joined(separator: ", ") + "]"
    case .array(let elements): "an array of \(elements.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

/// Why a text is not JSON: what was met and where.
public struct JSONError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, as the end of a sentence.
  public let problem: String
  /// The offset of the byte at which it was noticed.
  public let offset: Int

  /// One sentence: what is wrong and where.
  public var description: String { "JSON: \(problem) at byte \(offset)" }
}

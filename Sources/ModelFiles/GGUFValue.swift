/// A value of the metadata of a GGUF file.
///
/// Lists keep one type of elements, as in the file.
public enum GGUFValue: Sendable, Hashable {
  /// A whole number of any width.
  case integer(Int)
  /// A number of either precision, or a whole one beyond `Int`.
  case number(Double)
  /// `true` or `false`.
  case boolean(Bool)
  /// A text.
  case text(String)
  /// Whole numbers, such as the kinds of tokens.
  case integers([Int])
  /// Numbers, such as the scores of tokens.
  case numbers([Float])
  /// Truth values.
  case booleans([Bool])
  /// Texts, such as tokens and merges.
  case texts([String])
  /// Lists of values.
  case lists([GGUFValue])

  /// The value of a whole number.
  public var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The value of any number.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value of a truth value.
  public var boolean: Bool? {
    guard case .boolean(let value) = self else { return nil }
    return value
  }

  /// The value of a text.
  public var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }

  /// The elements of a list of whole numbers.
  public var integers: [Int]? {
    guard case .integers(let values) = self else { return nil }
    return values
  }

  /// The elements of a list of numbers.
  public var numbers: [Float]? {
    guard case .numbers(let values) = self else { return nil }
    return values
  }

  /// The elements of a list of texts.
  public var texts: [String]? {
    guard case .texts(let values) = self else { return nil }
    return values
  }

  /// The value in JSON's terms, for whoever reads configurations of either kind; numbers that JSON has no
  /// words for become texts.
  package var json: JSONValue {
    switch self {
    case .integer(let value): .integer(value)
    case .number(let value): value.isFinite ? .number(value) : .string("\(value)")
    case .boolean(let value): .boolean(value)
    case .text(let value): .string(value)
    case .integers(let values): .array(values.map { .integer($0) })
    case .numbers(let values): .array(values.map { GGUFValue.number(Double($0)).json })
    case .booleans(let values): .array(values.map { .boolean($0) })
    case .texts(let values): .array(values.map { .string($0) })
    case .lists(let values): .array(values.map(\.json))
    }
  }
}

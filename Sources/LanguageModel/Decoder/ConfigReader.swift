internal import ModelFiles

/// Reads values out of a configuration and keeps account of the keys it was asked for.
struct ConfigReader {
  let file: String
  /// What stands before the keys in sentences: the name of the object they are in.
  private let prefix: String
  private let members: [String: JSONValue]
  private let keys: [String]
  private var known: Set<String>

  /// The members of an object, of which the `harmless` are never asked for.
  ///
  /// With `skippingNulls` a key whose value is `null` counts as absent.
  init(
    _ json: JSONValue, file: String, harmless: Set<String>, prefix: String = "", skippingNulls: Bool = false
  ) throws(ModelError) {
    guard case .object(let all) = json else {
      throw .malformed(file: file, problem: "the configuration should be a JSON object")
    }
    let members = all.filter { !skippingNulls || $0.value != .null }
    self.file = file
    self.prefix = prefix
    self.members = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    keys = members.map(\.name)
    known = harmless
  }

  /// The object that is the value of `key`, to be read and finished by itself; `nil` without the key.
  mutating func object(_ key: String) throws(ModelError) -> ConfigReader? {
    guard let value = take(key) else { return nil }
    guard case .object = value else { throw error(key, value, "an object") }
    return try ConfigReader(
      value, file: file, harmless: [], prefix: prefix + key + ".", skippingNulls: true)
  }

  /// Refuses all but one value of a key that may be absent.
  mutating func expect(_ key: String, _ expected: JSONValue) throws(ModelError) {
    guard let value = take(key) else { return }
    guard value == expected || (value.number != nil && value.number == expected.number) else {
      throw error(key, value, "\(expected)")
    }
  }

  /// Refuses lists in which something else stands than `expected`.
  mutating func expectAll(_ key: String, _ expected: String) throws(ModelError) {
    guard let value = take(key) else { return }
    guard let elements = value.elements, elements.allSatisfy({ $0.text == expected }) else {
      throw error(key, value, "a list of nothing but \"\(expected)\"")
    }
  }

  /// Takes note of a key whose value has no part in the computation.
  mutating func ignore(_ key: String) { known.insert(key) }

  func has(_ key: String) -> Bool { members[key] != nil }

  mutating func count(
    _ key: String, in range: ClosedRange<Int>, otherwise: Int? = nil
  ) throws(ModelError) -> Int {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = take(key) else {
      guard let otherwise, range.contains(otherwise) else { throw error(key, nil, expected) }
      return otherwise
    }
    guard let number = value.integer, range.contains(number) else { throw error(key, value, expected) }
    return number
  }

  /// `nil` without the key.
  mutating func optionalCount(_ key: String, in range: ClosedRange<Int>) throws(ModelError) -> Int? {
    has(key) ? try count(key, in: range) : nil
  }

  mutating func number(
    _ key: String, in range: ClosedRange<Double>, otherwise: Double? = nil
  ) throws(ModelError) -> Double {
    let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
    guard let value = take(key) else {
      guard let otherwise else { throw error(key, nil, expected) }
      return otherwise
    }
    guard let number = value.number, range.contains(number) else { throw error(key, value, expected) }
    return number
  }

  mutating func boolean(_ key: String, otherwise: Bool = false) throws(ModelError) -> Bool {
    guard let value = take(key) else { return otherwise }
    guard case .boolean(let choice) = value else { throw error(key, value, "true or false") }
    return choice
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, otherwise: Choice
  ) throws(ModelError) -> Choice {
    guard let value = take(key) else { return otherwise }
    guard let choice = Choice.allCases.first(where: { $0.rawValue == value.text }) else {
      throw error(key, value, Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
    }
    return choice
  }

  /// `nil` without the key.
  mutating func text(_ key: String) throws(ModelError) -> String? {
    guard let value = take(key) else { return nil }
    guard let text = value.text else { throw error(key, value, "a text in quotes") }
    return text
  }

  mutating func require(_ condition: Bool, _ key: String, _ expected: String) throws(ModelError) {
    guard condition else { throw error(key, members[key], expected) }
  }

  func finish() throws(ModelError) {
    let unknown = keys.filter { !known.contains($0) }
    guard unknown.isEmpty else { throw .unknownKeys(file: file, keys: unknown.map { prefix + $0 }) }
  }

  private mutating func take(_ key: String) -> JSONValue? {
    known.insert(key)
    return members[key]
  }

  func error(_ key: String, _ value: JSONValue?, _ expected: String) -> ModelError {
    .configuration(file: file, key: prefix + key, found: value?.description, expected: expected)
  }
}

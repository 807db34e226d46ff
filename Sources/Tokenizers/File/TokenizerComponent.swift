internal import ModelFiles

/// An object of a `tokenizer.json`, with its place for errors.
struct TokenizerComponent {
  /// The longest text that a step looks for or writes, so that steps stay linear.
  static let textLimit = 1 << 10

  let file: String
  let path: String
  let value: JSONValue

  /// The `type` that says which component it is.
  func type() throws(TokenizerError) -> String { try text("type") }

  /// A member that may be missing or null.
  func member(_ name: String) -> TokenizerComponent? {
    guard let value = value[name], value != .null else { return nil }
    return TokenizerComponent(file: file, path: path.isEmpty ? name : "\(path).\(name)", value: value)
  }

  func elements(_ name: String) throws(TokenizerError) -> [TokenizerComponent] {
    guard let member = member(name), let elements = member.value.elements else {
      throw malformed(name, "an array should be there")
    }
    return elements.enumerated().map { index, value in
      TokenizerComponent(file: file, path: "\(member.path)[\(index)]", value: value)
    }
  }

  func text(_ name: String, default fallback: String? = nil) throws(TokenizerError) -> String {
    guard let member = member(name) else {
      guard let fallback else { throw malformed(name, "a text should be there") }
      return fallback
    }
    guard let text = member.value.text else { throw malformed(name, "a text should be there") }
    return text
  }

  /// A text that steps look for or write, which may not be long.
  func shortText(_ name: String, default fallback: String? = nil) throws(TokenizerError) -> [Unicode.Scalar] {
    let text = try text(name, default: fallback)
    guard text.utf8.count <= Self.textLimit else {
      throw malformed(name, "a text of at most \(Self.textLimit) bytes should be there")
    }
    return Array(text.unicodeScalars)
  }

  func flag(_ name: String, default fallback: Bool) throws(TokenizerError) -> Bool {
    guard let member = member(name) else { return fallback }
    guard case .boolean(let value) = member.value else {
      throw malformed(name, "true or false should be there")
    }
    return value
  }

  func integer(_ name: String) throws(TokenizerError) -> Int {
    guard let value = member(name)?.value.integer else {
      throw malformed(name, "a whole number should be there")
    }
    return value
  }

  /// What `pattern` matches: a text, or one of the regular expressions that have a scanner.
  func pattern() throws(TokenizerError) -> SplitPattern {
    guard let pattern = member("pattern") else { throw malformed("pattern", "a pattern should be there") }
    if pattern.value["String"] != nil {
      let text = try pattern.shortText("String")
      guard !text.isEmpty else {
        throw pattern.malformed("String", "a text that is not empty should be there")
      }
      return .literal(text)
    }
    let expression = try pattern.text("Regex")
    guard let known = SplitPattern.expressions[expression] else {
      throw pattern.unsupported(
        "Regex", found: expression, supported: "a pattern of GPT-2, LLaMA 3, Qwen or a class of characters")
    }
    return known
  }

  func malformed(_ name: String, _ expected: String) -> TokenizerError {
    let found = member(name).map { "is \($0.value)" } ?? "is missing"
    return .malformed(
      file: file, problem: "\"\(path.isEmpty ? name : "\(path).\(name)")\" \(found), \(expected)")
  }

  func unsupported(_ name: String, found: String, supported: String) -> TokenizerError {
    let part = "\"\(path.isEmpty ? name : "\(path).\(name)")\""
    return .unsupported(file: file, part: part, found: "\"\(found)\"", supported: supported)
  }
}

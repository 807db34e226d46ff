/// A setting that an engine offers.
struct EngineOption: Sendable, Hashable {
  /// What values it takes.
  enum Kind: Sendable, Hashable {
    case check(default: Bool)
    case spin(default: Int, range: ClosedRange<Int>)
    case combo(default: String, choices: [String])
    case string(default: String)
    case button
  }

  /// Its name, as the engine writes it.
  var name: String
  /// What values it takes.
  var kind: Kind

  /// Why `value` cannot be set, told as what would be right; nil when it can.
  func refusal(of value: String) -> String? {
    switch kind {
    case .check: ["true", "false"].contains(value) ? nil : "use true or false"
    case .spin(_, let range):
      Int(value).map(range.contains) == true ? nil : "use \(range.lowerBound) to \(range.upperBound)"
    case .combo(_, let choices):
      choices.contains { $0.lowercased() == value.lowercased() }
        ? nil : "use \(choices.prefix(20).joined(separator: ", "))"
    case .string, .button: nil
    }
  }

  /// Whether a person means this option: capitals do not matter, nor whether blanks are written `_`.
  func isNamed(_ text: String) -> Bool { Self.folded(name) == Self.folded(text) }

  private static func folded(_ name: String) -> String {
    String(name.lowercased().map { $0 == "_" ? " " : $0 })
  }
}

extension EngineOption {
  /// The option in an engine's line `option [name] NAME type KIND …`; nil when the line is not one.
  init?(line: String) {
    let words = line.split(separator: " ")
    guard words.first == "option", let type = words.firstIndex(of: "type"), type + 1 < words.count else {
      return nil
    }
    let name = words[1..<type].drop { $0 == "name" }.joined(separator: " ")
    guard !name.isEmpty else { return nil }
    let rest = words[(type + 2)...]
    guard let kind = Kind(words[type + 1], rest) else { return nil }
    self.init(name: name, kind: kind)
  }

  /// The line that offers the option.
  func line(_ dialect: EngineDialect) -> String {
    let name = dialect == .uci ? "name \(name)" : Self.joined(name)
    switch kind {
    case .check(let value): return "option \(name) type check default \(value)"
    case .spin(let value, let range):
      return "option \(name) type spin default \(value) min \(range.lowerBound) max \(range.upperBound)"
    case .combo(let value, let choices):
      return "option \(name) type combo default \(value)" + choices.map { " var \($0)" }.joined()
    case .string(let value): return "option \(name) type string default \(value.isEmpty ? "<empty>" : value)"
    case .button: return "option \(name) type button"
    }
  }

  /// The line that sets it.
  func setting(_ value: String, _ dialect: EngineDialect) -> String {
    switch (dialect, kind) {
    case (.uci, .button): "setoption name \(name)"
    case (.uci, _): "setoption name \(name) value \(value)"
    case (.ucci, .button): "setoption \(Self.joined(name))"
    case (.ucci, _): "setoption \(Self.joined(name)) \(value)"
    }
  }

  /// UCCI names are one word.
  static func joined(_ name: String) -> String { String(name.map { $0 == " " ? "_" : $0 }) }
}

extension EngineOption.Kind {
  /// What an engine says behind `type`.
  init?(_ type: Substring, _ words: ArraySlice<Substring>) {
    func value(_ key: Substring) -> String? {
      words.firstIndex(of: key).flatMap { $0 + 1 < words.endIndex ? String(words[$0 + 1]) : nil }
    }
    switch type {
    case "check": self = .check(default: value("default") == "true")
    case "spin":
      let low = value("min").flatMap { Int($0) } ?? Int.min
      let high = value("max").flatMap { Int($0) } ?? Int.max
      guard low <= high else { return nil }
      self = .spin(default: value("default").flatMap { Int($0) } ?? low, range: low...high)
    case "combo":
      let parts = words.split(separator: "var", omittingEmptySubsequences: false)
      let choices = parts.dropFirst().map { $0.joined(separator: " ") }
      let first = parts.first.map { $0.dropFirst().joined(separator: " ") }
      self = .combo(default: first ?? "", choices: choices.filter { !$0.isEmpty })
    case "string":
      let text = words.drop { $0 == "default" }.joined(separator: " ")
      self = .string(default: text == "<empty>" ? "" : text)
    case "button": self = .button
    default: return nil
    }
  }
}

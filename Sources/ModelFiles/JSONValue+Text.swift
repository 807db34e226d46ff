extension JSONValue {
  /// The value as JSON text, members in their order.
  ///
  /// - Parameter indented: Whether members and elements stand on lines of their own, two blanks a level; arrays of
  ///   scalars stay on one line. Otherwise there is no space at all.
  /// - Returns: The text, without a line end after it.
  public func text(indented: Bool = false) -> String {
    var text = ""
    write(to: &text, indentation: indented ? 0 : nil)
    return text
  }

  private func write(to text: inout String, indentation: Int?) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      precondition(value.isFinite, "JSON has no \(value)")
      text += String(value)
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      let isFlat = elements.allSatisfy(\.isScalar)
      Self.write(elements, between: "[", "]", to: &text, indentation: isFlat ? nil : indentation) {
        $1.write(to: &$0, indentation: $2)
      }
    case .object(let members):
      Self.write(members, between: "{", "}", to: &text, indentation: indentation) { text, member, inner in
        Self.write(member.name, to: &text)
        text += indentation == nil ? ":" : ": "
        member.value.write(to: &text, indentation: inner)
      }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func write<Item>(
    _ items: [Item], between opening: String, _ closing: String, to text: inout String, indentation: Int?,
    item write: (inout String, Item, _ indentation: Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 1 }
    func newLine(_ depth: Int?) {
      guard let depth, !items.isEmpty else { return }
      text += "\n" + String(repeating: "  ", count: depth)
    }
    text += opening
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      newLine(inner)
      write(&text, item, inner)
    }
    newLine(indentation)
    text += closing
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

/// Which engine to start, and how.
///
/// As a text: the program, then any of `args=…` (arguments, separated by blanks), `option.NAME=VALUE`,
/// `protocol=uci` or `protocol=ucci` (otherwise both are tried) and `name=…`, separated by commas; `,,` stands for a
/// comma: `/usr/games/fairy-stockfish,option.Skill Level=5,name=FSF 5`.
public struct EngineCommand: Sendable, Hashable {
  /// A value for an option.
  public struct Setting: Sendable, Hashable {
    /// The option's name; capitals do not matter.
    public var name: String
    /// Its value; of no meaning to a button.
    public var value: String

    /// A value for an option.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The program: a path, or a name to be looked for on the `PATH` and where games are installed.
  public var path: String
  /// Its arguments.
  public var arguments: [String]
  /// What to set, in this order, before the first game.
  public var options: [Setting]
  /// The language it speaks; nil to find out.
  public var dialect: EngineDialect?
  /// What to call it; nil for the name it gives itself.
  public var name: String?

  /// A command from its parts.
  public init(
    path: String, arguments: [String] = [], options: [Setting] = [], dialect: EngineDialect? = nil,
    name: String? = nil
  ) {
    self.path = path
    self.arguments = arguments
    self.options = options
    self.dialect = dialect
    self.name = name
  }

  /// The command in a text.
  ///
  /// - Throws: ``EngineError/malformedCommand(_:reason:)``.
  public init(_ text: String) throws(EngineError) {
    var fields = Self.fields(of: text)[...]
    guard let path = fields.popFirst(), !path.isEmpty else {
      throw .malformedCommand(text, reason: "begin with the program's path")
    }
    self.init(path: path)
    for field in fields { try take(field, of: text) }
  }

  private mutating func take(_ field: String, of text: String) throws(EngineError) {
    guard let sign = field.firstIndex(of: "=") else {
      throw .malformedCommand(text, reason: "'\(field)' has no '='; use option.NAME=VALUE")
    }
    let key = String(field[..<sign])
    let value = String(field[field.index(after: sign)...])
    switch key {
    case "args": arguments = value.split(separator: " ").map(String.init)
    case "name":
      guard !value.isEmpty else { throw .malformedCommand(text, reason: "'name=' is empty") }
      name = value
    case "protocol":
      guard let known = EngineDialect(rawValue: value) else {
        throw .malformedCommand(text, reason: "protocol '\(value)' is not known; use uci or ucci")
      }
      dialect = known
    default:
      let name = key.dropFirst("option.".count)
      guard key.hasPrefix("option."), !name.isEmpty else {
        throw .malformedCommand(
          text, reason: "'\(key)' is not known; use args, option.NAME, protocol or name")
      }
      // A line break would smuggle in a command of its own.
      guard !value.contains(where: \.isNewline), !name.contains(where: \.isNewline) else {
        throw .malformedCommand(text, reason: "an option's name and value are one line")
      }
      options.append(Setting(name: String(name), value: value))
    }
  }

  /// What stands between single commas.
  private static func fields(of text: String) -> [String] {
    var fields = [""]
    var rest = text[...]
    while let character = rest.popFirst() {
      if character != "," {
        fields[fields.count - 1].append(character)
      } else if rest.first == "," {
        rest = rest.dropFirst()
        fields[fields.count - 1].append(",")
      } else {
        fields.append("")
      }
    }
    return fields
  }
}

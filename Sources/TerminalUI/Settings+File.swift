import Catalog
import Players
import Xiangqi

/// What was wrong with a line of a settings file.
///
/// The line is kept or its default used; nothing is lost in silence.
public enum SettingsProblem: Sendable, Hashable {
  /// No such key, or no `=`: kept as it is.
  case unknown(line: Int, text: String)
  /// A key with a value it cannot have: the default is used.
  case badValue(key: String, value: String)
}

extension Settings {
  /// One line of the file: how a value is written, and read back (false when it cannot be).
  private struct Field {
    let key: String
    let get: @Sendable (Settings) -> String
    let set: @Sendable (inout Settings, String) -> Bool

    init(
      _ key: String, get: @escaping @Sendable (Settings) -> String,
      set: @escaping @Sendable (inout Settings, String) -> Bool,
    ) {
      self.key = key
      self.get = get
      self.set = set
    }

    /// A value that `read` makes of a word, and that `write` turns into one.
    init<Value>(
      _ key: String, _ path: any WritableKeyPath<Settings, Value> & Sendable,
      write: @escaping @Sendable (Value) -> String, read: @escaping @Sendable (String) -> Value?,
    ) {
      self.init(key, get: { write($0[keyPath: path]) }) { settings, text in
        guard let value = read(text) else { return false }
        settings[keyPath: path] = value
        return true
      }
    }

    init(_ key: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable) {
      self.init(key, path, write: { $0 ? "on" : "off" }) { ["on": true, "off": false][$0] }
    }

    init<Word: RawRepresentable & SendableMetatype>(
      _ key: String, _ path: any WritableKeyPath<Settings, Word> & Sendable
    )
    where Word.RawValue == String {
      self.init(key, path, write: { $0.rawValue }) { Word(rawValue: $0) }
    }
  }

  private static let fields: [Field] = [
    Field("language", \.language, write: { $0?.rawValue ?? "auto" }) { text in
      text == "auto" ? .some(nil) : Language(rawValue: text).map { .some($0) }
    },
    Field("theme", \.theme),
    Field("notation", \.notation),
    Field("pieces", \.pieces),
    Field("ascii", \.ascii),
    Field("flipped", \.flipped),
    Field("vi-keys", \.viKeys),
    Field("thoughts", \.thoughts),
    Field("bell", \.bell),
    Field("clock", \.clock, write: { $0.description }) { TimeControl($0) },
    Field("level", \.level, write: { $0.identifier }) { Level(identifier: $0) },
    Field("persona", \.persona, write: { $0 ?? "" }) { .some($0.isEmpty ? nil : String($0.prefix(64))) },
    Field("engines", \.engines, write: { $0.joined(separator: " \(separator) ") }) { engines(in: $0) },
    Field("opponent-engine", \.opponentEngine, write: { $0 ?? "" }) { .some(engines(in: $0).first) },
    Field("engine-time", \.engineTime, write: { String($0) }) { text in
      Int(text).flatMap { (1...3_600_000).contains($0) ? $0 : nil }
    },
    Field("analysis-engine", \.analysisEngine, write: { $0 ?? "" }) { .some(engines(in: $0).first) },
    Field("watch-delay", \.watchDelay, write: { String($0) }) { text in
      Int(text).flatMap { (0...60_000).contains($0) ? $0 : nil }
    },
  ]

  /// What stands between the commands of engines.
  static let separator: Character = "|"

  /// No more engines are kept.
  static let engineLimit = 8

  private static func engines(in text: String) -> [String] {
    text.split(separator: separator).map { String(trimmed($0)) }.filter { !$0.isEmpty }
      .prefix(engineLimit).map { String($0) }
  }

  /// Reads a settings file: `key = value` lines, `#` begins a comment line.
  ///
  /// - Returns: the settings, and what was wrong, in the order of the lines. At most 1,000 lines are read.
  public static func read(_ text: String) -> (settings: Settings, problems: [SettingsProblem]) {
    var settings = Settings()
    var problems: [SettingsProblem] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(1000)
    for (index, line) in lines.enumerated() {
      let content = trimmed(line)
      if content.isEmpty || content == header { continue }
      guard !content.hasPrefix("#") else {
        settings.unknownLines.append(String(content))
        continue
      }
      let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = trimmed(parts[0])
      guard parts.count == 2, let field = fields.first(where: { $0.key == key }) else {
        settings.unknownLines.append(String(content))
        problems.append(.unknown(line: index + 1, text: String(content.prefix(60))))
        continue
      }
      let value = trimmed(parts[1])
      if !field.set(&settings, String(value)) {
        problems.append(.badValue(key: field.key, value: String(value.prefix(60))))
      }
    }
    return (settings, problems)
  }

  /// The first line of the file.
  private static let header = "# yiwen settings"

  /// The settings as a file: what is known in a fixed order, then the lines that are not.
  public var fileText: String {
    let known = Self.fields.map { "\($0.key) = \($0.get(self))" }
    return ([Self.header] + known + unknownLines).joined(separator: "\n") + "\n"
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let rest = text.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return rest.prefix(0) }
    return rest[...last]
  }
}

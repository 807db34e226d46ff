/// Every sentence of the interface in the language of the user.
///
/// Fixed sentences are cases of the phrase enumerations, one per theme (``BoardText``, ``StatusText`` …), each with
/// its Chinese and English side by side; sentences about values (a verdict, a refusal) are methods.
///
///     let say = Catalog(.english)
///     say(StatusText.toMove, say.name(of: .red))      // "Red to move"
public struct Catalog: Sendable, Hashable {
  /// The language spoken.
  public let language: Language

  /// The catalogue in `language`.
  public init(_ language: Language) {
    self.language = language
  }

  /// A phrase, with `{1}`, `{2}` … replaced by `values`.
  public func callAsFunction(_ phrase: some Phrase, _ values: String...) -> String {
    Self.fill(phrase.texts[language], with: values)
  }

  /// Either of two texts, for sentences built from values.
  func pick(_ chinese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
    language == .chinese ? chinese() : english()
  }

  /// Replaces `{1}`…`{9}` in one pass, so that a brace inside a value is never taken for a place.
  static func fill(_ template: String, with values: [String]) -> String {
    var result = ""
    var rest = template[...]
    while let brace = rest.firstIndex(of: "{") {
      result += rest[..<brace]
      let place = rest[brace...].prefix(3)
      let digit = place.dropFirst().first?.wholeNumberValue ?? 0
      if place.last == "}", digit >= 1, digit <= values.count {
        result += values[digit - 1]
        rest = rest[place.endIndex...]
      } else {
        result.append("{")
        rest = rest[rest.index(after: brace)...]
      }
    }
    return result + rest
  }
}

/// A sentence in every language.
public struct Texts: Sendable, Hashable {
  /// The Chinese text, in simplified script.
  public let chinese: String
  /// The English text.
  public let english: String

  /// The same sentence in Chinese and English, with the same places `{1}`, `{2}` ….
  public init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }

  /// The text in one language.
  public subscript(language: Language) -> String { language == .chinese ? chinese : english }
}

/// A theme of the catalogue: an enumeration whose cases are sentences.
public protocol Phrase: CaseIterable, Hashable, Sendable {
  /// The sentence in every language.
  var texts: Texts { get }
}

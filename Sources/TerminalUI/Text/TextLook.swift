public import Catalog

/// How the screens for texts look and speak.
public struct TextLook: Sendable, Hashable {
  /// The language of the interface.
  public var language: Language
  /// The colours.
  public var theme: ThemeName
  /// Whether lines and bars are drawn with `+ - | #`.
  public var ascii: Bool

  /// A look; by default that of a dark terminal.
  public init(language: Language, theme: ThemeName = .night, ascii: Bool = false) {
    self.language = language
    self.theme = theme
    self.ascii = ascii
  }
}

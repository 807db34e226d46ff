/// How a cell looks besides its character: two colours and four attributes.
///
/// Styles are built by chaining: `Style.bold.foreground(.red).reverse()`.
public struct Style: Sendable, Hashable {
  /// The colour of the character.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// Heavier, or brighter on some terminals.
  public var bold: Bool
  /// Fainter; many terminals ignore it.
  public var dim: Bool
  /// A line below.
  public var underline: Bool
  /// Foreground and background change places; the one highlight that every terminal has.
  public var reverse: Bool

  /// A style that differs from plain text in what is named.
  public init(
    foreground: Color = .default, background: Color = .default, bold: Bool = false, dim: Bool = false,
    underline: Bool = false, reverse: Bool = false,
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.underline = underline
    self.reverse = reverse
  }

  /// The terminal's own colours and no attribute.
  public static let plain = Style()
  /// Plain but bold.
  public static let bold = Style(bold: true)
  /// Plain but dim.
  public static let dim = Style(dim: true)
  /// Plain but underlined.
  public static let underline = Style(underline: true)
  /// Plain but reversed.
  public static let reverse = Style(reverse: true)
  /// Plain text in `color`.
  public static func foreground(_ color: Color) -> Style { Style(foreground: color) }
  /// Plain text on `color`.
  public static func background(_ color: Color) -> Style { Style(background: color) }

  /// This style with its text in `color`.
  public func foreground(_ color: Color) -> Style { with(\.foreground, color) }
  /// This style on `color`.
  public func background(_ color: Color) -> Style { with(\.background, color) }
  /// This style, bold or not.
  public func bold(_ on: Bool = true) -> Style { with(\.bold, on) }
  /// This style, dim or not.
  public func dim(_ on: Bool = true) -> Style { with(\.dim, on) }
  /// This style, underlined or not.
  public func underline(_ on: Bool = true) -> Style { with(\.underline, on) }
  /// This style, reversed or not.
  public func reverse(_ on: Bool = true) -> Style { with(\.reverse, on) }

  private func with<Value>(_ path: WritableKeyPath<Style, Value>, _ value: Value) -> Style {
    var copy = self
    copy[keyPath: path] = value
    return copy
  }
}

extension Style: CustomStringConvertible {
  /// What differs from plain, such as `bold red on palette 180`; `plain` for nothing.
  public var description: String {
    var words: [String] = []
    if bold { words.append("bold") }
    if dim { words.append("dim") }
    if underline { words.append("underline") }
    if reverse { words.append("reverse") }
    if foreground != .default { words.append(foreground.description) }
    if background != .default { words.append("on \(background)") }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }
}

/// Text fitted to columns: wrapped, cut or padded by what the terminal shows, not by characters.
public enum TextLayout {
  /// Where text stands in a wider space.
  public enum Alignment: Sendable, Hashable {
    case left, center, right
  }

  /// Cuts `text` to `columns` columns, the last of which is an ellipsis if anything was cut.
  ///
  /// With `ascii` the ellipsis is `~`. Less than one column gives no text.
  public static func truncate(_ text: String, columns: Int, ascii: Bool = false) -> String {
    guard columns > 0 else { return "" }
    if prefix(of: text, columns: columns).endIndex == text.endIndex { return text }
    return prefix(of: text, columns: columns - 1) + (ascii ? "~" : "…")
  }

  /// The longest beginning of `text` that fits in `columns` columns.
  static func prefix(of text: String, columns: Int) -> Substring {
    var width = 0
    var end = text.startIndex
    while end < text.endIndex {
      width += TerminalWidth.of(text[end])
      if width > columns { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }

  /// Pads `text` with blanks to `columns` columns, or cuts it as ``truncate(_:columns:ascii:)`` does.
  public static func pad(
    _ text: String, columns: Int, alignment: Alignment = .left, ascii: Bool = false,
  ) -> String {
    let fitted = truncate(text, columns: columns, ascii: ascii)
    let missing = max(0, columns - TerminalWidth.of(fitted))
    let left =
      switch alignment {
      case .left: 0
      case .center: missing / 2
      case .right: missing
      }
    return String(repeating: " ", count: left) + fitted + String(repeating: " ", count: missing - left)
  }
}

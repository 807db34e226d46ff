/// One column of one row: a character, or the right half of the wide character beside it.
public struct Cell: Sendable, Hashable {
  /// Columns that the cell's character fills.
  public enum Span: UInt8, Sendable, Hashable {
    /// One column.
    case narrow
    /// This column and the next, whose cell is ``covered``.
    case wide
    /// The right half of the wide character to the left; its own character is a blank.
    case covered
  }

  /// What is shown; a blank in a ``Span/covered`` cell.
  public let character: Character
  /// The colours and attributes it is shown in.
  public internal(set) var style: Style
  /// The columns it fills.
  public let span: Span

  init(_ character: Character, style: Style, span: Span) {
    self.character = character
    self.style = style
    self.span = span
  }

  /// A blank in `style`.
  public static func blank(_ style: Style = .plain) -> Cell { Cell(" ", style: style, span: .narrow) }
}

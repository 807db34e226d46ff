public import Screen

/// The styles the table is drawn in, by what they mean.
///
/// Every meaning also has a shape (brackets, glyphs, words), so that each theme, the colourless one too, shows all.
public struct Theme: Sendable, Hashable {
  /// Text, and what fills the screen.
  public var text = Style.plain
  /// Labels and rules between parts.
  public var faint = Style.dim
  /// Titles and keys in the footer.
  public var title = Style.bold
  /// The lines of the board.
  public var lines = Style.dim
  /// The river's and edges' lettering.
  public var lettering = Style.dim
  /// Red's pieces and name.
  public var red = Style.bold
  /// Black's pieces and name.
  public var black = Style.plain
  /// The cursor's brackets.
  public var cursor = Style.bold
  /// The selected piece.
  public var selected = Style.reverse
  /// Points and pieces the selected one can reach.
  public var target = Style.bold
  /// From and to of the last move.
  public var last = Style.underline
  /// A general in check, and announcements of it.
  public var check = Style.reverse
  /// A hinted move.
  public var hint = Style.bold
  /// Bars of probabilities.
  public var bar = Style.plain
  /// What went wrong.
  public var error = Style.bold
  /// Notices.
  public var notice = Style.plain
  /// Red's, nobody's and Black's part of the bar of chances.
  public var chances = [Style.plain, Style.plain, Style.plain]
  /// The inside of dialogs and their frames.
  public var dialog = Style.plain
  /// The chosen line of a dialog.
  public var chosen = Style.reverse

  /// The theme of that name.
  public static func named(_ name: ThemeName) -> Theme {
    switch name {
    case .night: night
    case .paper: paper
    case .wood: wood
    case .mono: Theme()
    }
  }

  /// For dark backgrounds.
  static let night = Theme(
    text: .plain, faint: .foreground(.brightBlack), title: .bold.foreground(.brightCyan),
    lines: .foreground(.palette(240)), lettering: .foreground(.palette(246)),
    red: .bold.foreground(.brightRed), black: .bold.foreground(.brightGreen),
    cursor: .bold.foreground(.brightYellow), selected: .bold.foreground(.black).background(.brightYellow),
    target: .bold.foreground(.brightCyan), last: .bold.foreground(.brightMagenta),
    check: .bold.foreground(.brightWhite).background(.red), hint: .bold.foreground(.brightBlue),
    bar: .foreground(.cyan), error: .bold.foreground(.brightRed), notice: .foreground(.brightYellow),
    chances: [.foreground(.red), .foreground(.palette(244)), .foreground(.green)],
    dialog: .background(.palette(236)), chosen: .bold.foreground(.black).background(.cyan))

  /// For light backgrounds.
  static let paper = Theme(
    text: .plain, faint: .foreground(.palette(244)), title: .bold.foreground(.blue),
    lines: .foreground(.palette(248)), lettering: .foreground(.palette(242)),
    red: .bold.foreground(.palette(160)), black: .bold.foreground(.black),
    cursor: .bold.foreground(.blue), selected: .bold.foreground(.black).background(.palette(221)),
    target: .bold.foreground(.palette(28)), last: .bold.foreground(.magenta),
    check: .bold.foreground(.brightWhite).background(.palette(160)), hint: .bold.foreground(.palette(25)),
    bar: .foreground(.palette(31)), error: .bold.foreground(.palette(160)), notice: .foreground(.palette(94)),
    chances: [.foreground(.palette(160)), .foreground(.palette(248)), .foreground(.palette(238))],
    dialog: .foreground(.black).background(.palette(254)),
    chosen: .bold.foreground(.brightWhite).background(.palette(25)))

  /// A wooden board, for terminals of 256 colours.
  static let wood = Theme(
    text: .foreground(.palette(235)).background(.palette(180)),
    faint: .foreground(.palette(95)).background(.palette(180)),
    title: .bold.foreground(.palette(52)).background(.palette(180)),
    lines: .foreground(.palette(137)).background(.palette(180)),
    lettering: .foreground(.palette(94)).background(.palette(180)),
    red: .bold.foreground(.palette(124)).background(.palette(223)),
    black: .bold.foreground(.palette(16)).background(.palette(223)),
    cursor: .bold.foreground(.palette(19)).background(.palette(180)),
    selected: .bold.foreground(.palette(16)).background(.palette(220)),
    target: .bold.foreground(.palette(22)).background(.palette(180)),
    last: .bold.foreground(.palette(90)).background(.palette(180)),
    check: .bold.foreground(.palette(231)).background(.palette(124)),
    hint: .bold.foreground(.palette(19)).background(.palette(180)),
    bar: .foreground(.palette(94)).background(.palette(180)),
    error: .bold.foreground(.palette(124)).background(.palette(180)),
    notice: .foreground(.palette(19)).background(.palette(180)),
    chances: [
      .foreground(.palette(124)).background(.palette(180)),
      .foreground(.palette(137)).background(.palette(180)),
      .foreground(.palette(235)).background(.palette(180)),
    ],
    dialog: .foreground(.palette(235)).background(.palette(187)),
    chosen: .bold.foreground(.palette(230)).background(.palette(94)))
}

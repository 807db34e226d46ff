extension TextLayout {
  /// Breaks `text` into lines of at most `columns` columns.
  ///
  /// Wide characters break anywhere but before closing punctuation (，。」…) and after opening punctuation (「《…);
  /// other text breaks at blanks, and a word longer than a line is cut. Line breaks in the text are kept, blanks at
  /// a wrapped line's end or start are not. Less than two columns cannot hold a wide character, which is then left
  /// out; less than one gives no lines.
  public static func wrap(_ text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .flatMap { wrapLine($0, columns: columns) }
  }

  private static func wrapLine(_ line: Substring, columns: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    var width = 0
    var blanks = 0
    func closeLine() {
      lines.append(current)
      current = ""
      width = 0
      blanks = 0
    }
    for unit in units(of: line) {
      if unit.isBlank {
        if width > 0 || lines.isEmpty { blanks += unit.width }
        continue
      }
      if width + blanks + unit.width <= columns {
        current += String(repeating: " ", count: blanks) + unit.text
        width += blanks + unit.width
        blanks = 0
        continue
      }
      if width > 0 { closeLine() }
      blanks = 0
      for character in unit.text {
        let columnsOfCharacter = TerminalWidth.of(character)
        if columnsOfCharacter > columns { continue }
        if width + columnsOfCharacter > columns { closeLine() }
        current.append(character)
        width += columnsOfCharacter
      }
    }
    if width > 0 || lines.isEmpty { lines.append(current) }
    return lines
  }

  /// A piece of a line that is not broken while it fits a line: a word, a run of blanks, or a wide character with the
  /// punctuation that clings to it.
  private struct Unit {
    var text: String
    var width: Int
    var isBlank: Bool
    var isWide: Bool
    /// Ends in opening punctuation, which holds on to what follows.
    var isOpen: Bool
  }

  private static func units(of line: Substring) -> [Unit] {
    var units: [Unit] = []
    for character in line {
      let width = TerminalWidth.of(character)
      let isBlank = character.isWhitespace
      let isWide = width == 2
      let isOpen = openingPunctuation.contains(character)
      if let last = units.indices.last, units[last].isBlank == isBlank,
        isBlank || units[last].isOpen || closingPunctuation.contains(character)
          || !(units[last].isWide || isWide)
      {
        units[last].text.append(character)
        units[last].width += width
        units[last].isWide = isWide
        units[last].isOpen = isOpen
      } else {
        units.append(
          Unit(text: String(character), width: width, isBlank: isBlank, isWide: isWide, isOpen: isOpen))
      }
    }
    return units
  }

  private static let openingPunctuation: Set<Character> = Set("（「『《〈【〔“‘")
  private static let closingPunctuation: Set<Character> = Set("，。、；：？！）」』》〉】〕”’…—·％")
}

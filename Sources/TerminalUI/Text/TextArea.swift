import Screen

/// Text of many lines that is edited, with its cursor; lines are broken where they are full, between any two characters.
struct TextArea: Sendable, Hashable {
  private(set) var characters: [Character]
  /// Where the next character goes.
  var cursor: Int

  init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  var text: String { String(characters) }
  var count: Int { characters.count }
  /// What stands before the cursor.
  var before: String { String(characters[..<cursor]) }

  mutating func insert(_ text: some Collection<Character>) {
    characters.insert(contentsOf: text, at: cursor)
    cursor += text.count
  }

  mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  // MARK: Lines

  /// The lines on a screen of `columns` columns; the character that breaks a line belongs to none.
  func lines(columns: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var width = 0
    for (index, character) in characters.enumerated() {
      if character.isNewline {
        lines.append(start..<index)
        (start, width) = (index + 1, 0)
        continue
      }
      let columnsOfCharacter = TerminalWidth.of(character)
      if width + columnsOfCharacter > max(2, columns) {
        lines.append(start..<index)
        (start, width) = (index, 0)
      }
      width += columnsOfCharacter
    }
    return lines + [start..<characters.count]
  }

  /// The line and the column of a place; between two lines it is the beginning of the second.
  func position(of place: Int, in lines: [Range<Int>]) -> (line: Int, column: Int) {
    let line = lines.lastIndex { $0.lowerBound <= place } ?? 0
    let end = min(place, lines[line].upperBound)
    return (line, characters[lines[line].lowerBound..<end].reduce(0) { $0 + TerminalWidth.of($1) })
  }

  /// The place nearest to a column of a line.
  func place(line: Int, column: Int, in lines: [Range<Int>]) -> Int {
    let range = lines[min(max(0, line), lines.count - 1)]
    var width = 0
    for place in range {
      width += TerminalWidth.of(characters[place])
      if width > column { return place }
    }
    // The end of a line that is only broken is the beginning of the next.
    let isBroken = range.upperBound < characters.count && !characters[range.upperBound].isNewline
    return isBroken ? max(range.lowerBound, range.upperBound - 1) : range.upperBound
  }

  /// Moves the cursor up or down.
  mutating func move(lines step: Int, columns: Int) {
    let lines = lines(columns: columns)
    let (line, column) = position(of: cursor, in: lines)
    cursor = place(line: line + step, column: column, in: lines)
  }

  /// Moves the cursor to the beginning or the end of its line.
  mutating func moveToEdge(end: Bool, columns: Int) {
    let lines = lines(columns: columns)
    let line = position(of: cursor, in: lines).line
    cursor = end ? place(line: line, column: .max, in: lines) : lines[line].lowerBound
  }
}

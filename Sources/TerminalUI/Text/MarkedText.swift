import Screen

/// Text whose characters carry marks, wrapped to lines.
enum MarkedText {
  /// A line with the mark of each of its characters.
  struct Line: Sendable, Hashable {
    var text: [Character]
    var marks: [UInt8]

    /// Whether any character has another mark than 0.
    var isMarked: Bool { marks.contains { $0 != 0 } }

    /// Draws the line, each character in the style of its mark.
    func draw(column: Int, row: Int, columns: Int, styles: [Style], in grid: inout CellGrid) {
      var next = column
      for (character, mark) in zip(text, marks) {
        let style = styles[min(Int(mark), styles.count - 1)]
        next += grid.put(
          String(character), column: next, row: row, style: style, limit: column + columns - next)
      }
    }
  }

  /// Wraps a text as ``Screen/TextLayout/wrap(_:columns:)`` does; `marks` has one for each of its characters.
  static func wrap(_ text: String, marks: [UInt8], columns: Int) -> [Line] {
    guard columns > 1 else { return [] }
    let characters = Array(text)
    var lines: [Line] = []
    var start = 0
    while start <= characters.count {
      let end = characters[start...].firstIndex(where: \.isNewline) ?? characters.count
      var place = start
      for wrapped in TextLayout.wrap(String(characters[start..<end]), columns: columns) {
        var line = Line(text: Array(wrapped), marks: [])
        line.marks = line.text.map { character in
          // Blanks at a line's ends are left out, others may have become several.
          if character == " " {
            return place < end && characters[place].isWhitespace ? mark(place, marks) : 0
          }
          while place < end, characters[place] != character { place += 1 }
          defer { place += 1 }
          return mark(place, marks)
        }
        lines.append(line)
      }
      start = end + 1
    }
    return lines
  }

  private static func mark(_ place: Int, _ marks: [UInt8]) -> UInt8 {
    marks.indices.contains(place) ? marks[place] : 0
  }
}

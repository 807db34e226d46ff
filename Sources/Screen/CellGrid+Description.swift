extension CellGrid: CustomStringConvertible {
  /// The rows' text without blanks at their ends, joined by line breaks: for snapshots.
  public var description: String {
    (0..<rows).map { row in
      lineText(row) { $0.span == .covered ? "" : String($0.character) }
    }.joined(separator: "\n")
  }

  /// A second layer beside ``description``: per column `.` for plain, a letter for any other style, letters in
  /// order of first appearance (`a`…`z`, `A`…`Z`, then `?`), and under it what each letter means.
  public var styledDescription: String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var order: [Style] = []
    var letterOfStyle: [Style: Character] = [.plain: "."]
    for cell in cells where letterOfStyle[cell.style] == nil {
      letterOfStyle[cell.style] = order.count < letters.count ? letters[order.count] : "?"
      order.append(cell.style)
    }
    let map = (0..<rows).map { row in
      String(cells[row * columns..<(row + 1) * columns].map { letterOfStyle[$0.style] ?? "." })
    }
    let legend = order.map { "\(letterOfStyle[$0] ?? "?"): \($0)" }
    return (map + legend).joined(separator: "\n")
  }

  /// The text of one row between two columns, without blanks at its end: for tests and copying.
  public func text(row: Int, columns range: Range<Int>? = nil) -> String {
    guard row >= 0, row < rows else { return "" }
    let range = (range ?? 0..<columns).clamped(to: 0..<columns)
    return Self.trimmed(
      cells[(row * columns + range.lowerBound)..<(row * columns + range.upperBound)]
        .map { $0.span == .covered ? "" : String($0.character) }.joined())
  }

  private func lineText(_ row: Int, _ text: (Cell) -> String) -> String {
    Self.trimmed(cells[row * columns..<(row + 1) * columns].map(text).joined())
  }

  private static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }
}

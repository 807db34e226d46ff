import Screen

/// Columns padded with blanks to the width they take on a terminal; numbers to the right.
///
/// Lines end without blanks.
struct TextTable {
  var rows: [[String]]
  /// Which columns are flush left.
  var left: Set<Int> = [0]

  var description: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? TerminalWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let line = row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - TerminalWidth.of(text))
        return left.contains(column) ? text + padding : padding + text
      }.joined(separator: "  ")
      return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
    }.joined(separator: "\n")
  }
}

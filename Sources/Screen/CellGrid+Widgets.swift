/// One part of a stacked bar.
public struct BarSegment: Sendable, Hashable {
  /// Its size relative to the other segments; below zero or not a number counts as zero.
  public var weight: Double
  /// The narrow character it is drawn with, so that it is told apart without colour.
  public var character: Character
  /// The colours and attributes it is drawn in.
  public var style: Style

  /// A segment of `weight`, drawn with `character`.
  public init(weight: Double, character: Character, style: Style = .plain) {
    self.weight = weight
    self.character = character
    self.style = style
  }
}

extension CellGrid {
  /// Draws a frame along the edge of `rectangle` and a title in its top line; the inside stays as it is.
  ///
  /// Frames narrower or lower than two cells are not drawn. `ascii` uses `+`, `-` and `|`.
  public mutating func drawBox(
    _ rectangle: Rectangle, title: String? = nil, style: Style = .plain, titleStyle: Style? = nil,
    ascii: Bool = false,
  ) {
    guard rectangle.columns >= 2, rectangle.rows >= 2 else { return }
    let corners = ascii ? ["+", "+", "+", "+"] : ["┌", "┐", "└", "┘"]
    let right = rectangle.endColumn - 1
    let bottom = rectangle.endRow - 1
    for row in [rectangle.row, bottom] {
      drawRule(
        column: rectangle.column + 1, row: row, columns: rectangle.columns - 2, style: style, ascii: ascii)
    }
    for column in [rectangle.column, right] {
      let side = Rectangle(column: column, row: rectangle.row + 1, columns: 1, rows: rectangle.rows - 2)
      fill(side, style: style, character: ascii ? "|" : "│")
    }
    put(corners[0], column: rectangle.column, row: rectangle.row, style: style)
    put(corners[1], column: right, row: rectangle.row, style: style)
    put(corners[2], column: rectangle.column, row: bottom, style: style)
    put(corners[3], column: right, row: bottom, style: style)
    if let title, rectangle.columns >= 6 {
      let text = TextLayout.truncate(title, columns: rectangle.columns - 6, ascii: ascii)
      put(" \(text) ", column: rectangle.column + 2, row: rectangle.row, style: titleStyle ?? style)
    }
  }

  /// Draws a horizontal line, or with `ascii` one of `-`.
  public mutating func drawRule(
    column: Int, row: Int, columns: Int, style: Style = .plain, ascii: Bool = false,
  ) {
    let line = Rectangle(column: column, row: row, columns: columns, rows: 1)
    fill(line, style: style, character: ascii ? "-" : "─")
  }

  /// Draws a horizontal bar of which `fraction` (held to 0...1) is filled, in eighths of a column.
  ///
  /// With `ascii` it is made of `#` and `.`, rounded to columns. A fraction above zero always shows something.
  public mutating func drawBar(
    _ fraction: Double, column: Int, row: Int, columns: Int, style: Style = .plain, track: Style = .plain,
    ascii: Bool = false,
  ) {
    guard columns > 0 else { return }
    let width = min(columns, Self.maximumSide)
    let held = fraction.isNaN ? 0 : min(max(0, fraction), 1)
    let whole = Rectangle(column: column, row: row, columns: width, rows: 1)
    fill(whole, style: track, character: ascii ? "." : " ")
    if ascii {
      let filled = max(held > 0 ? 1 : 0, Int((held * Double(width)).rounded()))
      put(String(repeating: "#", count: filled), column: column, row: row, style: style)
      return
    }
    let eighths = max(held > 0 ? 1 : 0, Int((held * Double(width * 8)).rounded()))
    let full = eighths / 8
    put(String(repeating: "█", count: full), column: column, row: row, style: style)
    let part: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    if eighths % 8 > 0 {
      let edge = style.background(style.background == .default ? track.background : style.background)
      put(String(part[eighths % 8 - 1]), column: column + full, row: row, style: edge)
    }
  }

  /// Draws segments side by side over exactly `columns` columns, shared by weight (largest remainders first).
  ///
  /// All weights zero leave the bar blank. It is one row high.
  public mutating func drawStackedBar(_ segments: [BarSegment], column: Int, row: Int, columns: Int) {
    let width = min(max(0, columns), Self.maximumSide)
    fill(Rectangle(column: column, row: row, columns: width, rows: 1))
    var next = column
    for (segment, share) in zip(segments, Self.shares(of: width, by: segments.map(\.weight))) {
      fill(
        Rectangle(column: next, row: row, columns: share, rows: 1), style: segment.style,
        character: segment.character)
      next += share
    }
  }

  /// Splits `total` into whole parts in proportion to `weights`, by largest remainder; earlier ones win ties.
  static func shares(of total: Int, by weights: [Double]) -> [Int] {
    let held = weights.map { $0.isFinite ? max(0, $0) : 0 }
    let sum = held.reduce(0, +)
    guard sum > 0, sum.isFinite else { return held.map { _ in 0 } }
    let exact = held.map { $0 / sum * Double(total) }
    var parts = exact.map { Int($0) }
    let remainders = exact.indices.sorted {
      let first = exact[$0] - Double(parts[$0])
      let second = exact[$1] - Double(parts[$1])
      return first != second ? first > second : $0 < $1
    }
    for index in remainders.prefix(max(0, total - parts.reduce(0, +))) { parts[index] += 1 }
    return parts
  }

  /// Puts text wrapped to a rectangle's width and returns the rows it took; what does not fit is cut off.
  @discardableResult
  public mutating func putWrapped(_ text: String, in rectangle: Rectangle, style: Style = .plain) -> Int {
    let lines = TextLayout.wrap(text, columns: rectangle.columns).prefix(rectangle.rows)
    for (offset, line) in lines.enumerated() {
      put(line, column: rectangle.column, row: rectangle.row + offset, style: style, limit: rectangle.columns)
    }
    return lines.count
  }
}

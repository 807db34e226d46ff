import Screen
import Testing

@Suite struct CellGridTests {
  private func grid(_ rows: String..., columns: Int = 6) -> CellGrid {
    var grid = CellGrid(columns: columns, rows: rows.count)
    for (index, text) in rows.enumerated() { grid.put(text, column: 0, row: index) }
    return grid
  }

  @Test func aWideCharacterFillsTwoCells() {
    let grid = grid("a车b")
    #expect(grid[0, 0].span == .narrow)
    #expect(grid[1, 0].span == .wide)
    #expect(grid[1, 0].character == "车")
    #expect(grid[2, 0].span == .covered)
    #expect(grid[3, 0].character == "b")
    #expect(grid.description == "a车b")
  }

  @Test(arguments: [
    (1, "x", "ax b"), (2, "x", "a xb"), (0, "炮", "炮 b"), (2, "炮", "a 炮"), (1, "炮", "a炮b"), (0, "xyz", "xyzb"),
  ])
  func overwritingHalfBlanksTheOtherHalf(column: Int, text: String, expected: String) {
    var grid = grid("a车b")
    grid.put(text, column: column, row: 0)
    #expect(grid.description == expected)
  }

  @Test(arguments: [
    ("车马", -1, 4, " 马"),  // half of 车 is cut off: a blank
    ("车马", -2, 4, "马"),
    ("车马", 3, 2, "   车"),  // 马 would stick out
    ("ab车", 3, 2, "   ab"),
    ("abc", -10, 3, ""),
    ("abc", 6, 0, ""),
  ])
  func edgesCutTextBetweenCharacters(text: String, column: Int, used: Int, expected: String) {
    var grid = CellGrid(columns: 6, rows: 1)
    #expect(grid.put(text, column: column, row: 0) == used)
    #expect(grid.description == expected)
  }

  @Test func rowsOutsideTakeNothing() {
    var grid = CellGrid(columns: 6, rows: 2)
    #expect(grid.put("abc", column: 0, row: -1) == 0)
    #expect(grid.put("abc", column: 0, row: 2) == 0)
    #expect(grid.description == "\n")
  }

  @Test(arguments: [(0, ""), (1, "a"), (2, "a"), (3, "a车"), (4, "a车b"), (99, "a车b"), (-1, "")])
  func theLimitIsNotOverstepped(limit: Int, expected: String) {
    var grid = CellGrid(columns: 6, rows: 1)
    grid.put("a车b", column: 0, row: 0, limit: limit)
    #expect(grid.description == expected)
  }

  @Test(arguments: [
    ("a\nb", "a b"), ("a\tb", "a b"), ("a\r\nb", "a b"), ("\u{1B}[31m", "\u{FFFD}[31m"),
    ("a\0b", "a\u{FFFD}b"),
    ("a\u{7F}\u{9B}b", "a\u{FFFD}\u{FFFD}b"), ("a\u{2028}b", "a b"), ("a\u{200B}\u{202E}b", "ab"),
    ("\u{301}", ""), ("e\u{301}x", "e\u{301}x"),
  ])
  func controlCharactersNeverReachTheTerminal(text: String, expected: String) {
    #expect(grid(text, columns: 10).description == expected)
  }

  @Test func aFilledRectangleIsCutAtTheEdges() {
    var grid = grid("车马炮", "车马炮", "车马炮")
    grid.fill(Rectangle(column: 1, row: 1, columns: 2, rows: 9), character: "#")
    #expect(grid.description == "车马炮\n ## 炮\n ## 炮")
    grid.fill(Rectangle(column: -3, row: -3, columns: 100, rows: 4), character: "车")
    #expect(grid.description == "\n ## 炮\n ## 炮")
  }

  @Test func restylingKeepsTextAndWholeCharacters() {
    var grid = grid("a车b")
    grid.restyle(Rectangle(column: 0, row: 0, columns: 2, rows: 1), style: .bold)
    grid.restyle(Rectangle(column: 2, row: 0, columns: 1, rows: 1), style: .reverse)
    #expect(grid.description == "a车b")
    #expect(grid.styledDescription == "aaa...\na: bold")
    grid.restyle(Rectangle(column: 0, row: 0, columns: 1, rows: 1)) { $0.underline() }
    #expect(grid.styledDescription == "abb...\na: bold underline\nb: bold")
  }

  @Test func stylesAreLetteredInOrder() {
    var grid = CellGrid(columns: 4, rows: 2)
    grid.put("车", column: 0, row: 0, style: .foreground(.red).background(.palette(180)))
    grid.put("b", column: 3, row: 1, style: .dim)
    #expect(grid.styledDescription == "aa..\n...b\na: red on palette 180\nb: dim")
  }

  @Test func aGridPutIntoAnotherIsCutBetweenCharacters() {
    let small = grid("车马", columns: 4)
    for (column, expected) in [(0, "车马xx"), (-1, " 马xxx"), (3, "xxx车 "), (5, "xxxxx"), (-9, "xxxxxx")] {
      var big = grid("xxxxxx")
      big.put(small, column: column, row: 0)
      #expect(big.description == expected.trimmingBlanks, "at column \(column)")
    }
  }

  @Test func theInnerCursorComesAlong() {
    var small = CellGrid(columns: 2, rows: 2)
    small.cursor = .init(column: 1, row: 1)
    var big = CellGrid(columns: 6, rows: 3)
    big.put(small, column: 3, row: 1)
    #expect(big.cursor == .init(column: 4, row: 2))
  }

  @Test func sizesAreHeldInBounds() {
    #expect(CellGrid(columns: -1, rows: 5).bounds == Rectangle(columns: 0, rows: 5))
    #expect(CellGrid(columns: 1 << 40, rows: 1).columns == CellGrid.maximumSide)
    #expect(CellGrid(columns: 0, rows: 0).description == "")
  }

  /// Whatever is done, rows keep their width and no half of a wide character stands alone.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func wideCharactersStayWhole(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let alphabet: [Character] = ["a", " ", "车", "炮", "😀", "e\u{301}", "\t", "\u{200B}", "│", "\u{301}"]
    let styles: [Style] = [.plain, .bold, .foreground(.red)]
    func rectangle() -> Rectangle {
      Rectangle(
        column: .random(in: -5...25, using: &generator), row: .random(in: -3...8, using: &generator),
        columns: .random(in: 0...9, using: &generator), rows: .random(in: 0...3, using: &generator))
    }
    var grid = CellGrid(columns: 19, rows: 6)
    for step in 0..<300 {
      let place = rectangle()
      let style = styles[.random(in: 0..<3, using: &generator)]
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: grid.fill(place, style: style)
      case 1: grid.restyle(place, style: style)
      case 2: grid.put(grid, column: place.column, row: place.row)
      case 3: grid.drawBox(place, title: "标题", style: style)
      default:
        let text = String((0..<place.columns).map { _ in alphabet[.random(in: 0..<10, using: &generator)] })
        grid.put(text, column: place.column, row: place.row, style: style, limit: place.rows * 3)
      }
      expectWhole(grid, "seed \(seed), step \(step)")
    }
  }

  private func expectWhole(_ grid: CellGrid, _ comment: Comment) {
    for row in 0..<grid.rows {
      var width = 0
      for column in 0..<grid.columns {
        let cell = grid[column, row]
        switch cell.span {
        case .narrow: width += TerminalWidth.of(cell.character)
        case .wide:
          width += TerminalWidth.of(cell.character)
          guard column + 1 < grid.columns, grid[column + 1, row].span == .covered else {
            Issue.record("a left half alone at \(column), \(row): \(comment)")
            return
          }
          #expect(grid[column + 1, row].style == cell.style, comment)
        case .covered:
          #expect(cell.character == " ", comment)
          guard column > 0, grid[column - 1, row].span == .wide else {
            Issue.record("a right half alone at \(column), \(row): \(comment)")
            return
          }
        }
      }
      #expect(width == grid.columns, comment)
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}

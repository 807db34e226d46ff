import Testing

@testable import Screen

@Suite struct WidgetTests {
  @Test func aBoxHasATitleInItsTopLine() {
    var grid = CellGrid(columns: 12, rows: 3)
    grid.drawBox(grid.bounds, title: "棋谱")
    #expect(grid.description == "┌─ 棋谱 ───┐\n│          │\n└──────────┘")
    grid.drawBox(grid.bounds, title: "moves", ascii: true)
    #expect(grid.description == "+- moves --+\n|          |\n+----------+")
  }

  @Test func longTitlesAreCutAndNarrowBoxesHaveNone() {
    var grid = CellGrid(columns: 9, rows: 2)
    grid.drawBox(grid.bounds, title: "一二三四")
    #expect(grid.description == "┌─ 一… ─┐\n└───────┘")
    var narrow = CellGrid(columns: 5, rows: 2)
    narrow.drawBox(narrow.bounds, title: "一二三四")
    #expect(narrow.description == "┌───┐\n└───┘")
  }

  @Test func boxesTooSmallOrOutsideAreCut() {
    var grid = CellGrid(columns: 4, rows: 3)
    grid.drawBox(Rectangle(columns: 1, rows: 3))
    grid.drawBox(Rectangle(columns: 3, rows: 1))
    #expect(grid.description == "\n\n")
    grid.drawBox(Rectangle(column: 2, row: 1, columns: 1 << 50, rows: 1 << 50))
    #expect(grid.description == "\n  ┌─\n  │")
  }

  @Test(
    arguments: [
      (0.0, ""), (1.0, "████"), (0.5, "██"), (0.25 / 8, "▏"), (0.001, "▏"), (0.4, "█▋"), (-3, ""),
      (9, "████"),
      (.nan, ""),
    ] as [(Double, String)])
  func barsAreDrawnInEighths(fraction: Double, expected: String) {
    var grid = CellGrid(columns: 4, rows: 1)
    grid.drawBar(fraction, column: 0, row: 0, columns: 4)
    #expect(grid.description == expected)
  }

  @Test(arguments: [(0.0, "...."), (1.0, "####"), (0.01, "#..."), (0.6, "##..")])
  func plainBarsAreRounded(fraction: Double, expected: String) {
    var grid = CellGrid(columns: 4, rows: 1)
    grid.drawBar(fraction, column: 0, row: 0, columns: 4, ascii: true)
    #expect(grid.description == expected)
  }

  @Test(
    arguments: [
      ([1, 1, 1], 10, [4, 3, 3]), ([0.5, 0.25, 0.25], 4, [2, 1, 1]), ([0, 0], 5, [0, 0]),
      ([-1, .nan, 2], 3, [0, 0, 3]),
      ([0.001, 0.999], 4, [0, 4]), ([], 4, []), ([1, 2], 0, [0, 0]), ([.infinity, 1], 3, [0, 3]),
    ] as [([Double], Int, [Int])])
  func sharesAddUp(weights: [Double], total: Int, expected: [Int]) {
    #expect(CellGrid.shares(of: total, by: weights) == expected)
  }

  @Test func stackedBarsStandSideBySide() {
    var grid = CellGrid(columns: 8, rows: 1)
    let segments = [
      BarSegment(weight: 0.5, character: "#", style: .foreground(.red)),
      BarSegment(weight: 0.25, character: "-"), BarSegment(weight: 0.25, character: "=", style: .bold),
    ]
    grid.drawStackedBar(segments, column: 0, row: 0, columns: 8)
    #expect(grid.description == "####--==")
    #expect(grid.styledDescription == "aaaa..bb\na: red\nb: bold")
  }

  @Test func wrappedTextIsCutAtTheRectangle() {
    var grid = CellGrid(columns: 8, rows: 3)
    let rows = grid.putWrapped("红先手炮二平五", in: Rectangle(column: 1, row: 0, columns: 4, rows: 2))
    #expect(rows == 2)
    #expect(grid.description == " 红先\n 手炮\n")
  }
}

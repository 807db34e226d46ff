import Screen
import Testing

@Suite struct RectangleTests {
  private let screen = Rectangle(column: 2, row: 1, columns: 10, rows: 6)

  @Test func insetsStopAtNothing() {
    #expect(screen.inset(by: 1) == Rectangle(column: 3, row: 2, columns: 8, rows: 4))
    #expect(screen.inset(columns: 2, rows: 0) == Rectangle(column: 4, row: 1, columns: 6, rows: 6))
    #expect(screen.inset(by: 4).isEmpty)
    #expect(screen.inset(by: 100).rows == 0)
  }

  @Test(arguments: [(-1, 0, 10), (0, 0, 10), (3, 3, 7), (10, 10, 0), (99, 10, 0)])
  func splitsCoverTheWhole(columns: Int, taken: Int, left: Int) {
    let fromLeft = screen.splitLeft(columns)
    #expect((fromLeft.left.columns, fromLeft.rest.columns) == (taken, left))
    #expect(fromLeft.left.endColumn == fromLeft.rest.column)
    #expect(fromLeft.rest.endColumn == screen.endColumn)
    let fromRight = screen.splitRight(columns)
    #expect((fromRight.right.columns, fromRight.rest.columns) == (taken, left))
    #expect(fromRight.rest.endColumn == fromRight.right.column)
    #expect(fromRight.right.endColumn == screen.endColumn)
  }

  @Test func rowsSplitLikeColumns() {
    #expect(screen.splitTop(2).top == Rectangle(column: 2, row: 1, columns: 10, rows: 2))
    #expect(screen.splitTop(2, gap: 1).rest == Rectangle(column: 2, row: 4, columns: 10, rows: 3))
    #expect(screen.splitBottom(2).bottom == Rectangle(column: 2, row: 5, columns: 10, rows: 2))
    #expect(screen.splitBottom(2, gap: 1).rest == Rectangle(column: 2, row: 1, columns: 10, rows: 3))
    #expect(screen.splitBottom(9, gap: 1).rest.rows == 0)
  }

  @Test func gapsStayInside() {
    #expect(screen.splitLeft(9, gap: 3).rest == Rectangle(column: 12, row: 1, columns: 0, rows: 6))
    #expect(screen.splitRight(3, gap: 2).rest == Rectangle(column: 2, row: 1, columns: 5, rows: 6))
  }

  @Test func dialogsAreCenteredAndCut() {
    #expect(screen.centered(columns: 4, rows: 2) == Rectangle(column: 5, row: 3, columns: 4, rows: 2))
    #expect(screen.centered(columns: 40, rows: 20) == screen)
  }

  @Test func containsItsCellsOnly() {
    #expect(screen.contains(column: 2, row: 1))
    #expect(screen.contains(column: 11, row: 6))
    #expect(!screen.contains(column: 12, row: 6))
    #expect(!screen.contains(column: 11, row: 7))
    #expect(!screen.contains(column: 1, row: 1))
  }

  @Test func intersectionsAreSharedCells() {
    #expect(
      screen.intersection(Rectangle(columns: 4, rows: 4)) == Rectangle(column: 2, row: 1, columns: 2, rows: 3)
    )
    #expect(screen.intersection(Rectangle(column: 50, columns: 4, rows: 4)).isEmpty)
  }
}

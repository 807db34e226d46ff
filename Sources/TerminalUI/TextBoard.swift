public import Catalog
import Screen
public import Xiangqi

/// A board as plain text, for output that is no screen.
public enum TextBoard {
  /// The board of a game with its last move marked, file numbers on both sides, and the line below it.
  public static func text(of game: Game, settings: Settings, language: Language) -> String {
    var context = TableContext(settings: settings, language: language)
    context.hasModel = false
    var screen = GameScreen(context)
    screen.table = TableGame(game)
    screen.shownPly = game.moves.count
    return board(of: screen) + "\n" + screen.statusText
  }

  /// The board alone, as the screen shows it but for the cursor.
  static func board(of screen: GameScreen) -> String {
    let layout = BoardLayout(column: 3, row: 1, columnStep: 4, rowStep: 2, flipped: screen.settings.flipped)
    var marks = screen.marks
    marks.cursor = nil
    var grid = CellGrid(columns: layout.column + layout.columns + 3, rows: layout.rows + 2)
    BoardView(
      layout: layout, position: screen.shownPosition, glyphs: screen.glyphs, theme: Theme(),
      notation: screen.settings.notation, marks: marks
    ).draw(in: &grid)
    return grid.description
  }
}

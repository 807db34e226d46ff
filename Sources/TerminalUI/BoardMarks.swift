import Screen
import Xiangqi

/// What is marked on the board.
///
/// Each mark has a shape of its own besides its colour.
struct BoardMarks: Sendable, Hashable {
  /// Where the cursor is: `[ ]`.
  var cursor: Square?
  /// The picked piece: `< >`, under the cursor `{ }`.
  var selected: Square?
  /// Where the selected piece can go: a dot, or crosses around a piece it takes.
  var targets: Set<Square> = []
  /// The last move: `( )` at from and to.
  var last: Move?
  /// A general in check: `! !`.
  var check: Square?
  /// The piece that stands in the way of a move just refused: `! !` too.
  var obstacle: Square?
  /// A hinted move: `? ?` at from and to.
  var hint: Move?

  /// One mark: what stands left and right of a point.
  struct Brackets {
    var left: Character
    var right: Character
    var style: KeyPath<Theme, Style>
  }

  /// The brackets around a square; the more urgent mark wins.
  func brackets(at square: Square, glyphs: BoardGlyphs, isOccupied: Bool) -> Brackets? {
    switch square {
    case obstacle: Brackets(left: "!", right: "!", style: \.check)
    case cursor where square == selected: Brackets(left: "{", right: "}", style: \.cursor)
    case cursor: Brackets(left: "[", right: "]", style: \.cursor)
    case selected: Brackets(left: "<", right: ">", style: \.target)
    case check: Brackets(left: "!", right: "!", style: \.check)
    case _ where targets.contains(square) && isOccupied:
      Brackets(left: glyphs.capture, right: glyphs.capture, style: \.target)
    case hint?.from, hint?.to: Brackets(left: "?", right: "?", style: \.hint)
    case last?.from, last?.to: Brackets(left: "(", right: ")", style: \.last)
    default: nil
    }
  }
}

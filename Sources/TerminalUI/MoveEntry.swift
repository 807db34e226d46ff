import Xiangqi

/// The line in which a move is typed.
struct MoveEntry: Sendable, Hashable {
  /// What has been typed.
  var text = ""
  /// The completion chosen with Tab or the arrows, counted from 0; nil for the text itself.
  var choice: Int?
  /// Why the text was refused, until it is changed.
  var refusal: String?

  /// The most characters taken: no move in any notation has more.
  static let limit = 16

  /// Legal moves that begin like the text, as they are written in `notation`.
  func completions(in position: Position, notation: Notation) -> [(move: Move, text: String)] {
    text.isEmpty ? [] : position.completions(of: text, in: notation)
  }
}

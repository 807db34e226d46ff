public import Xiangqi

/// How pieces and lines look on the board.
public struct BoardGlyphs: Sendable, Hashable {
  /// Letters and `+ - |` instead of Han characters and lines.
  public var ascii: Bool
  /// The script of the pieces.
  public var pieces: PieceSet

  /// Glyphs of that kind.
  public init(ascii: Bool, pieces: PieceSet = .mixed) {
    self.ascii = ascii
    self.pieces = pieces
  }

  /// The columns a piece takes.
  public var pieceWidth: Int { ascii ? 1 : 2 }

  /// The glyph of a piece: the sides differ in every one.
  public func piece(_ piece: Piece) -> String {
    if ascii { return String(piece.letter) }
    let glyphs =
      switch (pieces, piece.side) {
      case (.mixed, .red): Self.simplifiedRed
      case (.traditional, .red): Self.traditionalRed
      case (.mixed, .black): Self.mixedBlack
      case (.traditional, .black): Self.traditionalBlack
      }
    return String(glyphs[Int(piece.kind.rawValue)])
  }

  private static let simplifiedRed: [Character] = ["帅", "仕", "相", "马", "车", "炮", "兵"]
  private static let traditionalRed: [Character] = ["帥", "仕", "相", "傌", "俥", "炮", "兵"]
  private static let mixedBlack: [Character] = ["将", "士", "象", "馬", "車", "砲", "卒"]
  private static let traditionalBlack: [Character] = ["將", "士", "象", "馬", "車", "砲", "卒"]

  /// The crossing of lines at a point, by which sides lines leave it.
  func crossing(up: Bool, down: Bool, left: Bool, right: Bool) -> Character {
    if ascii { return "+" }
    return switch (up, down, left, right) {
    case (true, true, false, true): "├"
    case (true, true, true, false): "┤"
    case (false, true, false, true): "┌"
    case (false, true, true, false): "┐"
    case (true, false, false, true): "└"
    case (true, false, true, false): "┘"
    case (false, true, true, true): "┬"
    case (true, false, true, true): "┴"
    default: "┼"
    }
  }

  var horizontal: Character { ascii ? "-" : "─" }
  var vertical: Character { ascii ? "|" : "│" }
  var falling: Character { ascii ? "\\" : "╲" }
  var rising: Character { ascii ? "/" : "╱" }
  var palaceCentre: Character { ascii ? "X" : "╳" }
  /// An empty point that the selected piece can go to.
  var target: Character { ascii ? "*" : "●" }
  /// The brackets around a piece that can be taken.
  var capture: Character { ascii ? "x" : "×" }
  /// Signs beside text.
  var pointer: String { ascii ? ">" : "▶" }
  var chosenLeft: String { ascii ? "<" : "◀" }
}

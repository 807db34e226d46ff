/// A way of writing moves down.
public enum Notation: String, CaseIterable, Sendable {
  /// 炮二平五, 马８进７: four characters, simplified script.
  case chinese
  /// 炮二平五, 馬８進７: four characters, traditional script.
  case chineseTraditional
  /// C2=5, H8+7: the letters of the World Xiangqi Federation.
  case wxf
  /// h2e2: from and to square, ranks 0–9. Also what engines of the Pikafish family speak.
  case iccs
  /// h3e3, h10g8: from and to square, ranks 1–10, as Fairy-Stockfish speaks UCI.
  case uciFairy
}

extension Position {
  /// The move as a person or an engine would write it in this position.
  ///
  /// Meant for moves of the side to move. A move that has no name in a notation (there is no own piece on
  /// `from`, or the piece does not move in such a way) is written in ICCS, so that any move a model
  /// thinks of can be shown. `asciiDigits` replaces Black's full-width digits in the Chinese notations.
  public func text(of move: Move, in notation: Notation, asciiDigits: Bool = false) -> String {
    switch notation {
    case .chinese, .chineseTraditional:
      guard let name = name(of: move) else { return move.iccs }
      return name.chinese(
        side: sideToMove, traditional: notation == .chineseTraditional, asciiDigits: asciiDigits)
    case .wxf: return name(of: move)?.wxf ?? move.iccs
    case .iccs: return move.iccs
    case .uciFairy: return move.uciFairy
    }
  }

  /// The legal move that a text names.
  ///
  /// Without `notation` the text may be Chinese in either script, WXF, ICCS, Fairy-Stockfish's UCI where it
  /// holds a rank 10 (`h10g8`; its other texts look like ICCS and are read as such), or the pinyin initials
  /// described at `PinyinInitials`. White space, full-width forms and variant glyphs do not matter.
  /// With `notation` only that form is read: `.chinese`, `.chineseTraditional` and `.wxf` stand for named
  /// moves of any script, without pinyin; `.iccs` and `.uciFairy` for their coordinates.
  ///
  /// A named move is compared with the legal moves: exactly one match is the move, so the qualifier of a
  /// doubled piece may be left out where only one of the two can move so. Throws what `NotationError` lists.
  public func move(_ text: String, in notation: Notation? = nil) throws(NotationError) -> Move {
    do throws(NotationError) {
      guard let letters = MoveText.fold(text) else { throw .malformed(text) }
      return try move(letters, written: text, in: notation)
    } catch {
      // Errors are made from the whole text, which may be long; what is shown is not.
      throw error.with(text: MoveText.excerpt(text))
    }
  }

  private func move(
    _ letters: [Unicode.Scalar], written text: String, in notation: Notation?
  ) throws(NotationError) -> Move {
    switch notation {
    case .iccs: return try legal(CoordinateMove(letters, ranksFrom1To10: false), written: text)
    case .uciFairy: return try legal(CoordinateMove(letters, ranksFrom1To10: true), written: text)
    case .chinese, .chineseTraditional, .wxf:
      return try namedMove(letters, written: text, withPinyin: false)
    case nil:
      if let move = CoordinateMove(letters, ranksFrom1To10: false)
        ?? CoordinateMove(letters, ranksFrom1To10: true)
      {
        return try legal(move, written: text)
      }
      return try namedMove(letters, written: text, withPinyin: true)
    }
  }

  /// The move itself if it is legal, else the error that says why not.
  private func legal(_ coordinates: CoordinateMove?, written text: String) throws(NotationError) -> Move {
    switch coordinates {
    case nil: throw .malformed(text)
    case .nowhere(let square):
      throw self[square]?.side == sideToMove ? .illegal(text, []) : .noPiece(text)
    case .move(let move):
      guard self[move.from]?.side == sideToMove else { throw .noPiece(text) }
      guard let refusal = refusal(of: move) else { return move }
      throw .illegal(text, [RefusedMove(move: move, refusal: refusal)])
    }
  }
}

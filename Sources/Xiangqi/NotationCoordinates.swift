/// What a coordinate text says: a move, or a piece that stays where it is, which is no move.
enum CoordinateMove {
  case move(Move)
  case nowhere(Square)

  /// Reads `h2e2` or `H2-E2` from folded text, or nil if it has another shape.
  ///
  /// Ranks run 0–9 as in ICCS, or 1–10 as Fairy-Stockfish counts them.
  init?(_ letters: [Unicode.Scalar], ranksFrom1To10: Bool) {
    var rest = letters[...]
    guard let from = Self.square(from: &rest, ranksFrom1To10: ranksFrom1To10) else { return nil }
    if rest.first == "-" { rest.removeFirst() }
    guard let to = Self.square(from: &rest, ranksFrom1To10: ranksFrom1To10), rest.isEmpty else { return nil }
    self = from == to ? .nowhere(from) : .move(Move(from: from, to: to))
  }

  private static func square(
    from rest: inout ArraySlice<Unicode.Scalar>, ranksFrom1To10: Bool
  ) -> Square? {
    guard let letter = rest.popFirst(), let digit = rest.popFirst() else { return nil }
    let file = Int(letter.value | 0x20) - 0x61
    var rank = Int(digit.value) - 0x30
    guard (0..<9).contains(file), (0..<10).contains(rank) else { return nil }
    if ranksFrom1To10 {
      if rank == 1, rest.first == "0" {
        rest.removeFirst()
        rank = 10
      }
      rank -= 1
    }
    guard rank >= 0 else { return nil }
    return Square(file: file, rank: rank)
  }
}

extension Move {
  /// The move with ranks 1–10, as Fairy-Stockfish writes it: `h3e3`, `h10g8`.
  public var uciFairy: String {
    "\(from.description.prefix(1))\(from.rank + 1)\(to.description.prefix(1))\(to.rank + 1)"
  }
}

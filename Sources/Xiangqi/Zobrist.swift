/// Keys of piece on square, combined by exclusive or, after Zobrist (1970).
///
/// They are computed, not stored: the finaliser of SplitMix64 (Steele, Lea, Flood, 2014) over the index costs a
/// few instructions, needs no table in the cache, and is the same for ever.
enum Zobrist {
  /// The part of a position's key that says that Black moves.
  static let blackToMove: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The part of a position's key that a piece on a square contributes.
  @inline(__always)
  static func key(_ piece: Piece, _ square: Square) -> UInt64 {
    var z = (UInt64(piece.rawValue) &* 90 &+ UInt64(square.rawValue) &+ 2) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }
}

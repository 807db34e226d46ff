/// The 32 places on the roll of pieces: sixteen of Red, then sixteen of Black.
///
/// A side's slots are general 0, advisors 1–2, elephants 3–4, horses 5–6, chariots 7–8, cannons 9–10 and soldiers
/// 11–15. A piece keeps its slot for the whole game, so a loop over a kind is a loop over fixed numbers.
enum Slots {
  /// No slot on the board, where a square is empty; no square in the roll, where a piece is captured.
  static let none: UInt8 = 0xFF

  static let general = 0
  static let advisors = 1..<3
  static let elephants = 3..<5
  static let horses = 5..<7
  static let chariots = 7..<9
  static let cannons = 9..<11
  static let soldiers = 11..<16

  /// The first slot of a side.
  @inline(__always)
  static func base(_ side: Side) -> Int { Int(side.rawValue) &<< 4 }

  /// The kind of piece in a slot, as its raw value: sixteen digits of a constant.
  @inline(__always)
  static func kind(_ slot: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: (0x6666_6554_4332_2110 as UInt64) &>> UInt64((slot & 15) &<< 2)) & 7
  }

  /// The piece in a slot.
  @inline(__always)
  static func piece(_ slot: UInt8) -> Piece {
    Piece(unchecked: (slot &>> 4) &* 7 &+ kind(slot))
  }

  /// Whose slot it is; false for `none`.
  @inline(__always)
  static func belongs(_ slot: UInt8, to side: Side) -> Bool { slot &>> 4 == side.rawValue }

  /// The slots of one piece.
  static func range(of piece: Piece) -> Range<Int> {
    let starts = [0, 1, 3, 5, 7, 9, 11, 16]
    let kind = Int(piece.kind.rawValue)
    return base(piece.side) + starts[kind]..<base(piece.side) + starts[kind + 1]
  }
}

/// The seven kinds of pieces, in the order of the letters `KABNRCP`.
public enum PieceKind: UInt8, CaseIterable, Sendable, Hashable {
  /// 帅/将: one step orthogonally, never out of the palace.
  case general = 0
  /// 仕/士: one step diagonally inside the palace.
  case advisor = 1
  /// 相/象: two steps diagonally over an empty eye, never across the river.
  case elephant = 2
  /// 马: one step orthogonally over an empty leg, then one diagonally outwards.
  case horse = 3
  /// 车: any distance orthogonally.
  case chariot = 4
  /// 炮: moves like the chariot, captures by jumping over exactly one piece.
  case cannon = 5
  /// 兵/卒: one step forward, after the river also sideways.
  case soldier = 6

  /// The capital letter of this kind in FEN: one of `KABNRCP`.
  public var letter: Character {
    switch self {
    case .general: "K"
    case .advisor: "A"
    case .elephant: "B"
    case .horse: "N"
    case .chariot: "R"
    case .cannon: "C"
    case .soldier: "P"
    }
  }

  /// How many pieces of this kind a side starts with, and may at most have.
  public var fullCount: Int {
    switch self {
    case .general: 1
    case .soldier: 5
    case .advisor, .elephant, .horse, .chariot, .cannon: 2
    }
  }
}

/// A piece of one side, stored as `side * 7 + kind` (0..<14).
public struct Piece: RawRepresentable, Sendable, Hashable {
  /// `side * 7 + kind`: 0–6 are Red's pieces, 7–13 Black's.
  public let rawValue: UInt8

  /// The piece with that number, or nil past 13.
  public init?(rawValue: UInt8) {
    guard rawValue < 14 else { return nil }
    self.rawValue = rawValue
  }

  /// The piece of that side and kind.
  @inline(__always)
  public init(_ side: Side, _ kind: PieceKind) {
    rawValue = side.rawValue &* 7 &+ kind.rawValue
  }

  /// A piece from a number already known to be below 14.
  @inline(__always)
  init(unchecked rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The piece of a FEN letter: `KABNRCP` for Red, `kabnrcp` for Black, H and E as other names of N and B.
  public init?(letter: Character) {
    guard let ascii = letter.asciiValue, let piece = Piece(asciiLetter: ascii) else { return nil }
    self = piece
  }

  /// The piece of a FEN letter given as an ASCII byte.
  init?(asciiLetter byte: UInt8) {
    let kind: PieceKind
    switch byte | 0x20 {
    case UInt8(ascii: "k"): kind = .general
    case UInt8(ascii: "a"): kind = .advisor
    case UInt8(ascii: "b"), UInt8(ascii: "e"): kind = .elephant
    case UInt8(ascii: "n"), UInt8(ascii: "h"): kind = .horse
    case UInt8(ascii: "r"): kind = .chariot
    case UInt8(ascii: "c"): kind = .cannon
    case UInt8(ascii: "p"): kind = .soldier
    default: return nil
    }
    self.init(byte & 0x20 == 0 ? .red : .black, kind)
  }

  /// Whose piece it is.
  public var side: Side {
    rawValue < 7 ? .red : .black
  }

  /// What kind of piece it is.
  @inline(__always)
  public var kind: PieceKind {
    switch rawValue < 7 ? rawValue : rawValue - 7 {
    case 0: .general
    case 1: .advisor
    case 2: .elephant
    case 3: .horse
    case 4: .chariot
    case 5: .cannon
    default: .soldier
    }
  }

  /// The FEN letter: capital for Red, small for Black.
  public var letter: Character {
    let capital = kind.letter
    return side == .red ? capital : Character(capital.lowercased())
  }

  /// The same kind of piece of the other side.
  public var coloursSwapped: Piece {
    Piece(side.opponent, kind)
  }

  /// All fourteen pieces, Red's first, in the order of `rawValue`.
  public static let all: [Piece] = Side.allCases.flatMap { side in
    PieceKind.allCases.map { Piece(side, $0) }
  }

  /// Whether this piece can ever stand on that square: palace, elephant points, a soldier's way.
  public func canStand(on square: Square) -> Bool {
    let file = square.file
    // Seen from the piece's own back rank.
    let rank = side == .red ? square.rank : 9 - square.rank
    switch kind {
    case .general: return (3...5).contains(file) && rank <= 2
    case .advisor: return (3...5).contains(file) && rank <= 2 && (file + rank) % 2 == 1
    case .elephant:
      return rank <= 4 && (rank == 2 ? file % 4 == 0 : rank % 4 == 0 && file % 4 == 2)
    case .soldier: return rank >= 5 || (rank >= 3 && file % 2 == 0)
    case .horse, .chariot, .cannon: return true
    }
  }
}

extension Piece: CustomStringConvertible {
  /// The FEN letter as a string.
  public var description: String { String(letter) }
}

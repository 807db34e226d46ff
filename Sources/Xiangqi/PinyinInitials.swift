/// Moves typed with the initials of their Chinese names, as on a keyboard without a Chinese input method:
/// `p2p5` or `p2=5` is 炮二平五, `m8j7` is 马八进七, `qc+1` is 前车进一.
///
/// | initial | piece | | initial | elsewhere |
/// |---|---|---|---|---|
/// | `c`, `j` | 车 (chē, in chess jū) | | `p`, `=`, `.` | 平 (píng) |
/// | `m` | 马 (mǎ) | | `j`, `+` | 进 (jìn) |
/// | `p` | 炮 (pào) | | `t`, `-` | 退 (tuì) |
/// | `x` | 相, 象 (xiàng) | | `q` | 前 (qián) |
/// | `s` | 仕, 士 (shì), 帅 (shuài) | | `z` | 中 (zhōng) |
/// | `b` | 兵 (bīng) | | `h` | 后 (hòu) |
/// | `z` | 卒 (zú) | | | |
/// | `j` | 将 (jiàng) | | | |
///
/// Only small letters count. The same letters mean other pieces in WXF (`p` a soldier, `c` a cannon, `b` an elephant),
/// and WXF comes first: initials are tried only where the WXF reading gives no legal move, and count only
/// if exactly one legal move fits. A text whose direction is a letter (`b3j1`) is pinyin at once.
enum PinyinInitials {
  /// The kinds that an initial may stand for, the likeliest first.
  static func kinds(of initial: Unicode.Scalar) -> [PieceKind] {
    switch initial {
    case "c": [.chariot]
    case "j": [.chariot, .general]
    case "m": [.horse]
    case "p": [.cannon]
    case "x": [.elephant]
    case "s": [.advisor, .general]
    case "b", "z": [.soldier]
    default: []
    }
  }

  static func direction(of initial: Unicode.Scalar) -> MoveName.Direction? {
    switch initial {
    case "p": .sideways
    case "j": .forward
    case "t": .backward
    default: nil
    }
  }

  static func place(of initial: Unicode.Scalar) -> MoveName.Place? {
    switch initial {
    case "q": .front
    case "z": .middle
    case "h": .rear
    default: nil
    }
  }

  /// All readings of the signs as initials; none if they hold no initial of a piece.
  static func descriptions(_ signs: [MoveSign]) -> [MoveDescription] {
    guard signs.count == 4 || signs.count == 5 else { return [] }
    var signs = signs
    let way = signs.count - 2
    if case .letter(let letter) = signs[way], let direction = direction(of: letter) {
      signs[way] = .direction(direction)
    }
    // The piece is the first sign, or the second after a place: qc+1, 2b=5.
    var pieceAt = 0
    if case .letter = signs[1], case .letter(let letter) = signs[0], let place = place(of: letter) {
      signs[0] = .place(place)
      pieceAt = 1
    } else if signs[0].place != nil {
      pieceAt = 1
    }
    guard case .letter(let initial) = signs[pieceAt] else { return [] }
    return kinds(of: initial).compactMap { kind in
      signs[pieceAt] = .kind(kind)
      return MoveDescription(signs)
    }
  }
}

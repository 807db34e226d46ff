/// The first step of reading a move: many ways to type the same signs become one.
///
/// This does what Unicode's NFKC does for the characters that occur in moves, and nothing for others, so that the
/// rules need no Unicode tables.
enum MoveText {
  /// No move is written with more characters than this; longer input is not looked at.
  static let longest = 24

  /// The text without white space, with full-width and other compatibility forms as plain ones, or nil if
  /// it is too long for a move.
  static func fold(_ text: String) -> [Unicode.Scalar]? {
    var letters: [Unicode.Scalar] = []
    for (position, scalar) in text.unicodeScalars.enumerated() {
      guard position < 2 * longest else { return nil }
      if isBlank(scalar) { continue }
      letters.append(plain(scalar))
      guard letters.count <= longest else { return nil }
    }
    return letters
  }

  /// The text for an error message, cut where a message would become unreadable.
  static func excerpt(_ text: String) -> String {
    let short = text.unicodeScalars.prefix(2 * longest)
    let cut = short.endIndex == text.unicodeScalars.endIndex ? "" : "…"
    return String(String.UnicodeScalarView(short.map { $0.value < 0x20 ? " " : $0 })) + cut
  }

  /// White space of any script, and the zero-width characters that editors and web pages leave behind.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200F, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060,
      0x3000,
      0xFE00...0xFE0F, 0xFEFF:
      true
    default: false
    }
  }

  /// The plain form of one character.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = scalar.value
    let folded: UInt32 =
      switch value {
      case 0xFF01...0xFF5E: value - 0xFF01 + 0x21  // full-width ASCII
      case 0x2460...0x2468: value - 0x2460 + 0x31  // ① … ⑨
      case 0x2474...0x247C: value - 0x2474 + 0x31  // ⑴ … ⑼
      case 0x2080...0x2089: value - 0x2080 + 0x30  // subscripts
      case 0x2070, 0x2074...0x2079: value - 0x2070 + 0x30  // superscripts
      case 0xB9: 0x31
      case 0xB2, 0xB3: value - 0xB2 + 0x32
      case 0x2010...0x2015, 0x2212, 0xFE63: 0x2D  // hyphens, dashes, minus
      case 0xFE62: 0x2B
      case 0xFE66: 0x3D
      case 0x2024, 0xFE52: 0x2E
      case 0xF902, 0x2F9E: 0x8ECA  // 車
      case 0x2FBA: 0x99AC  // 馬
      case 0x2F20: 0x58EB  // 士
      case 0xF9D1: 0x516D  // 六
      case 0x2F00: 0x4E00  // 一
      case 0x2F06: 0x4E8C  // 二
      case 0x2F0B: 0x516B  // 八
      default: value
      }
    return Unicode.Scalar(folded) ?? scalar
  }
}

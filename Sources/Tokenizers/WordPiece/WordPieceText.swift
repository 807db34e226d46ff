/// Where spaces stand between the words of BERT's vocabularies, which have lost them: between words of alphabets,
/// nowhere beside Chinese characters.
enum WordPieceText {
  /// Whether a space comes between a token that ends in `last` and a word that begins with `first`.
  static func needsSpace(between last: Unicode.Scalar, and first: Unicode.Scalar) -> Bool {
    let opens = isWord(first) || "([{$".unicodeScalars.contains(first)
    guard opens else { return false }
    if CharacterClass.of(first).contains(.decimal), ".,:".unicodeScalars.contains(last) { return false }
    return isWord(last) || ".,!?;:)]}%".unicodeScalars.contains(last)
  }

  /// Whether the character belongs to a script that puts spaces between words.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    guard !CharacterClass.of(scalar).isDisjoint(with: [.letter, .number, .mark]) else { return false }
    return switch scalar.value {
    case 0x2E80...0xA4CF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF: false
    default: true
    }
  }
}

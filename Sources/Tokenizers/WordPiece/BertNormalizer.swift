/// BERT's cleaning of text: control characters go, Chinese characters stand alone, small letters without accents
/// (`BasicTokenizer` in google-research/bert, `tokenization.py`).
struct BertNormalizer: Sendable, Hashable {
  /// Whether control characters go and white space becomes a space.
  var cleansText = true
  /// Whether Chinese characters get spaces around them.
  var separatesHan = true
  /// Whether accents go.
  var stripsAccents = true
  /// Whether letters become small.
  var lowercases = true

  func normalize(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count * 2)
    for scalar in text {
      if cleansText {
        let kind = CharacterClass.of(scalar)
        let isSpace = kind.contains(.space)
        if scalar.value == 0 || scalar == "\u{FFFD}" || kind.contains(.control) && !Self.isLineSpace(scalar) {
          continue
        }
        if isSpace {
          result.append(" ")
          continue
        }
      }
      if separatesHan, Self.isHan(scalar) {
        result += [" ", scalar, " "]
      } else {
        result.append(scalar)
      }
    }
    if stripsAccents {
      result = Normalizer.decomposed(result).filter { $0.properties.generalCategory != .nonspacingMark }
    }
    return lowercases ? Normalizer.lowercased(result) : result
  }

  private static func isLineSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar == "\n" || scalar == "\r"
  }

  /// The blocks of Chinese characters as BERT lists them; Hugging Face `tokenizers` leaves out U+2B820 to U+2B91F.
  private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
      0x2B740...0x2B81F, 0x2B820...0x2CEAF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}

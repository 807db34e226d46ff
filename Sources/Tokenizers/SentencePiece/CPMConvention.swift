/// How CPM of Zhang and others, 2020, writes white space: a space is `▂`, a line end `▃`, each a word of its own, and the spaces
/// that SentencePiece knows stand only between words.
///
/// The original cuts words with jieba first, a program with a dictionary of its own that is not reproduced here: a
/// text's words that are not set apart by spaces and line ends go to SentencePiece in one piece, so ids may differ from
/// the original's though the text they stand for does not.
enum CPMConvention {
  static let space: Unicode.Scalar = "\u{2582}"
  static let newline: Unicode.Scalar = "\u{2583}"

  static func escaped(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count)
    for scalar in text {
      switch scalar {
      case " ": result += [" ", space, " "]
      case "\n": result += [" ", newline, " "]
      default: result.append(scalar)
      }
    }
    return result
  }

  /// The text that a piece's text stands for.
  static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ": continue
      case space: result.append(" ")
      case newline: result.append("\n")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

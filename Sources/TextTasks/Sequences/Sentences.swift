/// The sentences of a text.
///
/// A sentence ends behind `。！？；…` and their narrow forms, with the quotation marks and brackets that close there, and at a
/// line's end, unless the line is broken to the width of a page. A full stop `.` ends one where neither side of it is a
/// letter or digit of Latin script, as in abstracts that write 。 so. Blocks of code in Markdown are left out.
public enum Sentences {
  private static let ends: Set<Unicode.Scalar> = ["。", "！", "？", "；", "!", "?", ";", "…"]
  private static let closing: Set<Unicode.Scalar> = ["”", "’", "」", "』", "）", ")", "》", "\"", "】"]

  /// The sentences in their order, without the white space around them; none is empty.
  public static func split(_ text: String) -> [Substring] {
    let text = HardWraps.joined(CodeFences.removed(from: text))
    var sentences: [Substring] = []
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var index = start
    func take(to end: String.Index) {
      let piece = trimmed(text[start..<end])
      if !piece.isEmpty { sentences.append(piece) }
      start = end
    }
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let here = index
      index = scalars.index(after: index)
      if Character(scalar).isNewline {
        take(to: index)
      } else if ends.contains(scalar) || (scalar == "." && isEnd(here, in: scalars)) {
        while index < scalars.endIndex, ends.contains(scalars[index]) || closing.contains(scalars[index]) {
          index = scalars.index(after: index)
        }
        take(to: index)
      }
    }
    take(to: scalars.endIndex)
    return sentences
  }

  /// The clauses of a sentence, which end behind `，` `：` and their narrow forms; none is empty.
  public static func clauses(of sentence: Substring) -> [Substring] {
    var clauses: [Substring] = []
    var start = sentence.startIndex
    let scalars = sentence.unicodeScalars
    for index in scalars.indices {
      let next = scalars.index(after: index)
      let isWide = scalars[index] == "，" || scalars[index] == "："
      // A narrow one may be part of a number or a time.
      let isNarrow =
        (scalars[index] == "," || scalars[index] == ":") && next < scalars.endIndex && !scalars[next].isASCII
      guard isWide || isNarrow else { continue }
      clauses.append(sentence[start..<next])
      start = next
    }
    clauses.append(sentence[start...])
    return clauses.map(trimmed).filter { !$0.isEmpty }
  }

  /// A text without the beginning of a sentence at its end, unless it is nothing else.
  static func whole(of text: String) -> String {
    let scalars = text.unicodeScalars
    guard var end = scalars.lastIndex(where: ends.contains) else { return text }
    while end < scalars.endIndex, ends.contains(scalars[end]) || closing.contains(scalars[end]) {
      end = scalars.index(after: end)
    }
    return String(scalars[..<end])
  }

  /// Whether a line ends as a sentence does.
  static func isEnd(_ line: Substring) -> Bool {
    line.unicodeScalars.last.map { ends.contains($0) || closing.contains($0) } ?? false
  }

  /// Whether a sentence or clause ends as one; headings and lines of code or tables do not.
  public static func isClosed(_ sentence: Substring) -> Bool {
    guard let last = sentence.unicodeScalars.last else { return false }
    return isEnd(sentence) || "，：.,:".unicodeScalars.contains(last)
  }

  private static func isEnd(_ stop: String.Index, in scalars: String.UnicodeScalarView) -> Bool {
    func isLatin(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }
    let next = scalars.index(after: stop)
    if next < scalars.endIndex, isLatin(scalars[next]) || scalars[next] == "." { return false }
    guard stop > scalars.startIndex else { return false }
    let before = scalars[scalars.index(before: stop)]
    return before != "." && (!isLatin(before) || next == scalars.endIndex || scalars[next] == " ")
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.unicodeScalars.first, first.properties.isWhitespace {
      text = Substring(text.unicodeScalars.dropFirst())
    }
    while let last = text.unicodeScalars.last, last.properties.isWhitespace {
      text = Substring(text.unicodeScalars.dropLast())
    }
    return text
  }
}

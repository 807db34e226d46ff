internal import Xiangqi

/// What a word of move text turns out to be.
enum PGNWord: Equatable {
  /// A move as it was written, with the `!` and `?` behind it.
  case move(String, annotation: String)
  /// `1-0`, `0-1`, `1/2-1/2`, or nil for `*`.
  case result(Outcome?)
  /// A move number, dots, or nothing.
  case nothing

  /// Sorts out a word: takes a move number off its front, even where the space or the dot is missing or wide.
  init(_ word: String) {
    let scalars = Array(word.unicodeScalars)
    if let result = Self.result(scalars) {
      self = result
      return
    }
    var rest = Self.withoutNumber(scalars[...])
    var annotation = String.UnicodeScalarView()
    while let last = rest.last, Self.plain(last) == "!" || Self.plain(last) == "?" {
      annotation.insert(Self.plain(rest.removeLast()), at: annotation.startIndex)
    }
    let text = String(String.UnicodeScalarView(rest))
    self = text.isEmpty && annotation.isEmpty ? .nothing : .move(text, annotation: String(annotation))
  }

  /// The word as a result; nil for other words.
  private static func result(_ word: [Unicode.Scalar]) -> PGNWord? {
    guard let first = word.first.map(plain), first == "*" || first == "0" || first == "1" else { return nil }
    let text = String(String.UnicodeScalarView(word.map(plain)))
    if text == "*" { return .result(nil) }
    return Outcome(notation: text).map { .result($0) }
  }

  /// Whether a move is written in ICCS, with two letters and two digits, rather than named.
  static func isCoordinates(_ text: String) -> Bool {
    let signs = text.unicodeScalars.map { plain($0) }
    guard signs.count == 4 || signs.count == 5 && !("0"..."9").contains(signs[2]) else { return false }
    return [signs[0], signs[signs.count - 2]].allSatisfy {
      ("A"..."Z").contains($0) || ("a"..."z").contains($0)
    }
      && [signs[1], signs[signs.count - 1]].allSatisfy { ("0"..."9").contains($0) }
  }

  /// The word behind its move number and dots.
  private static func withoutNumber(_ word: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    let digits = word.prefix { ("0"..."9").contains(plain($0)) }
    let behind = word.dropFirst(digits.count)
    guard let next = behind.first else { return behind }
    if isDot(next) {
      // 13.2 is the first soldier on file 3 moving to file 2, 13.C2=5 is move 13.
      if digits.count == 2, behind.count == 2, ("0"..."9").contains(plain(behind[behind.endIndex - 1])) {
        return word
      }
      return behind.drop(while: isDot)
    }
    // 12炮二平五 has a number, 1兵平五 may be the first of several soldiers, 13=2 is one.
    return behind.count >= 4 ? behind : word
  }

  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "．", "。", "、", "…", "⋯": true
    default: false
    }
  }

  /// The ASCII form of a full-width character.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }
}

/// What a text must be: fixed parts, and free ones of given lengths, some with words that must come.
public struct TextForm: Sendable, Hashable {
  /// A part of the text.
  public enum Part: Sendable, Hashable {
    /// Exactly this.
    case fixed(String)
    /// So many characters, the words among them, in this order.
    case free(lengths: ClosedRange<Int>, words: [String])
  }

  /// What free parts are written in.
  public enum Letters: Sendable, Hashable {
    /// Chinese characters alone.
    case chinese
    /// Anything but line ends and marks that end a sentence.
    case any
  }

  /// The parts, first to last; no two free ones touch.
  public let parts: [Part]
  /// What free parts are written in.
  public let letters: Letters
  /// Whether a free part may have a token twice.
  public let mayRepeat: Bool

  /// The most characters of a free part.
  public static let lengthLimit = 1000

  /// A sentence of `lengths` characters, its full stop not counted, with these words in their order.
  ///
  /// - Throws: ``GenerationError/impossible(_:)`` if the words are longer.
  public static func sentence(
    lengths: ClosedRange<Int>, words: [String] = []
  ) throws(GenerationError) -> TextForm {
    try check(lengths, words)
    return TextForm(
      parts: [.free(lengths: lengths, words: words), .fixed("。")], letters: .any, mayRepeat: true)
  }

  /// An acrostic (藏头诗): a line of `length` characters for each of the `heads`, which begin them.
  ///
  /// Lines end in a comma and a full stop by turns. The words are shared out, each to the line with the most room.
  ///
  /// - Throws: ``GenerationError/impossible(_:)`` if there is no head, or the words do not fit.
  public static func acrostic(
    _ heads: String, length: Int, words: [String] = []
  ) throws(GenerationError) -> TextForm {
    let heads = Array(heads)
    guard !heads.isEmpty, heads.count <= 100 else {
      throw .option("acrostic", value: "\(heads.count) characters", expected: "1 to 100 characters")
    }
    guard !heads.contains(where: \.isWhitespace) else {
      throw .option("acrostic", value: "a blank", expected: "the first characters of the lines")
    }
    guard (2...lengthLimit).contains(length) else {
      throw .option("length", value: "\(length)", expected: "2 to \(lengthLimit)")
    }
    var lines = heads.map { _ in (words: [String](), room: length - 1) }
    for word in words {
      let best = lines.indices.reduce(0) { lines[$1].room > lines[$0].room ? $1 : $0 }
      guard word.count <= lines[best].room else {
        throw .impossible(
          "'\(word)' has no room in \(heads.count) lines of \(length) characters; ask for longer ones")
      }
      lines[best].words.append(word)
      lines[best].room -= word.count
    }
    var parts: [Part] = []
    for (index, head) in heads.enumerated() {
      try check(length - 1...length - 1, lines[index].words)
      let isLast = index == heads.count - 1
      parts += [
        .fixed(String(head)), .free(lengths: length - 1...length - 1, words: lines[index].words),
        .fixed(isLast || index % 2 == 1 ? (isLast ? "。" : "。\n") : "，\n"),
      ]
    }
    return TextForm(parts: parts, letters: .chinese, mayRepeat: false)
  }

  private static func check(_ lengths: ClosedRange<Int>, _ words: [String]) throws(GenerationError) {
    guard lengths.lowerBound >= 1, lengths.upperBound <= lengthLimit else {
      throw .option("length", value: "\(lengths.lowerBound)", expected: "1 to \(lengthLimit)")
    }
    guard !words.contains("") else {
      throw .option("require", value: "an empty text", expected: "a word")
    }
    let taken = words.reduce(0) { $0 + $1.count }
    guard taken <= lengths.upperBound else {
      throw .impossible(
        "the required words have \(taken) characters, more than the \(lengths.upperBound) allowed")
    }
  }

  /// Whether a character may stand in a free part.
  func allows(_ character: Character) -> Bool {
    switch letters {
    case .chinese: character.unicodeScalars.allSatisfy(\.properties.isIdeographic)
    case .any:
      !character.isNewline && !"。！？!?\u{FFFD}".contains(character)
        && character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
  }
}

internal import LanguageModel
internal import Tokenizers

/// Turns texts into texts with blanks and what is missing behind them: `<bos> text with <blank> … <fill> missing <end> …`.
///
/// Filling in the middle (Bavarian et al. 2022, "Efficient Training of Language Models to Fill in the Middle") with
/// several blanks, as Raffel et al. 2020 ("T5") have them: most hide a word or two, some a phrase, some up to half
/// of the text. Which, follows from a seed.
struct Infilling: Sendable {
  /// The most blanks of a text.
  static let mostBlanks = 12

  private let beginning: Int32
  private let blank: Int32
  private let fill: Int32
  private let end: Int32
  private let seesAll: Double

  /// Blanks in the tokens of a vocabulary, `nil` if it has none for them.
  ///
  /// - Parameters:
  ///   - vocabulary: The vocabulary.
  ///   - seesAll: The share of the texts that are shown as a prefix seen whole, of which nothing is asked; the others are
  ///     read from left to right like any text.
  init?(_ vocabulary: any TextVocabulary, seesAll: Double) {
    guard let tokens = (vocabulary as? UnigramTokenizer)?.specialTokens, let blank = tokens[TaskToken.blank],
      let fill = tokens[TaskToken.fill], let end = tokens[TaskToken.end]
    else { return nil }
    beginning = Int32(SpecialToken.beginning)
    self.blank = Int32(blank)
    self.fill = Int32(fill)
    self.end = Int32(end)
    self.seesAll = seesAll
  }

  /// Adds the sequence of a text of at most `context` tokens; what would make it longer is left out at its end.
  func add(_ text: ArraySlice<Int32>, context: Int, seed: UInt64, to builder: inout BatchBuilder) {
    var generator = SeededGenerator(seed: seed)
    // Each blank takes two tokens more than it hides, and `<bos>` and `<fill>` stand around the text.
    let text = text.prefix(context - 2 - 2 * Self.mostBlanks)
    let hidden = Self.spans(of: text.count, using: &generator)
    var tokens = [beginning]
    var place = text.startIndex
    for span in hidden {
      tokens += text[place..<text.startIndex + span.lowerBound]
      tokens.append(blank)
      place = text.startIndex + span.upperBound
    }
    tokens += text[place...]
    let prefix = tokens.count
    tokens.append(fill)
    for span in hidden {
      tokens += text[text.startIndex + span.lowerBound..<text.startIndex + span.upperBound]
      tokens.append(end)
    }
    let isWhole = Double(generator.next() >> 11) * 0x1p-53 < seesAll
    for (index, (token, next)) in zip(tokens, tokens.dropFirst()).enumerated() {
      // Where a blank will be, nobody can know.
      let isAsked = index >= prefix || (!isWhole && next != blank && next != fill)
      builder.add(token: Int(token), position: index, target: isAsked ? Int(next) : nil)
    }
    builder.endSequence(prefix: isWhole ? prefix + 1 : 0)
  }

  /// Stretches of a text of `count` tokens, at least one, in their order, at least a token between them.
  static func spans(of count: Int, using generator: inout SeededGenerator) -> [Range<Int>] {
    func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    let number: Int
    let lengths: ClosedRange<Int>
    switch draw(0...99) {
    case 0..<60: (number, lengths) = (min(mostBlanks, max(1, count / draw(16...48))), 1...4)
    case 60..<85: (number, lengths) = (draw(1...4), 4...24)
    default: (number, lengths) = (1, 1...max(1, count / 2))
    }
    var spans: [Range<Int>] = []
    for _ in 0..<number {
      let length = min(draw(lengths), max(1, count / 2))
      let start = draw(0...count - length)
      spans.append(start..<start + length)
    }
    spans.sort { $0.lowerBound < $1.lowerBound }
    var kept: [Range<Int>] = []
    for span in spans where span.lowerBound > kept.last?.upperBound ?? -1 { kept.append(span) }
    return kept
  }
}

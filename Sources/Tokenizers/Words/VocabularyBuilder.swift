/// Makes a vocabulary of words of a text.
///
/// Words are discovered as Su Jianlin does it ("Word discovery", 2019): strings that occur often and whose characters
/// hold together. Of these, and of all frequent characters, those stay whose loss would make the text least probable
/// under the most probable division (Kudo 2018, "Subword Regularization"), so frequent words become one token.
public struct VocabularyBuilder: Sendable {
  /// The most tokens: special ones, bytes, characters and words.
  public var size = 16_384
  /// How much of the text has characters of its own; rarer characters are written in bytes.
  public var coverage = 0.9995
  /// The most characters of a word; of one in Latin letters twice as many.
  public var longest = 8
  /// The least cohesion of a word, in nats: how much more often its parts meet than by chance.
  public var cohesion = 2.0
  /// How many times the candidates are as many as the words that stay.
  private static let surplus = 4

  private let special: [String]
  /// The runs of the texts, each behind a gap.
  private var runs: [Unicode.Scalar] = []
  private var counts: [Unicode.Scalar: Int] = [:]
  /// How often a character is a run.
  private var loners: [Unicode.Scalar: Int] = [:]

  /// A builder of a vocabulary with special tokens beyond `<pad> <bos> <eos> <unk>`.
  public init(special: [String] = []) {
    self.special = SpecialToken.names + special
  }

  /// Adds a text.
  public mutating func add(_ text: String) {
    TextRuns.forEach(in: Array(text.unicodeScalars)) { run in
      for scalar in run { counts[scalar, default: 0] += 1 }
      guard run.count > 1 else {
        for scalar in run { loners[scalar, default: 0] += 1 }
        return
      }
      runs.append(NGramCensus.gap)
      runs.append(contentsOf: run)
    }
  }

  /// The vocabulary of the texts.
  ///
  /// - Parameter progress: Is told what is being done.
  /// - Returns: The vocabulary.
  /// - Throws: ``VocabularyError`` if the size does not hold the characters that the coverage asks for.
  public func build(progress: (String) -> Void = { _ in }) throws(VocabularyError) -> UnigramTokenizer {
    let alphabet = alphabet()
    let room = size - special.count - 256
    guard !alphabet.isEmpty else { throw .noText }
    guard room >= alphabet.count else {
      throw .tooSmall(size: size, least: special.count + 256 + alphabet.count, coverage: coverage)
    }
    let known = Set(alphabet)
    let text = runs.map { known.contains($0) ? $0 : NGramCensus.gap }
    progress("counting strings of \(text.count) characters")
    var fitting = UnigramFitting(candidates(alphabet, text: text, words: room - alphabet.count), text: text)
    while fitting.candidates.count > room {
      progress("dividing the text into \(fitting.candidates.count) pieces")
      fitting.refit()
      fitting.prune(to: max(room, fitting.candidates.count * 3 / 4))
    }
    for _ in 0..<2 {
      progress("dividing the text into \(fitting.candidates.count) pieces")
      fitting.refit()
    }
    return UnigramTokenizer(special: special, pieces: pieces(of: fitting))
  }

  /// The most frequent characters that reach the coverage; those equally frequent in their order.
  private func alphabet() -> [Unicode.Scalar] {
    let order = counts.filter { $0.key != NGramCensus.gap }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var left = coverage * Double(order.reduce(0) { $0 + $1.value })
    var alphabet: [Unicode.Scalar] = []
    for (scalar, count) in order where left > 0 {
      alphabet.append(scalar)
      left -= Double(count)
    }
    return alphabet
  }

  private func candidates(
    _ alphabet: [Unicode.Scalar], text: [Unicode.Scalar], words: Int
  ) -> [UnigramFitting.Candidate] {
    let leastCount = max(2, text.count / 2_000_000)
    let entries = NGramCensus.entries(of: text, longest: longest, leastCount: leastCount)
      .filter { $0.cohesion >= cohesion && !$0.isFragment }
      .sorted {
        ($1.cohesion * Double($1.count), $0.start, $0.length)
          < ($0.cohesion * Double($0.count), $1.start, $1.length)
      }
    return alphabet.map { UnigramFitting.Candidate(text: [$0], count: Double(counts[$0] ?? 0)) }
      + entries.prefix(Self.surplus * words).map { entry in
        UnigramFitting.Candidate(
          text: Array(text[entry.start..<entry.start + entry.length]), count: Double(entry.count))
      }
  }

  /// The pieces, the most frequent first.
  private func pieces(of fitting: UnigramFitting) -> [UnigramTokenizer.Piece] {
    var fitting = fitting
    fitting.add(loners)
    return zip(fitting.candidates, fitting.scores)
      .map { UnigramTokenizer.Piece(text: String(String.UnicodeScalarView($0.text)), score: $1) }
      .sorted { ($1.score, $0.text) < ($0.score, $1.text) }
  }
}

/// Why there is no vocabulary.
public enum VocabularyError: Error, Hashable, CustomStringConvertible {
  /// No text was given.
  case noText
  /// Fewer tokens than special ones, bytes and characters need.
  case tooSmall(size: Int, least: Int, coverage: Double)

  /// One sentence: what is wrong, and what would be right.
  public var description: String {
    switch self {
    case .noText: "vocabulary: there is no text to find words in"
    case .tooSmall(let size, let least, let coverage):
      "vocabulary: \(size) tokens do not hold the characters that cover \(coverage) of the text; "
        + "ask for \(least) or more, or for less coverage"
    }
  }
}

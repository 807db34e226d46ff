public import Tokenizers

/// How our text models are asked, in tokens: what training shows and what the tasks ask is made here.
///
/// See `TaskToken` for the sequences. All that stands before an answer is a prefix that is seen whole.
public struct TaskLayout: Sendable {
  /// The vocabulary.
  public let tokenizer: any TextTokenizer
  /// `<blank>`.
  public let blank: Int
  /// `<fill>`.
  public let fill: Int
  /// `<end>`.
  public let end: Int
  /// `<sum>`.
  public let summary: Int
  /// `<title>`.
  public let title: Int
  /// `<sent>`.
  public let sentence: Int
  private let beginning: [Int]

  /// The layout in a vocabulary, `nil` if it is of a model that knows no tasks.
  public init?(_ tokenizer: any TextTokenizer) {
    let ids = TaskToken.names.compactMap { tokenizer.specialTokens[$0] }
    guard ids.count == TaskToken.names.count else { return nil }
    self.tokenizer = tokenizer
    (blank, fill, end, summary, title, sentence) = (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5])
    beginning = tokenizer.beginning.map { [$0] } ?? []
  }

  /// What is asked for behind a text.
  public enum Answer: Sendable, Hashable {
    /// A summary.
    case summary
    /// A title.
    case title

    /// What a summary of so many characters is.
    public init(length: Int) { self = length <= 30 ? .title : .summary }
  }

  /// The question for the summary or the title of a text: its first `limit` tokens, and the mark of the task.
  public func question(_ text: String, for answer: Answer, limit: Int) -> [Int] {
    beginning + tokenizer.encode(text).prefix(max(0, limit - beginning.count - 1))
      + [answer == .summary ? summary : title]
  }

  /// The question what is missing between parts of a text, of at most `limit` tokens.
  ///
  /// Where there are more, those farthest from the blanks are left out, at both ends.
  ///
  /// - Parameters:
  ///   - parts: The text between blanks: one more than there are blanks.
  ///   - passage: A text that stands before it on lines of its own.
  ///   - limit: The most tokens.
  /// - Returns: The tokens, `<fill>` the last.
  public func question(filling parts: [String], after passage: String = "", limit: Int) -> [Int] {
    precondition(!parts.isEmpty, "a text with blanks has a part more than blanks")
    let encoded = parts.map(tokenizer.encode)
    var room = max(0, limit - beginning.count - 1 - (parts.count - 1))
    // The parts between blanks come first, then both ends alike, then the passage.
    var inner: [[Int]] = []
    for part in encoded.dropFirst().dropLast() {
      inner.append(Array(part.prefix(room)))
      room -= inner[inner.count - 1].count
    }
    let (first, last) = (encoded[0], parts.count > 1 ? encoded[encoded.count - 1] : [])
    let tail = min(last.count, max(room / 2, room - first.count))
    let head = min(first.count, room - tail)
    room -= head + tail
    var tokens = beginning
    if !passage.isEmpty, room > 1 {
      tokens += tokenizer.encode(passage + "\n").suffix(room)
    }
    tokens += first.suffix(head)
    guard parts.count > 1 else { return tokens + [fill] }
    for part in inner { tokens += [blank] + part }
    return tokens + [blank] + last.prefix(tail) + [fill]
  }

  /// The sentences of a text for judgement, each with its mark behind it, in as few sequences of at most `limit` tokens as
  /// hold them; a sentence that is longer is cut.
  public func judgement(of sentences: [Substring], limit: Int) -> [(tokens: [Int], sentences: Range<Int>)] {
    var sequences: [(tokens: [Int], sentences: Range<Int>)] = []
    var tokens = beginning
    var first = 0
    for (index, text) in sentences.enumerated() {
      let encoded = tokenizer.encode(String(text)).prefix(max(1, limit / 4))
      if tokens.count + encoded.count + 1 > limit, index > first {
        sequences.append((tokens, first..<index))
        (tokens, first) = (beginning, index)
      }
      tokens += encoded + [sentence]
    }
    if first < sentences.count { sequences.append((tokens, first..<sentences.count)) }
    return sequences
  }
}

/// A text with blanks.
///
/// Blanks are written as full-width underscores `＿＿`, three or more narrow ones `___`, `[MASK]`, `XXXXX`, `#idiom#` or
/// `<blank>`. `[MASK]`s side by side are one blank of as many characters. Behind a blank braces may say more: `{2}` its
/// length in characters, `{公园|学校}` what it may be.
public struct ClozeText: Sendable, Hashable {
  /// What is known of what is missing.
  public struct Blank: Sendable, Hashable {
    /// The number of characters, if it is known.
    public var length: Int?
    /// What it may be; empty if it may be anything.
    public var candidates: [String]
    /// How likely each candidate is before the text is read, in the same order, more than 0; empty where all are alike.
    public var weights: [Double] = []
    /// How much what the model reads counts beside the weights, from 0 to 1.
    public var readingShare = 1.0
    /// Whether it is an idiom of four characters.
    public var isIdiom: Bool

    /// A blank.
    public init(length: Int? = nil, candidates: [String] = [], isIdiom: Bool = false) {
      self.length = length
      self.candidates = candidates
      self.isIdiom = isIdiom
    }

    /// A blank that holds a word of a passage, as likely beforehand as the passage says; what is held to be a word only
    /// because it stands there, less so, by a share that was not fitted.
    public init(words: Set<String>, stretches: Set<String> = [], clues: PassageClues) {
      let all = words.union(stretches)
      let likely = clues.weights(of: all)
      self.init(candidates: all.sorted())
      weights = candidates.compactMap { word in
        likely[word].map { words.contains(word) ? $0 : $0 * Self.stretchShare }
      }
      readingShare = clues.readingShare
    }

    private static let stretchShare = 0.4

    /// The so many candidates with the greatest weights; all, where they have none.
    func likeliest(_ count: Int) -> [String] {
      guard !weights.isEmpty else { return candidates }
      return zip(candidates, weights).sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(count).map(\.0)
    }
  }

  /// The most blanks of a text.
  public static let blankLimit = 64
  /// The longest filling, in characters.
  public static let lengthLimit = 64

  /// The text between blanks, one part more than there are blanks.
  public let parts: [String]
  /// The blanks in their order.
  public var blanks: [Blank]

  /// A text of its parts.
  public init(parts: [String], blanks: [Blank]) {
    precondition(
      parts.count == blanks.count + 1, "\(blanks.count) blanks do not stand between \(parts.count) parts")
    self.parts = parts
    self.blanks = blanks
  }

  /// Reads a text.
  ///
  /// - Throws: ``ClozeError`` if there is no blank, or what stands in braces behind one says nothing.
  public init(parsing text: String) throws(ClozeError) {
    var parts: [String] = []
    var blanks: [Blank] = []
    var part = ""
    var rest = Substring(text)
    while let first = rest.first {
      guard let (mark, blank) = Self.mark(at: rest) else {
        part.append(first)
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(mark)
      var known = blank
      if rest.first == "{" {
        guard let end = rest.firstIndex(of: "}") else { throw .openBrace(blank: blanks.count + 1) }
        try known.read(rest[rest.index(after: rest.startIndex)..<end], number: blanks.count + 1)
        rest = rest[rest.index(after: end)...]
      }
      parts.append(part)
      part = ""
      blanks.append(known)
      guard blanks.count <= Self.blankLimit else { throw .tooManyBlanks(limit: Self.blankLimit) }
    }
    guard !blanks.isEmpty else { throw .noBlank }
    self.init(parts: parts + [part], blanks: blanks)
  }

  /// Reads a text or a question.
  ///
  /// One without a mark has its blank where its question word stands, and is a statement otherwise: `他去了哪里？` becomes
  /// `他去了＿＿。`.
  ///
  /// - Throws: ``ClozeError``, where there is neither a blank nor a question word `noBlank`.
  public init(question: String) throws(ClozeError) {
    do throws(ClozeError) {
      try self.init(parsing: question)
      return
    } catch {
      guard error == .noBlank else { throw error }
    }
    guard let asked = Self.questionWords.lazy.compactMap({ Self.first(of: $0, in: question) }).first else {
      throw .noBlank
    }
    var after = String(question[asked.upperBound...])
    if let last = after.last, "？?".contains(last) { after = after.dropLast() + "。" }
    self.init(parts: [String(question[..<asked.lowerBound]), after], blanks: [Blank()])
  }

  /// The first place where one of some words stands.
  private static func first(of words: [String], in question: String) -> Range<String.Index>? {
    var place = question.startIndex
    while place < question.endIndex {
      let rest = question[place...]
      if let other = otherWords.first(where: rest.hasPrefix) {
        place = question.index(place, offsetBy: other.count)
        continue
      }
      if let word = words.first(where: rest.hasPrefix) {
        return place..<question.index(place, offsetBy: word.count)
      }
      place = question.index(after: place)
    }
    return nil
  }

  /// What asks for a word, a longer one before one that it begins with; then what may ask for one, or for its number or
  /// manner.
  private static let questionWords = [
    [
      "什么时候", "什么地方", "什么人", "什么", "什麼時候", "什麼地方", "什麼人", "什麼", "甚麼", "哪一个", "哪个", "哪位", "哪些", "哪里", "哪儿",
      "哪裡", "哪裏", "哪兒", "谁", "誰", "多少", "何处", "何时", "何人",
    ],
    [
      "怎么样", "怎麼樣", "怎么", "怎麼", "怎样", "怎樣", "如何", "多久", "多大", "多高", "多长", "多長", "多远", "多遠", "多重", "几", "幾",
      "哪",
    ],
  ]
  /// What begins like these and asks for no word: why something is so is no word's question.
  private static let otherWords = ["为什么", "為什麼", "为甚么", "為甚麼", "几乎", "幾乎", "哪怕"]

  /// The length of the mark that a text begins with, and its blank.
  private static func mark(at text: Substring) -> (length: Int, blank: Blank)? {
    let wide = text.prefix { $0 == "＿" }.count
    if wide > 0 { return (wide, Blank()) }
    let narrow = text.prefix { $0 == "_" }.count
    if narrow > 2 { return (narrow, Blank()) }
    let mask = "[MASK]"
    var masks = 0
    while text.dropFirst(masks * mask.count).hasPrefix(mask) { masks += 1 }
    if masks > 0 { return (masks * mask.count, Blank(length: min(masks, lengthLimit))) }
    for name in ["XXXXX", "<blank>"] where text.hasPrefix(name) { return (name.count, Blank()) }
    return text.hasPrefix("#idiom#") ? (7, Blank(length: 4, isIdiom: true)) : nil
  }

  /// The text with its blanks filled.
  public func filled(with fillings: [String]) -> String {
    zip(fillings, parts.dropFirst()).reduce(parts[0]) { $0 + $1.0 + $1.1 }
  }
}

extension ClozeText.Blank {
  /// Takes what stands in braces behind the blank.
  fileprivate mutating func read(_ text: Substring, number: Int) throws(ClozeError) {
    if let length = Int(text) {
      guard (1...ClozeText.lengthLimit).contains(length) else { throw .length(blank: number, String(text)) }
      self.length = length
      return
    }
    candidates = text.split(separator: "|").map(String.init).filter { !$0.isEmpty }
    guard !candidates.isEmpty else { throw .emptyBraces(blank: number) }
    length = nil
  }
}

/// Why blanks cannot be filled.
public enum ClozeError: Error, Hashable, CustomStringConvertible {
  /// The text has no blank.
  case noBlank
  /// The text has more blanks than can be filled.
  case tooManyBlanks(limit: Int)
  /// The braces behind a blank, counted from 1, do not end.
  case openBrace(blank: Int)
  /// The braces behind a blank are empty.
  case emptyBraces(blank: Int)
  /// The length of a blank is no number that is possible.
  case length(blank: Int, String)
  /// No filling fits what is asked of a blank.
  case nothingFits(blank: Int)
  /// The model fails.
  case model(String)

  /// One sentence: what is wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .noBlank: "the text has no blank; write ＿＿, ___ or [MASK] where something is missing"
    case .tooManyBlanks(let limit): "the text has more than the \(limit) blanks that are filled at once"
    case .openBrace(let blank): "blank \(blank): the { behind it should end with }"
    case .emptyBraces(let blank): "blank \(blank): the braces should hold a length, {2}, or words, {公园|学校}"
    case .length(let blank, let text):
      "blank \(blank): a length of \(text) is out of range, use 1 to \(ClozeText.lengthLimit)"
    case .nothingFits(let blank): "blank \(blank): nothing in the model's vocabulary fits what is asked of it"
    case .model(let reason): reason
    }
  }
}

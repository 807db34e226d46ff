/// Words as byte-level vocabularies cut text: the patterns of GPT-2, GPT-4 and Qwen, as one scanner with
/// what differs between them.
struct WordPattern: Sendable, Hashable {
  /// Whether `'s`, `'RE` and so on are found in capitals too.
  var ignoresCase = false
  /// Whether any mark or space before letters goes with them, rather than a space only.
  var joinsAnyPrefix = false
  /// How many digits stand together; `nil` for all, with a space before them.
  var digits: Int?
  /// Whether combining marks count as letters.
  var marksAreLetters = false
  /// Whether line ends close a stretch of white space, and go with the marks before them.
  var keepsLines = false

  /// GPT-2 of Radford and others, 2019.
  static let gpt2 = WordPattern()
  /// Qwen2 and Qwen3: every digit alone.
  static let qwen2 = WordPattern(ignoresCase: true, joinsAnyPrefix: true, digits: 1, keepsLines: true)
  /// GPT-4 (`cl100k_base`) and LLaMA 3: three digits at once.
  static let llama3 = WordPattern(ignoresCase: true, joinsAnyPrefix: true, digits: 3, keepsLines: true)
  /// Qwen3.5: as Qwen2, combining marks being letters.
  static let qwen35 = WordPattern(
    ignoresCase: true, joinsAnyPrefix: true, digits: 1, marksAreLetters: true, keepsLines: true)

  /// The patterns as regular expressions, as `tokenizer.json` has them.
  static let expressions: [String: WordPattern] = {
    let contractions = [
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"#, #"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"#,
    ]
    let rest = #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    var result: [String: WordPattern] = [
      #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: .gpt2,
      #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: .gpt2,
    ]
    for contraction in contractions {
      result[contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"# + rest] = .qwen2
      result[contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"# + rest] = .llama3
      result[
        contraction
          + #"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
      ] =
        .qwen35
    }
    return result
  }()

  /// Where the word ends that begins at the start of `range`, which is not empty.
  func end(in scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int {
    let start = range.lowerBound
    if scalars[start] == "'", let end = endOfContraction(in: scalars, range) { return end }
    let first = CharacterClass.of(scalars[start])
    if isLetter(first) { return endOfRun(in: scalars, from: start, to: range.upperBound, isLetter) }
    let next = start + 1 < range.upperBound ? CharacterClass.of(scalars[start + 1]) : nil
    if let next, isLetter(next), isPrefix(scalars[start], first) {
      return endOfRun(in: scalars, from: start + 1, to: range.upperBound, isLetter)
    }
    if first.contains(.number) {
      return endOfRun(in: scalars, from: start, to: min(range.upperBound, start + (digits ?? range.count))) {
        $0.contains(.number)
      }
    }
    if digits == nil, scalars[start] == " ", let next, next.contains(.number) {
      return endOfRun(in: scalars, from: start + 1, to: range.upperBound) { $0.contains(.number) }
    }
    if isMark(first) { return endOfMarks(in: scalars, from: start, to: range.upperBound) }
    if scalars[start] == " ", let next, isMark(next) {
      return endOfMarks(in: scalars, from: start + 1, to: range.upperBound)
    }
    return endOfSpace(in: scalars, range)
  }

  private func isLetter(_ kind: CharacterClass) -> Bool {
    kind.contains(.letter) || marksAreLetters && kind.contains(.mark)
  }

  private func isMark(_ kind: CharacterClass) -> Bool {
    kind.isDisjoint(with: [.letter, .number, .space]) && !isLetter(kind)
  }

  private func isPrefix(_ scalar: Unicode.Scalar, _ kind: CharacterClass) -> Bool {
    joinsAnyPrefix ? scalar != "\r" && scalar != "\n" && !kind.contains(.number) : scalar == " "
  }

  private func endOfRun(
    in scalars: [Unicode.Scalar], from start: Int, to end: Int, _ belongs: (CharacterClass) -> Bool,
  ) -> Int {
    var position = start
    while position < end, belongs(CharacterClass.of(scalars[position])) { position += 1 }
    return position
  }

  private func endOfMarks(in scalars: [Unicode.Scalar], from start: Int, to end: Int) -> Int {
    var position = endOfRun(in: scalars, from: start, to: end, isMark)
    while keepsLines, position < end, scalars[position] == "\r" || scalars[position] == "\n" { position += 1 }
    return position
  }

  /// A stretch of white space: up to its last line end where lines count, otherwise all but the character before a
  /// word, which begins the next one.
  private func endOfSpace(in scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int {
    let end = endOfRun(in: scalars, from: range.lowerBound, to: range.upperBound) { $0.contains(.space) }
    if keepsLines, let line = scalars[range.lowerBound..<end].lastIndex(where: { $0 == "\r" || $0 == "\n" }) {
      return line + 1
    }
    return end == range.upperBound || end == range.lowerBound + 1 ? end : end - 1
  }

  private func endOfContraction(in scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    guard start + 1 < range.upperBound else { return nil }
    let first = lowercased(scalars[start + 1])
    if "stmd".unicodeScalars.contains(first) { return start + 2 }
    guard start + 2 < range.upperBound else { return nil }
    switch (first, lowercased(scalars[start + 2])) {
    case ("r", "e"), ("v", "e"), ("l", "l"): return start + 3
    default: return nil
    }
  }

  /// The small letter, that of the long ſ being s; the scalar itself where case counts.
  private func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard ignoresCase else { return scalar }
    if scalar == "\u{17F}" { return "s" }
    return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
  }
}

/// What words are cut by.
///
/// There is no engine for regular expressions here: each pattern that vocabularies use is a scanner of its own, known by
/// its text.
enum SplitPattern: Sendable, Hashable {
  /// The text itself.
  case literal([Unicode.Scalar])
  /// Characters of some class, at most `limit` at once.
  case characters(CharacterSelection, limit: Int)
  /// At least two spaces.
  case spaces
  /// Words as GPT-2 and those after it cut them.
  case words(WordPattern)
  /// One Arabic digit; one mark, symbol or white space; a run of Latin letters; a run of all else.
  case characterRuns

  /// The patterns known, as regular expressions of Oniguruma.
  static let expressions: [String: SplitPattern] = {
    var result: [String: SplitPattern] = [
      " {2,}": .spaces,
      #"[0-9]|[\p{P}\p{S}\s]|[A-Za-z]+|[^0-9A-Za-z\p{P}\p{S}\s]+"#: .characterRuns,
      #"\p{N}{1,3}"#: .characters(.number, limit: 3),
      #"[0-9][0-9][0-9]"#: .characters(.threeDigits, limit: 3),
    ]
    for (expression, pattern) in WordPattern.expressions { result[expression] = .words(pattern) }
    for (expression, selection) in CharacterSelection.expressions {
      result[expression] = .characters(selection, limit: 1)
      result[expression + "+"] = .characters(selection, limit: .max)
    }
    return result
  }()

  /// The first match in `range`, never empty.
  func firstMatch(in scalars: [Unicode.Scalar], _ range: Range<Int>) -> Range<Int>? {
    switch self {
    case .literal(let text):
      guard let first = text.first, text.count <= range.count else { return nil }
      for start in range.lowerBound...(range.upperBound - text.count) where scalars[start] == first {
        if scalars[start..<start + text.count].elementsEqual(text) { return start..<start + text.count }
      }
      return nil
    case .characters(let selection, let limit):
      return selection.firstRun(in: scalars, range, limit: limit)
    case .spaces:
      var start = range.lowerBound
      while start < range.upperBound {
        var end = start
        while end < range.upperBound, scalars[end] == " " { end += 1 }
        if end - start >= 2 { return start..<end }
        start = end + 1
      }
      return nil
    case .words(let pattern):
      return range.lowerBound..<pattern.end(in: scalars, range)
    case .characterRuns:
      let kind = Self.kind(of: scalars[range.lowerBound])
      var end = range.lowerBound + 1
      if kind != .alone {
        while end < range.upperBound, Self.kind(of: scalars[end]) == kind { end += 1 }
      }
      return range.lowerBound..<end
    }
  }

  private enum Kind { case alone, latin, other }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar {
    case "0"..."9": .alone
    case "A"..."Z", "a"..."z": .latin
    default:
      CharacterClass.of(scalar).isDisjoint(with: [.punctuation, .symbol, .space]) ? .other : .alone
    }
  }
}

/// A class of characters that a pattern names.
enum CharacterSelection: Sendable, Hashable {
  case number, decimal, digit, threeDigits, space, whiteSpace, lineEnd, newline, hanAndKana, punctuation
  case bertPunctuation, asciiPunctuation, word

  static let expressions: [String: CharacterSelection] = [
    #"\p{N}"#: .number, #"\d"#: .decimal, "[0-9]": .digit, " ": .space, #"\s"#: .whiteSpace,
    #"[\r\n]"#: .lineEnd, "[\r\n]": .lineEnd, #"\n"#: .newline, "\n": .newline, #"\p{P}"#: .punctuation,
    "[一-龥぀-ゟ゠-ヿ]": .hanAndKana, #"[一-龥\u3040-ゟ゠-ヿ]"#: .hanAndKana,
  ]

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .number: CharacterClass.of(scalar).contains(.number)
    case .decimal: CharacterClass.of(scalar).contains(.decimal)
    case .digit, .threeDigits: ("0"..."9").contains(scalar)
    case .space: scalar == " "
    case .whiteSpace: CharacterClass.of(scalar).contains(.space)
    case .lineEnd: scalar == "\r" || scalar == "\n"
    case .newline: scalar == "\n"
    case .punctuation: CharacterClass.of(scalar).contains(.punctuation)
    case .hanAndKana:
      ("\u{4E00}"..."\u{9FA5}").contains(scalar) || ("\u{3040}"..."\u{30FF}").contains(scalar)
    case .asciiPunctuation:
      scalar.isASCII && !CharacterClass.of(scalar).isDisjoint(with: [.punctuation, .symbol])
    case .word:
      scalar.properties.isAlphabetic || scalar.properties.isJoinControl
        || !CharacterClass.of(scalar).isDisjoint(with: [.mark, .decimal])
        || scalar.properties.generalCategory == .connectorPunctuation
    case .bertPunctuation:
      CharacterClass.of(scalar).contains(.punctuation) || Self.asciiPunctuation.contains(scalar)
    }
  }

  func firstRun(in scalars: [Unicode.Scalar], _ range: Range<Int>, limit: Int) -> Range<Int>? {
    let least = self == .threeDigits ? 3 : 1
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, end - start < limit, contains(scalars[end]) { end += 1 }
      if end - start >= least { return start..<end }
      start = end + 1
    }
    return nil
  }
}

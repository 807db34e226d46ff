/// A token that is found in a text by its name, before anything else is done to the text.
struct AddedToken: Sendable, Hashable {
  var name: String
  var id: Int
  /// Whether it stands for no text; found only where special tokens are read.
  var isSpecial = false
  /// Whether white space before it belongs to it.
  var takesSpaceBefore = false
  /// Whether white space after it belongs to it.
  var takesSpaceAfter = false
  /// Whether it counts only where no letter or digit touches it.
  var isWholeWord = false
  /// Whether it is looked for in the normalised text.
  var isNormalized = false
}

/// Finds added tokens in a text: the leftmost, of those the longest.
struct AddedTokens: Sendable {
  /// The longest name, in bytes, so that looking for names stays linear.
  static let lengthLimit = 1 << 10

  /// A stretch of text between tokens, or a token.
  enum Part: Hashable {
    case text(Range<Int>)
    case token(Int)
  }

  let tokens: [AddedToken]
  private var children: [UInt64: Int32] = [:]
  private var tokenAtNode: [Int32] = [-1]

  init(_ tokens: [AddedToken], file: String) throws(TokenizerError) {
    self.tokens = tokens
    for (index, token) in tokens.enumerated() {
      guard !token.name.isEmpty, token.name.utf8.count <= Self.lengthLimit else {
        throw .malformed(
          file: file,
          problem: "the added token \(token.id) has a name of \(token.name.utf8.count) bytes, "
            + "it should be 1 to \(Self.lengthLimit)")
      }
      var node: Int32 = 0
      for scalar in token.name.unicodeScalars {
        let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar.value)
        if let next = children[key] {
          node = next
        } else {
          node = Int32(tokenAtNode.count)
          tokenAtNode.append(-1)
          children[key] = node
        }
      }
      tokenAtNode[Int(node)] = Int32(index)
    }
  }

  /// The text's parts in order; those of text are not empty.
  func parts(of scalars: [Unicode.Scalar], readingSpecialTokens: Bool) -> [Part] {
    guard !tokens.isEmpty else { return scalars.isEmpty ? [] : [.text(0..<scalars.count)] }
    var parts: [Part] = []
    var written = 0
    var position = 0
    while position < scalars.count {
      guard let (index, end) = longest(in: scalars, at: position) else {
        position += 1
        continue
      }
      let token = tokens[index]
      var range = position..<end
      position = end
      guard readingSpecialTokens || !token.isSpecial else { continue }
      guard !token.isWholeWord || Self.isWholeWord(range, in: scalars) else { continue }
      if token.takesSpaceBefore {
        var start = range.lowerBound
        while start > written, CharacterClass.of(scalars[start - 1]).contains(.space) { start -= 1 }
        range = start..<range.upperBound
      }
      if token.takesSpaceAfter {
        var end = range.upperBound
        while end < scalars.count, CharacterClass.of(scalars[end]).contains(.space) { end += 1 }
        range = range.lowerBound..<end
      }
      if written < range.lowerBound { parts.append(.text(written..<range.lowerBound)) }
      parts.append(.token(token.id))
      written = max(written, range.upperBound)
    }
    if written < scalars.count { parts.append(.text(written..<scalars.count)) }
    return parts
  }

  private func longest(in scalars: [Unicode.Scalar], at start: Int) -> (index: Int, end: Int)? {
    var found: (Int, Int)?
    var node: Int32 = 0
    var next = start
    while next < scalars.count {
      let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalars[next].value)
      guard let child = children[key] else { break }
      node = child
      next += 1
      let index = tokenAtNode[Int(node)]
      if index >= 0 { found = (Int(index), next) }
    }
    return found
  }

  private static func isWholeWord(_ range: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
    let word = CharacterSelection.word
    if range.lowerBound > 0, word.contains(scalars[range.lowerBound - 1]) { return false }
    return range.upperBound == scalars.count || !word.contains(scalars[range.upperBound])
  }
}

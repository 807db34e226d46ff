@_spi(_Unicode) internal import Swift

/// A step that rewrites text before it is cut into words.
enum Normalizer: Sendable {
  /// Canonical composition (Unicode Standard Annex 15).
  case nfc
  /// Canonical decomposition.
  case nfd
  case lowercase
  /// All combining marks go.
  case stripAccents
  /// White space at the ends goes.
  case strip(left: Bool, right: Bool)
  /// Text set before every text that is not empty.
  case prepend([Unicode.Scalar])
  case replace(SplitPattern, with: [Unicode.Scalar])
  case bert(BertNormalizer)
  /// A compiled table of replacements as Hugging Face applies it, grapheme cluster by grapheme cluster.
  case clusters(CharacterMap)
  case sentencePiece(SentencePieceNormalizer)
  /// Spaces and line ends as CPM writes them.
  case cpm

  func normalize(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    switch self {
    case .nfc: text.contains { $0.value >= 0x300 } ? Array(String(text)._nfc) : text
    case .nfd: Self.decomposed(text)
    case .lowercase: Self.lowercased(text)
    case .stripAccents: text.filter { !CharacterClass.of($0).contains(.mark) }
    case .strip(let left, let right): Self.stripped(text, left: left, right: right)
    case .prepend(let prefix): text.isEmpty ? text : prefix + text
    case .replace(let pattern, let content): Self.replacing(pattern, with: content, in: text)
    case .bert(let bert): bert.normalize(text)
    case .clusters(let map): map.replacingClusters(of: text)
    case .sentencePiece(let normalizer): normalizer.normalize(text)
    case .cpm: CPMConvention.escaped(text)
    }
  }

  /// How many times longer a text becomes at most, leaving out what all texts get.
  var growth: Int {
    switch self {
    case .replace(.literal(let text), let content): max(1, (content.count + text.count - 1) / text.count)
    case .replace(_, let content): max(1, content.count)
    default: 1
    }
  }

  static func decomposed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    text.contains { $0.value >= 0xC0 } ? Array(String(text)._nfd) : text
  }

  static func lowercased(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count)
    for scalar in text {
      if scalar.isASCII {
        result.append(("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
      } else {
        result += scalar.properties.lowercaseMapping.unicodeScalars
      }
    }
    return result
  }

  private static func stripped(_ text: [Unicode.Scalar], left: Bool, right: Bool) -> [Unicode.Scalar] {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { CharacterClass.of(scalar).contains(.space) }
    var rest = text[...]
    if left { rest = rest.drop(while: isSpace) }
    while right, let last = rest.last, isSpace(last) { rest.removeLast() }
    return Array(rest)
  }

  static func replacing(
    _ pattern: SplitPattern, with content: [Unicode.Scalar], in text: [Unicode.Scalar],
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var position = 0
    while let match = pattern.firstMatch(in: text, position..<text.count) {
      result += text[position..<match.lowerBound]
      result += content
      position = match.upperBound
    }
    return position == 0 ? text : result + text[position...]
  }
}

extension String {
  /// The text of scalars.
  init(_ scalars: [Unicode.Scalar]) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}

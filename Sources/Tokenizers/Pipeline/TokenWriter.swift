/// How tokens become text again.
enum TokenWriter: Sendable {
  /// Names are bytes, written as ``ByteAlphabet`` does.
  case byteLevel
  /// Names are pieces of text in which some characters stand for others.
  case pieces(PieceText)
  /// Names are words, those that go on within a word beginning with a prefix.
  case words(prefix: String)
  /// Names are parts of words, the last of which ends in a suffix.
  case suffixed(String)

  /// The bytes of a token's name after `previous`, which is empty for a special token, `nil` where a text begins.
  func bytes(of name: String, after previous: String?) -> [UInt8] {
    switch self {
    case .byteLevel: ByteAlphabet.bytes(of: name)
    case .pieces(let text): text.bytes(of: name, isFirst: previous == nil)
    case .words(let prefix): Self.word(name, after: previous, prefix: prefix)
    case .suffixed(let suffix):
      (previous.map { $0.isEmpty || $0.hasSuffix(suffix) } == true ? [0x20] : [])
        + (name.hasSuffix(suffix) ? name.utf8.dropLast(suffix.utf8.count) : name.utf8[...])
    }
  }

  private static func word(_ name: String, after previous: String?, prefix: String) -> [UInt8] {
    let bytes = Array(name.utf8)
    if bytes.starts(with: prefix.utf8), bytes.count > prefix.utf8.count {
      return Array(bytes[prefix.utf8.count...])
    }
    guard let last = previous?.unicodeScalars.last, let first = name.unicodeScalars.first,
      WordPieceText.needsSpace(between: last, and: first)
    else { return bytes }
    return [0x20] + bytes
  }
}

/// How a piece's name becomes text: the decoders of Hugging Face that work on one token.
struct PieceText: Sendable {
  /// What is replaced in every piece, in this order.
  var replacements: [(of: [Unicode.Scalar], with: [Unicode.Scalar])] = []
  /// Whether `<0xE4>` is a byte.
  var hasBytes = false
  /// How many of which character go at the beginning of a text.
  var strip: (scalar: Unicode.Scalar, limit: Int)?
  /// What stands between two tokens.
  var separator = ""
  /// Whether white space is written as CPM does.
  var isCPM = false

  func bytes(of name: String, isFirst: Bool) -> [UInt8] {
    if hasBytes, let byte = ByteTokens.byte(of: name) { return [byte] }
    var scalars = Array(name.unicodeScalars)
    for (old, new) in replacements { scalars = Normalizer.replacing(.literal(old), with: new, in: scalars) }
    if isFirst, let strip {
      let count = scalars.prefix(strip.limit).prefix { $0 == strip.scalar }.count
      scalars.removeFirst(count)
    }
    let text = isCPM ? CPMConvention.unescaped(String(scalars)) : String(scalars)
    return (isFirst ? [] : Array(separator.utf8)) + Array(text.utf8)
  }
}

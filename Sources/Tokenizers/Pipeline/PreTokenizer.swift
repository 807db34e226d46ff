/// A step that cuts text into words, or rewrites them for the vocabulary.
enum PreTokenizer: Sendable {
  case split(SplitPattern, SplitBehavior, inverted: Bool)
  /// Bytes as ``ByteAlphabet`` writes them, with a space before a text that begins with none.
  case byteLevel(addsSpace: Bool, pattern: WordPattern?)
  /// White space cuts, punctuation stands alone.
  case bert
  /// White space cuts.
  case whitespaceSplit
  /// Spaces as `▁`, of which words begin.
  case metaspace(replacement: Unicode.Scalar, prefix: MetaspacePrefix, splits: Bool)

  /// Which texts get `▁` before them.
  enum MetaspacePrefix: String, CaseIterable {
    case always, first, never
  }

  func cut(_ pieces: PieceList) -> PieceList {
    switch self {
    case .split(let pattern, let behavior, let inverted):
      pieces.split(by: pattern, behavior, inverted: inverted)
    case .byteLevel(let addsSpace, let pattern):
      Self.byteLevel(pieces, addsSpace: addsSpace, pattern: pattern)
    case .bert:
      pieces.split(by: .characters(.whiteSpace, limit: 1), .removed)
        .split(by: .characters(.bertPunctuation, limit: 1), .isolated)
    case .whitespaceSplit: pieces.split(by: .characters(.whiteSpace, limit: 1), .removed)
    case .metaspace(let replacement, let prefix, let splits):
      Self.metaspace(pieces, replacement: replacement, prefix: prefix, splits: splits)
    }
  }

  private static func byteLevel(_ pieces: PieceList, addsSpace: Bool, pattern: WordPattern?) -> PieceList {
    var words = pieces
    if addsSpace {
      words = PieceList(beginsText: pieces.beginsText)
      for range in pieces.ranges {
        if pieces.scalars[range.lowerBound] != " " { words.append(" ") }
        words.append(pieces.scalars[range])
      }
    }
    if let pattern { words = words.split(by: .words(pattern), .isolated) }
    var result = PieceList(beginsText: pieces.beginsText)
    for range in words.ranges {
      for index in range {
        for byte in words.scalars[index].utf8 { result.append(ByteAlphabet.scalars[Int(byte)]) }
      }
      result.endPiece()
    }
    return result
  }

  private static func metaspace(
    _ pieces: PieceList, replacement: Unicode.Scalar, prefix: MetaspacePrefix, splits: Bool,
  ) -> PieceList {
    var result = PieceList(beginsText: pieces.beginsText)
    for (index, range) in pieces.ranges.enumerated() {
      let isPrefixed = prefix == .always || prefix == .first && index == 0 && pieces.beginsText
      let first = pieces.scalars[range.lowerBound]
      if isPrefixed, first != " ", first != replacement { result.append(replacement) }
      for index in range { result.append(pieces.scalars[index] == " " ? replacement : pieces.scalars[index]) }
      result.endPiece()
    }
    return splits ? result.split(by: .literal([replacement]), .mergedWithNext) : result
  }
}

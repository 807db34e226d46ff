/// What SentencePiece does to a text before it is cut (`normalizer.cc` in google/sentencepiece): characters are
/// replaced by its table, white space is tidied and written `▁`.
struct SentencePieceNormalizer: Sendable {
  /// `▁`, which spaces are written with.
  static let space: Unicode.Scalar = "\u{2581}"

  var map: CharacterMap?
  /// The symbols that are left as they are.
  var kept: ScalarTrie?
  /// Whether a text begins with a space that it has not.
  var addsPrefix = true
  /// Whether spaces at the ends go, and all but one of those in a row.
  var removesExtraSpaces = true
  /// Whether spaces are written `▁`.
  var escapesSpaces = true

  func normalize(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var source = Source(text, hasMap: map != nil)
    let space = escapesSpaces ? Self.space : " "
    if removesExtraSpaces {
      while !source.isAtEnd {
        let (replacement, count) = next(source)
        guard replacement.elementsEqual([" "]) else { break }
        source.position += count
      }
    }
    guard !source.isAtEnd else { return [] }
    var result: [Unicode.Scalar] = addsPrefix ? [space] : []
    result.reserveCapacity(text.count + 1)
    var wasSpace = removesExtraSpaces
    while !source.isAtEnd {
      var (replacement, count) = next(source)
      if wasSpace { replacement = replacement.drop { $0 == " " } }
      for scalar in replacement { result.append(scalar == " " ? space : scalar) }
      if let last = replacement.last { wasSpace = removesExtraSpaces && last == " " }
      source.position += count
    }
    while removesExtraSpaces, result.last == space { result.removeLast() }
    return result
  }

  /// A text and how far it has been read.
  private struct Source {
    let scalars: [Unicode.Scalar]
    var bytes: [UInt8] = []
    /// Where each scalar begins in `bytes`, and its end.
    var starts: [Int] = []
    var position = 0

    init(_ scalars: [Unicode.Scalar], hasMap: Bool) {
      self.scalars = scalars
      guard hasMap else { return }
      for scalar in scalars {
        starts.append(bytes.count)
        bytes += scalar.utf8
      }
      starts.append(bytes.count)
    }

    var isAtEnd: Bool { position == scalars.count }
  }

  /// What comes next in place of how many scalars.
  private func next(_ source: Source) -> (ArraySlice<Unicode.Scalar>, count: Int) {
    let position = source.position
    let same = source.scalars[position...position]
    if let kept, let end = kept.longest(in: source.scalars, from: position)?.end {
      return (source.scalars[position..<end], end - position)
    }
    guard let map, let match = map.match(in: source.bytes, from: source.starts[position], longest: true)
    else {
      return (same, 1)
    }
    var end = position + 1
    while source.starts[end] < source.starts[position] + match.length { end += 1 }
    return (match.text[...], end - position)
  }
}

extension ScalarTrie {
  /// The longest string that `text` goes on with at `start`, and where it ends.
  func longest(in text: [Unicode.Scalar], from start: Int) -> (string: Int, end: Int)? {
    var found: (Int, Int)?
    var node = Self.root
    var end = start
    while end < text.count {
      node = self.node(after: node, text[end])
      guard node != Self.none else { break }
      end += 1
      if string(at: node) != Self.none { found = (Int(string(at: node)), end) }
    }
    return found
  }
}

/// Words into the longest pieces that the vocabulary has, from the left (WordPiece, of Devlin and others, 2019).
struct WordPieceModel: Sendable {
  let vocabulary: Vocabulary
  /// What a word is that cannot be put together from pieces.
  let unknown: Int
  /// What pieces begin with that go on within a word.
  let prefix: [UInt8]
  /// The longest word, in characters, that is looked up.
  let lengthLimit: Int

  func encode(_ word: ArraySlice<Unicode.Scalar>, into tokens: inout [Int]) {
    guard word.count <= lengthLimit else {
      tokens.append(unknown)
      return
    }
    var bytes = prefix
    var starts = [prefix.count]
    for scalar in word {
      bytes += scalar.utf8
      starts.append(bytes.count)
    }
    let before = tokens.count
    var start = 0
    while start < word.count {
      var end = word.count
      var found: Int?
      while end > start {
        found = id(ofBytes: starts[start]..<starts[end], in: &bytes, continues: start > 0)
        if found != nil { break }
        end -= 1
      }
      guard let found else {
        tokens.removeSubrange(before...)
        tokens.append(unknown)
        return
      }
      tokens.append(found)
      start = end
    }
  }

  /// The piece in `range` of `bytes`; the prefix is written over what comes before it, which has been read.
  private func id(ofBytes range: Range<Int>, in bytes: inout [UInt8], continues: Bool) -> Int? {
    guard continues else { return vocabulary.id(of: bytes[range]) }
    let start = range.lowerBound - prefix.count
    for (offset, byte) in prefix.enumerated() { bytes[start + offset] = byte }
    return vocabulary.id(of: bytes[start..<range.upperBound])
  }
}

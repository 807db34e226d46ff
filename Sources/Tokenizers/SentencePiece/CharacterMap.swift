/// Replacements of characters as SentencePiece compiles them (`precompiled_charsmap`): a double-array trie of what is
/// replaced (Aoe 1989, as laid out by darts-clone) and the texts that stand in for it.
struct CharacterMap: Sendable {
  /// The longest replacement, in bytes, so that no table makes a text grow without bound.
  private static let lengthLimit = 1 << 7

  private let units: [UInt32]
  private let texts: [UInt8]

  /// Reads the table: the trie's length in bytes, the trie, the replacements each ended by 0.
  init(_ bytes: ArraySlice<UInt8>, file: String) throws(TokenizerError) {
    func unit(at offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[bytes.startIndex + offset + $1]) << (8 * UInt32($1)) }
    }
    guard bytes.count >= 4 else {
      throw .malformed(file: file, problem: "the table of characters is cut off at byte \(bytes.count)")
    }
    let length = Int(unit(at: 0))
    guard length % 4 == 0, length >= 4, length <= bytes.count - 4 else {
      throw .malformed(
        file: file,
        problem: "the table of characters says it has \(length) bytes, there are \(bytes.count - 4)")
    }
    units = (0..<length / 4).map { unit(at: 4 + 4 * $0) }
    texts = Array(bytes.dropFirst(4 + length))
    let longest = texts.split(separator: 0).map(\.count).max() ?? 0
    guard longest <= Self.lengthLimit, texts.last ?? 0 == 0 else {
      throw .malformed(
        file: file,
        problem: "a replacement of the table of characters has \(longest) bytes, "
          + "it should be at most \(Self.lengthLimit) and end in 0")
    }
  }

  /// How many bytes from `start` on are replaced, and by what; the longest stretch or the shortest.
  func match(in bytes: [UInt8], from start: Int, longest: Bool) -> (length: Int, text: [Unicode.Scalar])? {
    var found: (length: Int, value: Int)?
    var node = Self.offset(units[0])
    for index in start..<bytes.count {
      node ^= UInt32(bytes[index])
      guard Int(node) < units.count, units[Int(node)] & 0x8000_00FF == UInt32(bytes[index]) else { break }
      let unit = units[Int(node)]
      node ^= Self.offset(unit)
      guard unit >> 8 & 1 == 1 else { continue }
      guard Int(node) < units.count else { break }
      found = (index + 1 - start, Int(units[Int(node)] & 0x7FFF_FFFF))
      if !longest { break }
    }
    guard let found, found.value < texts.count else { return nil }
    let text = texts[found.value...].prefix { $0 != 0 }
    return (found.length, Array(String(decoding: text, as: UTF8.self).unicodeScalars))
  }

  private static func offset(_ unit: UInt32) -> UInt32 { (unit >> 10) << ((unit & 0x200) >> 6) }

  /// Replaces as Hugging Face does: a grapheme cluster of up to five bytes as a whole if the table has the beginning of
  /// it, otherwise scalar by scalar.
  func replacingClusters(of text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(text.count)
    for cluster in String(text) {
      let bytes = Array(cluster.utf8)
      if bytes.count < 6, let match = match(in: bytes, from: 0, longest: false) {
        result += match.text
        continue
      }
      for scalar in cluster.unicodeScalars {
        if let match = match(in: Array(scalar.utf8), from: 0, longest: false) {
          result += match.text
        } else {
          result.append(scalar)
        }
      }
    }
    return result
  }
}

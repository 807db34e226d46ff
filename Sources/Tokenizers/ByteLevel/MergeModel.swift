/// Byte-pair encoding by a list of merges (Sennrich and others, 2016): a word's characters are joined pair by pair, the pair
/// first in the list first.
///
/// A queue of pairs and linked symbols: n log n for a word of n characters, however long.
struct MergeModel: Sendable {
  /// What two tokens make, and when.
  struct Merge: Sendable {
    let rank: Int32
    let result: Int32
  }

  let vocabulary: Vocabulary
  /// Merges by the ids of the two tokens, the first in the upper half.
  let merges: [UInt64: Merge]
  /// What a character is that the vocabulary has not; `nil` drops it.
  var unknown: Int?
  /// Whether unknown characters in a row are one token.
  var joinsUnknown = false
  /// The tokens of bytes, for characters that the vocabulary has not.
  var byteTokens: [Int]?
  /// Whether a word that is a token is taken whole, whatever the merges say.
  var takesWholeWords = false
  /// The tokens of single characters.
  private let characters: [Unicode.Scalar: Int32]
  /// What symbols after a word's first begin with.
  var continuingPrefix = ""
  /// What a word's last symbol ends with.
  var wordSuffix = ""

  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// Buffers that are used word after word.
  struct Workspace {
    fileprivate var symbols: [Symbol] = []
    fileprivate var queue = MergeQueue()
  }

  fileprivate struct Symbol {
    var id: Int32
    var previous: Int32
    var next: Int32
    var isGone = false
  }

  func encode(_ word: ArraySlice<Unicode.Scalar>, into tokens: inout [Int], _ space: inout Workspace) {
    if takesWholeWords, let id = vocabulary.id(of: String(Array(word))) {
      tokens.append(id)
      return
    }
    symbols(of: word, into: &space.symbols)
    merge(&space)
    var index = space.symbols.isEmpty ? -1 : 0
    while index >= 0 {
      tokens.append(Int(space.symbols[index].id))
      index = Int(space.symbols[index].next)
    }
  }

  private func symbols(of word: ArraySlice<Unicode.Scalar>, into symbols: inout [Symbol]) {
    symbols.removeAll(keepingCapacity: true)
    func append(_ id: Int) {
      let index = Int32(symbols.count)
      if index > 0 { symbols[Int(index) - 1].next = index }
      symbols.append(Symbol(id: Int32(id), previous: index - 1, next: -1))
    }
    var wasUnknown = false
    for (index, scalar) in zip(word.indices, word) {
      if let id = id(of: scalar, isFirst: index == word.startIndex, isLast: index == word.endIndex - 1) {
        append(id)
        wasUnknown = false
      } else if let byteTokens {
        for byte in scalar.utf8 { append(byteTokens[Int(byte)]) }
        wasUnknown = false
      } else if let unknown {
        if !wasUnknown || !joinsUnknown { append(unknown) }
        wasUnknown = true
      }
    }
  }

  private func id(of scalar: Unicode.Scalar, isFirst: Bool, isLast: Bool) -> Int? {
    if isFirst || continuingPrefix.isEmpty, !isLast || wordSuffix.isEmpty {
      return characters[scalar].map { Int($0) }
    }
    var bytes = isFirst ? [] : Array(continuingPrefix.utf8)
    bytes += scalar.utf8
    if isLast { bytes += wordSuffix.utf8 }
    return vocabulary.id(of: bytes[...])
  }

  private func merge(_ space: inout Workspace) {
    space.queue.removeAll()
    func offer(_ position: Int, _ space: inout Workspace) {
      let symbol = space.symbols[position]
      guard symbol.next >= 0 else { return }
      guard let merge = merges[Self.key(symbol.id, space.symbols[Int(symbol.next)].id)] else { return }
      space.queue.insert(MergeQueue.Candidate(rank: merge.rank, position: position, result: merge.result))
    }
    for position in space.symbols.indices { offer(position, &space) }
    while let candidate = space.queue.popFirst() {
      let position = candidate.position
      let symbol = space.symbols[position]
      guard !symbol.isGone, symbol.next >= 0 else { continue }
      let right = space.symbols[Int(symbol.next)]
      guard merges[Self.key(symbol.id, right.id)]?.result == candidate.result else { continue }
      space.symbols[Int(symbol.next)].isGone = true
      space.symbols[position].id = candidate.result
      space.symbols[position].next = right.next
      if right.next >= 0 { space.symbols[Int(right.next)].previous = Int32(position) }
      if symbol.previous >= 0 { offer(Int(symbol.previous), &space) }
      offer(position, &space)
    }
  }

  /// A model of merges in their order, each two names of the vocabulary whose joined name it has too.
  init(
    vocabulary: Vocabulary, merges pairs: [(Substring, Substring)], continuingPrefix: String = "",
    file: String,
  ) throws(TokenizerError) {
    var merges: [UInt64: Merge] = [:]
    merges.reserveCapacity(pairs.count)
    for (rank, (left, right)) in pairs.enumerated() {
      let continues = right.utf8.starts(with: continuingPrefix.utf8)
      let joined = Array(left.utf8) + Array(right.utf8.dropFirst(continues ? continuingPrefix.utf8.count : 0))
      guard let first = vocabulary.id(of: Array(left.utf8)[...]),
        let second = vocabulary.id(of: Array(right.utf8)[...]),
        let result = vocabulary.id(of: joined[...])
      else {
        throw .malformed(
          file: file,
          problem: "merge \(rank + 1), \"\(left)\" and \"\(right)\", is not of tokens of the vocabulary")
      }
      let merge = Merge(rank: Int32(rank), result: Int32(result))
      merges[Self.key(Int32(first), Int32(second))] = merge  // a later one counts, as in the original
    }
    self.vocabulary = vocabulary
    self.merges = merges
    self.continuingPrefix = continuingPrefix
    characters = vocabulary.characters
  }
}

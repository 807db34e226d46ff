/// Byte-pair encoding by the scores of pieces, as SentencePiece and llama.cpp do it: of all neighbours whose joined text is a
/// piece, the pair whose piece scores highest is joined first, the leftmost of equal ones.
struct ScoreMergeModel: Sendable {
  /// A piece that texts are joined to.
  struct Piece: Sendable {
    let text: String
    let id: Int
    let score: Float
    /// Whether it is taken apart again in the end.
    var isUnused = false
  }

  private let ids: [ByteString: Int32]
  private let scores: [Int32: Float]
  private let unused: Set<Int32>
  private let longest: Int
  /// Symbols that are found whole and never joined, with their ids.
  private let frozen: ScalarTrie?
  private let frozenIDs: [Int]
  private let unknown: Int
  /// The tokens of the 256 bytes, empty where characters are unknown as a whole.
  private let bytes: [Int]

  init(pieces: [Piece], frozen: [(text: String, id: Int)], unknown: Int, bytes: [Int]) {
    ids = Dictionary(pieces.map { (ByteString($0.text), Int32($0.id)) }) { first, _ in first }
    scores = Dictionary(pieces.map { (Int32($0.id), $0.score) }) { first, _ in first }
    unused = Set(pieces.filter(\.isUnused).map { Int32($0.id) })
    longest = pieces.map(\.text.utf8.count).max() ?? 0
    self.frozen = frozen.isEmpty ? nil : ScalarTrie(frozen.map { Array($0.text.unicodeScalars) })
    frozenIDs = frozen.map(\.id)
    self.unknown = unknown
    self.bytes = bytes
  }

  /// A stretch of the text's bytes and its neighbours.
  private struct Symbol {
    var range: Range<Int>
    var previous: Int32
    var next: Int32
    /// The token of a frozen symbol.
    var frozen: Int?
  }

  /// The symbols of a text while they are joined.
  private struct Work {
    var text: [UInt8] = []
    var symbols: [Symbol] = []
    var queue = MergeQueue()
    /// The halves that a piece of a text that is taken apart again came from.
    var halves: [ByteString: Int] = [:]
  }

  func encode(_ text: ArraySlice<Unicode.Scalar>, into tokens: inout [Int]) {
    var work = Work()
    cut(Array(text), into: &work)
    for left in work.symbols.indices { offer(left, &work) }
    while let candidate = work.queue.popFirst() {
      let left = candidate.position
      let next = Int(work.symbols[left].next)
      guard next >= 0, !work.symbols[left].range.isEmpty else { continue }
      let range = work.symbols[left].range.lowerBound..<work.symbols[next].range.upperBound
      guard range.count == Int(candidate.result) else { continue }
      work.symbols[left].range = range
      work.symbols[next].range = range.upperBound..<range.upperBound
      work.symbols[left].next = work.symbols[next].next
      let after = Int(work.symbols[left].next)
      if after >= 0 { work.symbols[after].previous = Int32(left) }
      if work.symbols[left].previous >= 0 { offer(Int(work.symbols[left].previous), &work) }
      offer(left, &work)
    }
    var wasUnknown = false
    var index = work.symbols.isEmpty ? -1 : 0
    while index >= 0 {
      let symbol = work.symbols[index]
      if let id = symbol.frozen {
        tokens.append(id)
        wasUnknown = false
      } else {
        write(symbol.range, work, into: &tokens, &wasUnknown)
      }
      index = Int(symbol.next)
    }
  }

  private func cut(_ text: [Unicode.Scalar], into work: inout Work) {
    var position = 0
    while position < text.count {
      let start = work.text.count
      let match = frozen?.longest(in: text, from: position)
      let end = match?.end ?? position + 1
      for scalar in text[position..<end] { work.text += scalar.utf8 }
      let index = Int32(work.symbols.count)
      if index > 0 { work.symbols[Int(index) - 1].next = index }
      work.symbols.append(
        Symbol(
          range: start..<work.text.count, previous: index - 1, next: -1,
          frozen: match.map { frozenIDs[$0.string] }))
      position = end
    }
  }

  private func offer(_ left: Int, _ work: inout Work) {
    let symbol = work.symbols[left]
    guard symbol.next >= 0, symbol.frozen == nil else { return }
    let next = work.symbols[Int(symbol.next)]
    guard next.frozen == nil else { return }
    let range = symbol.range.lowerBound..<next.range.upperBound
    guard range.count <= longest, let id = ids[ByteString(work.text[range])] else { return }
    work.queue.insert(
      MergeQueue.Candidate(score: scores[id] ?? 0, position: left, length: range.count))
    if unused.contains(id) { work.halves[ByteString(work.text[range])] = symbol.range.count }
  }

  /// Writes the tokens of a stretch: its piece, the halves of one that is not used, or what is unknown.
  private func write(_ range: Range<Int>, _ work: Work, into tokens: inout [Int], _ wasUnknown: inout Bool) {
    var stack = [range]
    while let range = stack.popLast() {
      let key = ByteString(work.text[range])
      let id = ids[key]
      if let id, unused.contains(id), let half = work.halves[key] {
        stack.append(range.lowerBound + half..<range.upperBound)
        stack.append(range.lowerBound..<range.lowerBound + half)
      } else if let id {
        tokens.append(Int(id))
        wasUnknown = false
      } else if !bytes.isEmpty {
        for byte in work.text[range] { tokens.append(bytes[Int(byte)]) }
        wasUnknown = false
      } else {
        if !wasUnknown { tokens.append(unknown) }
        wasUnknown = true
      }
    }
  }
}

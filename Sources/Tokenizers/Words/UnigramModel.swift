/// The most probable division of a text into pieces that follow each other independently (Kudo 2018, "Subword
/// Regularization", section 3.2), found by the algorithm of Viterbi.
///
/// Where two divisions are equally probable, that with the longer last piece stays, as in Hugging Face `tokenizers`,
/// whose results these are.
package struct UnigramModel: Sendable {
  /// How much less probable an unknown character is than the rarest piece, in nats.
  private static let unknownPenalty = 10.0

  private let trie: ScalarTrie
  private let scores: [Double]
  private let unknownScore: Double
  private let unknown: Int
  /// The tokens of the 256 bytes, empty where characters are unknown as a whole.
  private let bytes: [Int]

  /// A model of pieces numbered by their places.
  ///
  /// - Parameters:
  ///   - pieces: The pieces with the logarithms of their probabilities.
  ///   - unknown: The token of what no piece fits.
  ///   - hasByteFallback: Whether that is written in bytes instead, if there are pieces `<0x00>` to `<0xFF>`.
  package init(pieces: [(text: String, score: Double)], unknown: Int, hasByteFallback: Bool) {
    self.init(
      pieces: pieces, unknown: unknown,
      bytes: hasByteFallback ? ByteTokens.find(in: pieces.map(\.text)) : [],
      leastScore: pieces.map(\.score).min() ?? 0)
  }

  /// A model of pieces numbered by their places; those without text are never found.
  ///
  /// - Parameters:
  ///   - pieces: The pieces with the logarithms of their probabilities.
  ///   - unknown: The token of what no piece fits.
  ///   - bytes: The tokens of the 256 bytes that such characters are written in instead, or none.
  ///   - leastScore: The score of the rarest piece, which unknown characters are rarer than.
  init(pieces: [(text: String, score: Double)], unknown: Int, bytes: [Int], leastScore: Double) {
    trie = ScalarTrie(pieces.map { Array($0.text.unicodeScalars) })
    scores = pieces.map(\.score)
    unknownScore = leastScore - Self.unknownPenalty
    self.unknown = unknown
    self.bytes = bytes
  }

  /// Appends the tokens of a text that no token crosses the ends of.
  package func append(_ text: some Collection<Unicode.Scalar>, to tokens: inout [Int]) {
    var lattice = Lattice()
    append(Array(text)[...], to: &tokens, using: &lattice)
  }

  /// The same with memory that calls share.
  func append(_ text: ArraySlice<Unicode.Scalar>, to tokens: inout [Int], using lattice: inout Lattice) {
    findBest(text, using: &lattice)
    let first = tokens.count
    var end = text.count
    while end > 0 {
      let arc = lattice.arcs[end]
      let start = Int(arc.start)
      if arc.piece >= 0 {
        tokens.append(Int(arc.piece))
      } else if bytes.isEmpty {
        // Unknown characters beside each other are one token; seen from the end the one before decides.
        if start == 0 || lattice.arcs[start].piece >= 0 { tokens.append(unknown) }
      } else {
        for byte in text[text.startIndex + start].utf8.reversed() { tokens.append(bytes[Int(byte)]) }
      }
      end = start
    }
    tokens[first...].reverse()
  }

  /// Fills the lattice: how the best division of each beginning of the text ends, `omitted` being no piece.
  func findBest(
    _ text: ArraySlice<Unicode.Scalar>, using lattice: inout Lattice, leavingOut omitted: Int? = nil
  ) {
    let omitted = Int32(omitted ?? -1)
    let count = text.count
    lattice.reset(count)
    lattice.arcs.withUnsafeMutableBufferPointer { arcs in
      text.withUnsafeBufferPointer { text in
        for start in 0..<count {
          let score = arcs[start].score
          var node = ScalarTrie.root
          var end = start
          while end < count {
            node = trie.node(after: node, text[end])
            guard node != ScalarTrie.none else { break }
            end += 1
            let piece = trie.string(at: node)
            guard piece != ScalarTrie.none, piece != omitted else { continue }
            let candidate = score + scores[Int(piece)]
            if arcs[end].start < 0 || candidate > arcs[end].score {
              arcs[end] = Lattice.Arc(score: candidate, start: Int32(start), piece: piece)
            }
          }
          guard !isPiece(text[start]) else { continue }
          let candidate = score + unknownScore
          if arcs[start + 1].start < 0 || candidate > arcs[start + 1].score {
            arcs[start + 1] = Lattice.Arc(score: candidate, start: Int32(start), piece: -1)
          }
        }
      }
    }
  }

  @inline(__always)
  private func isPiece(_ scalar: Unicode.Scalar) -> Bool {
    let node = trie.node(after: ScalarTrie.root, scalar)
    return node != ScalarTrie.none && trie.string(at: node) != ScalarTrie.none
  }
}

/// The best divisions of all beginnings of a text.
struct Lattice {
  /// The last piece of a division.
  struct Arc {
    /// The sum of the logarithms of the probabilities of all pieces.
    var score: Double
    /// Where the last piece begins, -1 if there is no division yet.
    var start: Int32
    /// The last piece, -1 for a character that is none.
    var piece: Int32
  }

  /// [characters + 1].
  var arcs: [Arc] = []

  mutating func reset(_ count: Int) {
    arcs.removeAll(keepingCapacity: true)
    arcs.append(Arc(score: 0, start: 0, piece: -1))
    arcs.append(contentsOf: repeatElement(Arc(score: 0, start: -1, piece: -1), count: count))
  }
}

/// The names of the tokens that stand for bytes: `<0x00>` to `<0xFF>`.
enum ByteTokens {
  /// The name of a byte.
  static func name(of byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(digits.count < 2 ? "0" : "")\(digits)>"
  }

  /// The byte of a name.
  static func byte(of name: String) -> UInt8? {
    guard name.utf8.count == 6, name.hasPrefix("<0x"), name.hasSuffix(">") else { return nil }
    return UInt8(name.dropFirst(3).dropLast(), radix: 16)
  }

  /// The places of all 256 names, or none if one is missing.
  static func find(in names: [String]) -> [Int] {
    var places = [Int](repeating: -1, count: 256)
    for (place, name) in names.enumerated() {
      if let byte = byte(of: name), places[Int(byte)] < 0 { places[Int(byte)] = place }
    }
    return places.contains(-1) ? [] : places
  }
}

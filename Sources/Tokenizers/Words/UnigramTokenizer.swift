/// A vocabulary of words, parts of words and characters, with bytes for what is none of them.
///
/// Special tokens come first, then the 256 bytes, then the pieces. Its file, `tokenizer.json`, gives the same ids in
/// Hugging Face `tokenizers`.
public struct UnigramTokenizer: TextTokenizer {
  /// A piece with the logarithm of its probability.
  public struct Piece: Sendable, Hashable {
    /// What it writes.
    public let text: String
    /// The natural logarithm of how often it is a token of its training text, of all tokens.
    public let score: Double

    /// A piece with its score.
    public init(text: String, score: Double) {
      self.text = text
      self.score = score
    }
  }

  /// The special tokens in the order of their ids.
  public let special: [String]
  /// The pieces behind the special tokens and the bytes, in the order of their ids.
  public let pieces: [Piece]
  /// The special tokens' ids.
  public let specialTokens: [String: Int]
  private let model: UnigramModel

  /// A vocabulary of special tokens, all bytes and pieces.
  ///
  /// `special` begins with `<pad> <bos> <eos> <unk>` and has no name twice; nor do the pieces.
  public init(special: [String], pieces: [Piece]) {
    precondition(special.starts(with: SpecialToken.names), "special tokens begin with \(SpecialToken.names)")
    self.special = special
    self.pieces = pieces
    specialTokens = Dictionary(uniqueKeysWithValues: special.enumerated().map { ($1, $0) })
    model = UnigramModel(
      pieces: Self.entries(special: special, pieces: pieces).map { ($0.text, $0.score) },
      unknown: SpecialToken.unknown, hasByteFallback: true)
  }

  /// All tokens with their scores, 0 for those that are no pieces.
  static func entries(special: [String], pieces: [Piece]) -> [Piece] {
    special.map { Piece(text: $0, score: 0) }
      + (0...UInt8.max).map { Piece(text: ByteTokens.name(of: $0), score: 0) } + pieces
  }

  /// The number of special tokens, bytes and pieces.
  public var count: Int { special.count + 256 + pieces.count }
  /// `<bos>`.
  public var beginning: Int? { SpecialToken.beginning }
  /// `<eos>`.
  public var ends: Set<Int> { [SpecialToken.end] }

  /// The most probable tokens of the text.
  public func encode(_ text: String) -> [Int] {
    var tokens: [Int] = []
    var lattice = Lattice()
    TextRuns.forEach(in: Array(text.unicodeScalars)) { model.append($0, to: &tokens, using: &lattice) }
    return tokens
  }

  /// What the token writes, wherever it stands.
  public func bytes(of token: Int, after previous: Int?) -> [UInt8] {
    let place = token - special.count
    guard place >= 0 else { return [] }
    return place < 256 ? [UInt8(place)] : Array(pieces[place - 256].text.utf8)
  }

  /// The special token's name, `<0x0A>` of a byte, or the piece.
  public func name(of token: Int) -> String {
    let place = token - special.count
    if place < 0 { return special[token] }
    return place < 256 ? ByteTokens.name(of: UInt8(place)) : pieces[place - 256].text
  }
}

/// The tokens that every vocabulary of ours begins with.
public enum SpecialToken {
  /// Their names in the order of their ids.
  public static let names = ["<pad>", "<bos>", "<eos>", "<unk>"]
  /// Before a text.
  public static let beginning = 1
  /// Behind a text.
  public static let end = 2
  /// What has no token.
  public static let unknown = 3
}

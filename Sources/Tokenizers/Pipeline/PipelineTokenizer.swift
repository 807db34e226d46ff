/// A vocabulary of another program, as steps one after the other: added tokens are found by name, the rest is
/// normalised, cut into words, and each word becomes tokens.
///
/// Ids are those of the library that the vocabulary's file is made for: Hugging Face `tokenizers`, SentencePiece or
/// llama.cpp.
public struct PipelineTokenizer: TextTokenizer {
  let vocabulary: Vocabulary
  let normalizers: [Normalizer]
  let preTokenizers: [PreTokenizer]
  let model: WordModel
  let writer: TokenWriter
  private let added: AddedTokens
  private let normalizedAdded: AddedTokens
  private let special: Set<Int>

  /// How many times longer normalising may make a text, so that no file makes a short one fill the memory.
  private static let growthLimit = 1 << 10

  private static func grows(by factors: [Int], atMost limit: Int) -> Bool {
    var product = 1
    for factor in factors {
      product *= factor  // both at most the limit of a text in a file
      guard product <= limit else { return false }
    }
    return true
  }

  /// The tokens that stand for no text, by their names.
  public let specialTokens: [String: Int]
  /// The token that texts begin with, `nil` if none does.
  public let beginning: Int?
  /// The tokens that end a text.
  public let ends: Set<Int>
  /// The number of ids.
  public var count: Int { vocabulary.count }

  /// Puts the steps together.
  ///
  /// The vocabulary has all names, those of added tokens too. The tokens in `special` stand for no text, though texts are
  /// looked through only for those that are added.
  init(
    vocabulary: Vocabulary, added: [AddedToken] = [], special: Set<Int> = [], normalizers: [Normalizer] = [],
    preTokenizers: [PreTokenizer] = [], model: WordModel, writer: TokenWriter, beginning: Int? = nil,
    ends: Set<Int> = [], file: String,
  ) throws(TokenizerError) {
    for token in [beginning].compactMap(\.self) + ends where !vocabulary.names.indices.contains(token) {
      throw .malformed(
        file: file, problem: "the token \(token) begins or ends texts, the ids are 0..<\(vocabulary.count)")
    }
    guard Self.grows(by: normalizers.map(\.growth), atMost: Self.growthLimit) else {
      throw .malformed(
        file: file, problem: "the replacements make a text more than \(Self.growthLimit) times longer")
    }
    self.vocabulary = vocabulary
    self.normalizers = normalizers
    self.preTokenizers = preTokenizers
    self.model = model
    self.writer = writer
    self.beginning = beginning
    self.ends = ends
    self.added = try AddedTokens(added.filter { !$0.isNormalized }, file: file)
    let normalized = added.filter(\.isNormalized).map { token in
      var token = token
      token.name = String(normalizers.reduce(Array(token.name.unicodeScalars)) { $1.normalize($0) })
      return token
    }
    normalizedAdded = try AddedTokens(normalized.filter { !$0.name.isEmpty }, file: file)
    self.special = special.union(added.lazy.filter(\.isSpecial).map(\.id))
    specialTokens = Dictionary(self.special.map { (vocabulary.names[$0], $0) }) { first, _ in first }
  }

  /// The tokens of a text in which names of special tokens are text like any other.
  public func encode(_ text: String) -> [Int] { encode(text, readingSpecialTokens: false) }

  /// The tokens of a text in which the names of special tokens stand for these, if `readingSpecialTokens` says so.
  public func encode(_ text: String, readingSpecialTokens: Bool) -> [Int] {
    let scalars = Array(text.unicodeScalars)
    var tokens: [Int] = []
    for part in added.parts(of: scalars, readingSpecialTokens: readingSpecialTokens) {
      switch part {
      case .token(let id): tokens.append(id)
      case .text(let range):
        let text = normalizers.reduce(Array(scalars[range])) { $1.normalize($0) }
        for part in normalizedAdded.parts(of: text, readingSpecialTokens: readingSpecialTokens) {
          switch part {
          case .token(let id): tokens.append(id)
          case .text(let inner):
            let words = PieceList(
              Array(text[inner]), beginsText: range.lowerBound == 0 && inner.lowerBound == 0)
            model.encode(preTokenizers.reduce(words) { $1.cut($0) }, into: &tokens)
          }
        }
      }
    }
    return tokens
  }

  /// The bytes that a token writes after `previous`; none for a special token and for ids that have no token.
  public func bytes(of token: Int, after previous: Int?) -> [UInt8] {
    guard vocabulary.names.indices.contains(token), !special.contains(token) else { return [] }
    return writer.bytes(of: vocabulary.names[token], after: previous.flatMap(writtenName))
  }

  /// The name of a token that a text can follow, `nil` for the one that texts begin with.
  private func writtenName(of token: Int) -> String? {
    guard token != beginning, vocabulary.names.indices.contains(token) else { return nil }
    return special.contains(token) ? "" : vocabulary.names[token]
  }

  /// The token as its vocabulary writes it, empty for ids that have no token.
  public func name(of token: Int) -> String {
    vocabulary.names.indices.contains(token) ? vocabulary.names[token] : ""
  }
}

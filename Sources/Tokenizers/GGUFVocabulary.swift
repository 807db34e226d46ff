/// The vocabulary in a GGUF file, as the keys under `tokenizer.ggml` give it.
public struct GGUFVocabulary: Sendable, Hashable {
  /// `model`: "gpt2" for byte-level merges, "llama" for SentencePiece.
  public var model: String
  /// `pre`: how "gpt2" cuts words.
  public var preTokenizer: String?
  /// `tokens`, in order of their ids.
  public var tokens: [String]
  /// `scores`, one for each token; empty for "gpt2".
  public var scores: [Float]
  /// `token_type`, one for each token: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte.
  public var types: [Int]
  /// `merges`: two tokens each, a space between them.
  public var merges: [String]
  /// `bos_token_id`.
  public var beginning: Int?
  /// `eos_token_id`.
  public var end: Int?
  /// `add_bos_token`.
  public var addsBeginning: Bool?
  /// `add_space_prefix`.
  public var addsSpacePrefix: Bool?

  /// A vocabulary of these values.
  public init(
    model: String, preTokenizer: String? = nil, tokens: [String], scores: [Float] = [], types: [Int] = [],
    merges: [String] = [], beginning: Int? = nil, end: Int? = nil, addsBeginning: Bool? = nil,
    addsSpacePrefix: Bool? = nil,
  ) {
    self.model = model
    self.preTokenizer = preTokenizer
    self.tokens = tokens
    self.scores = scores
    self.types = types
    self.merges = merges
    self.beginning = beginning
    self.end = end
    self.addsBeginning = addsBeginning
    self.addsSpacePrefix = addsSpacePrefix
  }
}

extension PipelineTokenizer {
  /// The vocabulary of a GGUF file, with the ids that llama.cpp gives.
  ///
  /// - Parameters:
  ///   - content: The values of the file's keys.
  ///   - file: The file's path, for errors.
  /// - Throws: ``TokenizerError`` if values contradict each other, or ask for what is not here.
  public init(ggufVocabulary content: GGUFVocabulary, file: String) throws(TokenizerError) {
    let vocabulary = try Vocabulary(names: content.tokens, file: file)
    for (name, count) in [("scores", content.scores.count), ("token_type", content.types.count)] {
      guard count == 0 || count == content.tokens.count else {
        throw .malformed(
          file: file,
          problem:
            "tokenizer.ggml.\(name) has \(count) elements, the vocabulary has \(content.tokens.count) tokens")
      }
    }
    if let type = content.types.first(where: { !(0...6).contains($0) }) {
      throw .malformed(file: file, problem: "tokenizer.ggml.token_type has \(type), it should be 1 to 6")
    }
    switch content.model {
    case "gpt2": try self.init(byteLevel: content, vocabulary, file: file)
    case "llama": try self.init(scored: content, vocabulary, file: file)
    default:
      throw .unsupported(
        file: file, part: "tokenizer.ggml.model", found: "\"\(content.model)\"", supported: "gpt2, llama")
    }
  }

  private init(byteLevel content: GGUFVocabulary, _ vocabulary: Vocabulary, file: String)
    throws(TokenizerError)
  {
    guard let name = content.preTokenizer, let family = Self.families[name] else {
      throw .unsupported(
        file: file, part: "tokenizer.ggml.pre", found: content.preTokenizer.map { "\"\($0)\"" } ?? "missing",
        supported: Self.families.keys.sorted().joined(separator: ", "))
    }
    var pairs: [(Substring, Substring)] = []
    for merge in content.merges {
      guard let pair = MergeFile.pair(merge[...]) else {
        throw .malformed(
          file: file, problem: "tokenizer.ggml.merges has \"\(merge.prefix(80))\", two tokens should be there"
        )
      }
      pairs.append(pair)
    }
    var model = try MergeModel(vocabulary: vocabulary, merges: pairs, file: file)
    model.takesWholeWords = family.takesWholeWords
    var steps: [PreTokenizer] = []
    if family.cutsDigits { steps.append(.split(.characters(.number, limit: 1), .isolated, inverted: false)) }
    steps.append(.byteLevel(addsSpace: content.addsSpacePrefix ?? false, pattern: family.pattern))
    let begins = content.addsBeginning ?? family.takesWholeWords
    try self.init(
      vocabulary: vocabulary, added: content.added, special: content.special, preTokenizers: steps,
      model: .merges(model), writer: .byteLevel, beginning: begins ? content.beginning : nil,
      ends: content.ends,
      file: file)
  }

  private init(scored content: GGUFVocabulary, _ vocabulary: Vocabulary, file: String) throws(TokenizerError)
  {
    guard content.scores.count == content.tokens.count, content.scores.allSatisfy(\.isFinite) else {
      throw .malformed(file: file, problem: "tokenizer.ggml.scores should be a finite number for every token")
    }
    let bytes = ByteTokens.find(in: content.tokens)
    let unknown = content.types.firstIndex(of: 2) ?? 0
    let pieces = content.tokens.indices.filter { !content.tokens[$0].isEmpty }.map {
      ScoreMergeModel.Piece(text: content.tokens[$0], id: $0, score: content.scores[$0])
    }
    let addsPrefix = content.addsSpacePrefix ?? true
    let space = SentencePieceNormalizer.space
    var text = PieceText(replacements: [([space], [" "])], hasBytes: true)
    if addsPrefix { text.strip = (" ", 1) }
    try self.init(
      vocabulary: vocabulary, added: content.added, special: content.special,
      normalizers: [
        .sentencePiece(SentencePieceNormalizer(addsPrefix: addsPrefix, removesExtraSpaces: false))
      ],
      model: .scores(ScoreMergeModel(pieces: pieces, frozen: [], unknown: unknown, bytes: bytes)),
      writer: .pieces(text), beginning: content.addsBeginning ?? true ? content.beginning : nil,
      ends: content.ends, file: file)
  }

  private struct Family {
    var pattern: WordPattern
    /// Whether every digit is cut off before the pattern is used.
    var cutsDigits = false
    /// Whether words that are tokens are taken whole; such vocabularies begin texts with a token too.
    var takesWholeWords = false
  }

  /// The names of `pre` in `llama-vocab.cpp` of llama.cpp whose patterns have a scanner here.
  private static let families: [String: Family] = {
    var result: [String: Family] = ["qwen35": Family(pattern: .qwen35)]
    for name in ["gpt-2", "phi-2", "jais", "mpt", "olmo", "trillion", "a.x-4.0", "mellum", "gigachat"] {
      result[name] = Family(pattern: .gpt2)
    }
    for name in ["starcoder", "refact", "command-r", "smollm", "codeshell", "exaone"] {
      result[name] = Family(pattern: .gpt2, cutsDigits: true)
    }
    for name in ["qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan", "megrez"] {
      result[name] = Family(pattern: .qwen2)
    }
    for name in ["dbrx", "smaug-bpe", "chatglm-bpe", "glm4"] { result[name] = Family(pattern: .llama3) }
    for name in ["llama3", "llama-v3", "llama-bpe", "falcon3"] {
      result[name] = Family(pattern: .llama3, takesWholeWords: true)
    }
    return result
  }()
}

extension GGUFVocabulary {
  /// Names that end a text or a turn wherever they are tokens, control tokens or not, as llama.cpp has them.
  private static let endNames: Set<String> = [
    "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>",
    "<end_of_turn>",
    "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>",
    "<end_of_utterance>", "<eos>", "<｜end▁of▁sentence｜>",
  ]

  /// Control tokens and the one for unknown characters are special; those of the user are found in every text.
  fileprivate var added: [AddedToken] {
    let special = special
    return tokens.indices.compactMap { id in
      guard !tokens[id].isEmpty, special.contains(id) || type(of: id) == 4 else { return nil }
      return AddedToken(name: tokens[id], id: id, isSpecial: special.contains(id))
    }
  }

  fileprivate var special: Set<Int> {
    Set(tokens.indices.lazy.filter { type(of: $0) == 2 || type(of: $0) == 3 }).union(ends)
  }

  /// The named end, and all tokens with names that ends have.
  fileprivate var ends: Set<Int> {
    let named = Set(tokens.indices.lazy.filter { Self.endNames.contains(tokens[$0]) })
    return end.map { named.union([$0]) } ?? named
  }

  private func type(of id: Int) -> Int { types.indices.contains(id) ? types[id] : 1 }
}

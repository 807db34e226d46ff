public import ModelFiles

extension UnigramTokenizer {
  /// The name of the file in a model's folder.
  public static let fileName = "tokenizer.json"

  /// The content of `tokenizer.json`, as Hugging Face `tokenizers` reads it.
  public var json: JSONValue {
    func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
      .object(members.map { JSONValue.Member(name: $0.key, value: $0.value) })
    }
    let added = special.enumerated().map { id, name in
      object([
        "id": .integer(id), "content": .string(name), "single_word": .boolean(false),
        "lstrip": .boolean(false),
        "rstrip": .boolean(false), "normalized": .boolean(false), "special": .boolean(true),
      ])
    }
    let vocabulary = Self.entries(special: special, pieces: pieces).map { entry in
      JSONValue.array([.string(entry.text), .number(entry.score)])
    }
    return object([
      "version": .string("1.0"), "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": .null,
      "pre_tokenizer": object([
        "type": .string("Split"), "pattern": object(["Regex": .string(TextRuns.pattern)]),
        "behavior": .string("Isolated"), "invert": .boolean(false),
      ]),
      "post_processor": .null,
      "decoder": object([
        "type": .string("Sequence"),
        "decoders": .array([object(["type": .string("ByteFallback")]), object(["type": .string("Fuse")])]),
      ]),
      "model": object([
        "type": .string("Unigram"), "unk_id": .integer(SpecialToken.unknown), "vocab": .array(vocabulary),
        "byte_fallback": .boolean(true),
      ]),
    ])
  }

  /// Reads the content of a `tokenizer.json` that ``json`` has written.
  ///
  /// - Throws: ``UnigramFileError`` if it is any other: one of another kind, or with parts that are not ours.
  public init(json: JSONValue) throws(UnigramFileError) {
    let model = json["model"]
    guard model?["type"]?.text == "Unigram", let entries = model?["vocab"]?.elements else {
      throw .notUnigram(model?["type"]?.text)
    }
    var texts: [String] = []
    var scores: [Double] = []
    for (id, entry) in entries.enumerated() {
      guard let pair = entry.elements, pair.count == 2, let text = pair[0].text, !text.isEmpty,
        let score = pair[1].number, score <= 0
      else { throw .piece(id) }
      texts.append(text)
      scores.append(score)
    }
    let first = texts.firstIndex(of: ByteTokens.name(of: 0)) ?? texts.count
    let special = Array(texts[..<first])
    let pieces = zip(texts, scores).dropFirst(first + 256).map { Piece(text: $0, score: $1) }
    guard special.starts(with: SpecialToken.names), texts.count >= first + 256,
      Set(texts).count == texts.count
    else { throw .otherParts }
    self.init(special: special, pieces: pieces)
    // Whatever the file says beyond the vocabulary, it must be what this vocabulary's file says.
    guard self.json == json else { throw .otherParts }
  }
}

/// Why a `tokenizer.json` is none of ours.
public enum UnigramFileError: Error, Hashable, CustomStringConvertible {
  /// The model is of this type.
  case notUnigram(String?)
  /// The entry of the vocabulary is no pair of a text and a logarithm of a probability.
  case piece(Int)
  /// Special tokens, bytes, or the steps before and after the model differ.
  case otherParts

  /// One sentence.
  public var description: String {
    switch self {
    case .notUnigram(let type):
      "model.type: \(type ?? "nothing") is given, \"Unigram\" with a vocab is what our vocabularies have"
    case .piece(let id):
      "model.vocab[\(id)] should be a text and the logarithm of its probability, which is 0 at most"
    case .otherParts:
      "the special tokens, bytes and steps are not those that `yiwen vocab` writes"
    }
  }
}

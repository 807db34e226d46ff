extension PipelineTokenizer {
  /// Reads a `vocab.txt` of BERT: one token a line.
  ///
  /// The settings say whether letters become small, and what the special tokens are called if not as in BERT.
  init(wordPieces bytes: [UInt8], settings: TokenizerSettings, file: String) throws(TokenizerError) {
    guard ["BertTokenizer", nil].contains(settings.tokenizerClass) else {
      throw settings.unsupportedClass("BertTokenizer for a vocab.txt")
    }
    var vocabulary = try Vocabulary(lines: bytes, file: file)
    func token(_ role: String, _ name: String) -> Int? { vocabulary.id(of: settings.names[role] ?? name) }
    guard let unknown = token("unk_token", "[UNK]") else {
      throw .malformed(
        file: file,
        problem:
          "the token \"\(settings.names["unk_token"] ?? "[UNK]")\" is missing, BERT's vocabularies have it")
    }
    let named =
      [
        unknown, token("cls_token", "[CLS]"), token("sep_token", "[SEP]"), token("pad_token", "[PAD]"),
        token("mask_token", "[MASK]"), settings.names["bos_token"].flatMap { vocabulary.id(of: $0) },
        settings.names["eos_token"].flatMap { vocabulary.id(of: $0) },
      ].compactMap(\.self) + settings.furtherSpecial.compactMap { vocabulary.id(of: $0) }
    let lowercases = try settings.flag("do_lower_case") ?? true
    let bert = BertNormalizer(
      separatesHan: try settings.flag("tokenize_chinese_chars") ?? true,
      stripsAccents: try settings.flag("strip_accents") ?? lowercases, lowercases: lowercases)
    let model = WordPieceModel(
      vocabulary: vocabulary, unknown: unknown, prefix: Array("##".utf8), lengthLimit: 100)
    let beginning = token("cls_token", "[CLS]")
    let end = token("sep_token", "[SEP]")
    let added = try vocabulary.merging(settings.added, special: named, file: file)
    let ends = settings.ends(in: vocabulary)
    try self.init(
      vocabulary: vocabulary, added: added, normalizers: [.bert(bert)], preTokenizers: [.bert],
      model: .wordPiece(model), writer: .words(prefix: "##"), beginning: beginning,
      ends: ends.union([end].compactMap(\.self)), file: file)
  }
}

extension Vocabulary {
  /// Names a line each, in order of their ids.
  init(lines bytes: [UInt8], file: String) throws(TokenizerError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(file: file, problem: "the text is not UTF-8")
    }
    let newline = UInt8(ascii: "\n")
    guard bytes.lazy.filter({ $0 == newline }).count <= Self.limit else {
      throw .malformed(file: file, problem: "there are more than the \(Self.limit) tokens supported")
    }
    var lines = text.utf8.split(separator: newline, omittingEmptySubsequences: false)
    if let last = lines.last, last.isEmpty { lines.removeLast() }
    try self.init(
      names: lines.map { String(Substring($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0)) }, file: file)
  }

  /// Adds tokens that settings describe, and marks those that are special; gives all of them.
  mutating func merging(
    _ added: [AddedToken], special: [Int], file: String,
  ) throws(TokenizerError) -> [AddedToken] {
    var result = added
    for token in added { try insertAdded(token.name, id: token.id, file: file) }
    for id in special {
      if let index = result.firstIndex(where: { $0.id == id }) {
        result[index].isSpecial = true
        result[index].isNormalized = false
      } else {
        result.append(AddedToken(name: names[id], id: id, isSpecial: true))
      }
    }
    return result
  }
}

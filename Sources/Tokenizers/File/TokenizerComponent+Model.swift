internal import ModelFiles

extension TokenizerComponent {
  /// The names of a model's `vocab`, an object of ids or an array of pieces with scores.
  func vocabulary() throws(TokenizerError) -> Vocabulary {
    guard let entries = member("vocab") else { throw malformed("vocab", "the tokens should be there") }
    switch entries.value {
    case .object(let members):
      var vocabulary = Vocabulary()
      for member in members {
        guard let id = member.value.integer else {
          throw entries.malformed(member.name, "an id should be there")
        }
        try vocabulary.insert(member.name, id: id, file: file)
      }
      return vocabulary
    case .array:
      return try Vocabulary(names: scoredPieces().map(\.text), file: file)
    default:
      throw malformed("vocab", "an object or an array of the tokens should be there")
    }
  }

  /// What makes tokens of words.
  func model(_ vocabulary: Vocabulary) throws(TokenizerError) -> WordModel {
    let type = try text("type", default: value["merges"] == nil ? nil : "BPE")
    switch type {
    case "BPE": return .merges(try mergeModel(vocabulary))
    case "Unigram": return .unigram(try unigramModel())
    case "WordPiece":
      return .wordPiece(
        WordPieceModel(
          vocabulary: vocabulary, unknown: try unknown(in: vocabulary, default: "[UNK]"),
          prefix: Array(String(try shortText("continuing_subword_prefix", default: "##")).utf8),
          lengthLimit: try longestWord()))
    case "WordLevel": return .wordLevel(vocabulary, unknown: try unknown(in: vocabulary, default: "<unk>"))
    default: throw unsupported("type", found: type, supported: "BPE, Unigram, WordPiece, WordLevel")
    }
  }

  /// The longest word that is looked up, which may not be long: looking one up takes time by its square.
  private func longestWord() throws(TokenizerError) -> Int {
    guard member("max_input_chars_per_word") != nil else { return 100 }
    let length = try integer("max_input_chars_per_word")
    guard (1...1000).contains(length) else {
      throw malformed("max_input_chars_per_word", "1 to 1000 should be there")
    }
    return length
  }

  private func unknown(in vocabulary: Vocabulary, default fallback: String) throws(TokenizerError) -> Int {
    let name = try text("unk_token", default: fallback)
    guard let id = vocabulary.id(of: name) else {
      throw malformed("unk_token", "a token of the vocabulary should be there")
    }
    return id
  }

  private func mergeModel(_ vocabulary: Vocabulary) throws(TokenizerError) -> MergeModel {
    if let dropout = member("dropout"), dropout.value.number != 0 {
      throw unsupported("dropout", found: "\(dropout.value)", supported: "none")
    }
    var pairs: [(Substring, Substring)] = []
    for merge in try elements("merges") {
      if let names = merge.value.elements, names.count == 2, let left = names[0].text,
        let right = names[1].text
      {
        pairs.append((left[...], right[...]))
      } else if let line = merge.value.text, let pair = MergeFile.pair(line[...]) {
        pairs.append(pair)
      } else {
        throw .malformed(
          file: file, problem: "\"\(merge.path)\" is \(merge.value), two tokens should be there")
      }
    }
    var model = try MergeModel(
      vocabulary: vocabulary, merges: pairs,
      continuingPrefix: String(try shortText("continuing_subword_prefix", default: "")), file: file)
    if member("unk_token") != nil { model.unknown = try unknown(in: vocabulary, default: "") }
    model.joinsUnknown = try flag("fuse_unk", default: false)
    if try flag("byte_fallback", default: false) {
      let bytes = ByteTokens.find(in: vocabulary.names)
      if !bytes.isEmpty { model.byteTokens = bytes }
    }
    model.takesWholeWords = try flag("ignore_merges", default: false)
    model.wordSuffix = String(try shortText("end_of_word_suffix", default: ""))
    return model
  }

  private func unigramModel() throws(TokenizerError) -> UnigramModel {
    let pieces = try scoredPieces()
    let unknown = try integer("unk_id")
    guard pieces.indices.contains(unknown) else {
      throw malformed("unk_id", "an id in 0..<\(pieces.count) should be there")
    }
    return UnigramModel(
      pieces: pieces, unknown: unknown, hasByteFallback: try flag("byte_fallback", default: false))
  }

  private func scoredPieces() throws(TokenizerError) -> [(text: String, score: Double)] {
    var pieces: [(text: String, score: Double)] = []
    for entry in try elements("vocab") {
      guard let pair = entry.value.elements, pair.count == 2, let text = pair[0].text,
        let score = pair[1].number
      else {
        throw .malformed(
          file: file, problem: "\"\(entry.path)\" is \(entry.value), a text and its score should be there")
      }
      pieces.append((text, score))
    }
    return pieces
  }
}

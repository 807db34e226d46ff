extension PipelineTokenizer {
  /// Reads a model of SentencePiece: `tokenizer.model`, `spiece.model`.
  ///
  /// A vocabulary that has pieces with both `▂` and `▃` follows ``CPMConvention``.
  init(sentencePieces bytes: [UInt8], settings: TokenizerSettings, file: String) throws(TokenizerError) {
    let content = try SentencePieceFile(bytes, file: file)
    var vocabulary = try Vocabulary(names: content.pieces.map(\.text), file: file)
    guard let unknown = content.pieces.firstIndex(where: { $0.kind == .unknown }) else {
      throw .malformed(file: file, problem: "there is no piece of the type UNKNOWN")
    }
    let bytes = content.byteTokens
    guard !content.hasByteFallback || bytes.count == 256 else {
      throw .malformed(file: file, problem: "byte_fallback is set, but not all 256 bytes have pieces")
    }
    let hasSigns = ["\u{2582}", "\u{2583}"].allSatisfy { sign in
      vocabulary.id(of: sign) != nil || vocabulary.id(of: "\u{2581}" + sign) != nil
    }
    let isCPM = hasSigns || settings.tokenizerClass == "CpmTokenizer"
    let isControl = { (id: Int) in content.pieces.indices.contains(id) && content.pieces[id].kind == .control
    }
    let special = content.pieces.indices.filter { isControl($0) } + [unknown]
    let added = try vocabulary.merging(settings.added, special: special, file: file)
    // A text of CPM ends where a document does.
    let roles = isCPM ? [] : ["eos_token"]
    var ends = settings.ends(in: vocabulary, roles: roles)
    if isControl(content.end) { ends.insert(content.end) }
    if isCPM, let end = vocabulary.id(of: "<eod>") { ends.insert(end) }
    let begins = try settings.flag("add_bos_token") ?? !isCPM
    var text = PieceText(
      replacements: [([SentencePieceNormalizer.space], [" "])], hasBytes: content.hasByteFallback)
    text.isCPM = isCPM
    if content.normalizer.addsPrefix || content.normalizer.removesExtraSpaces { text.strip = (" ", 1) }
    try self.init(
      vocabulary: vocabulary, added: added.filter { !$0.name.isEmpty }, special: Set(special),
      normalizers: (isCPM ? [.cpm] : []) + [.sentencePiece(content.normalizerKeepingSymbols)],
      model: content.model(unknown: unknown, bytes: content.hasByteFallback ? bytes : []),
      writer: .pieces(text), beginning: begins && isControl(content.beginning) ? content.beginning : nil,
      ends: ends, file: file)
  }
}

extension SentencePieceFile {
  /// The tokens of the 256 bytes, or none.
  fileprivate var byteTokens: [Int] {
    ByteTokens.find(in: pieces.map { $0.kind == .byte ? $0.text : "" })
  }

  private var symbols: [(text: String, id: Int)] {
    pieces.enumerated().filter { $1.kind == .userDefined && !$1.text.isEmpty }.map { ($1.text, $0) }
  }

  fileprivate var normalizerKeepingSymbols: SentencePieceNormalizer {
    var normalizer = normalizer
    if !symbols.isEmpty { normalizer.kept = ScalarTrie(symbols.map { Array($0.text.unicodeScalars) }) }
    return normalizer
  }

  fileprivate func model(unknown: Int, bytes: [Int]) -> WordModel {
    guard !isBytePair else {
      let joined = pieces.enumerated().filter { [.normal, .userDefined, .unused].contains($1.kind) }
      return .scores(
        ScoreMergeModel(
          pieces: joined.map {
            ScoreMergeModel.Piece(text: $1.text, id: $0, score: $1.score, isUnused: $1.kind == .unused)
          },
          frozen: symbols, unknown: unknown, bytes: bytes))
    }
    let scores = pieces.filter { $0.kind == .normal }.map { Double($0.score) }
    let greatest = scores.max() ?? 0
    // Symbols of the user always win: `EncodeOptimized` in unigram_model.cc.
    let entries = pieces.map { piece -> (text: String, score: Double) in
      switch piece.kind {
      case .normal: (piece.text, Double(piece.score))
      case .userDefined: (piece.text, Double(piece.text.utf8.count) * greatest - 0.1)
      default: ("", 0)
      }
    }
    return .unigram(
      UnigramModel(pieces: entries, unknown: unknown, bytes: bytes, leastScore: scores.min() ?? 0))
  }
}

internal import ModelFiles

/// Opens the vocabulary of a text model.
public enum TextTokenizers {
  /// The names of models of SentencePiece, in the order in which they are looked for.
  private static let sentencePieceNames = [
    "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "chinese_vocab.model",
  ]

  /// The vocabulary in a model's folder.
  ///
  /// Looked for are `tokenizer.json` (of `yiwen vocab` or Hugging Face `tokenizers`), `vocab.json` with `merges.txt`
  /// (GPT-2, Qwen), models of SentencePiece, `vocab.txt` (BERT), and `tokens.txt`, our characters; the first that is there
  /// counts.
  ///
  /// - Throws: ``TokenizerError`` if there is none, or the one there cannot be read exactly.
  public static func open(folder path: String) throws(TokenizerError) -> any TextTokenizer {
    let folder = VocabularyFolder(path: path)
    let settings = try TokenizerSettings(folder)
    // What CPM does to spaces and line ends is not in the tokenizer.json that may lie beside its model of SentencePiece.
    if settings.tokenizerClass == "CpmTokenizer", let tokenizer = try sentencePiece(folder, settings) {
      return tokenizer
    }
    if let json = try folder.json(of: UnigramTokenizer.fileName) {
      // A file that is not of our own making is one of Hugging Face's, which names what it cannot read.
      if let own = UnigramTokenizer(ownFile: json) { return own }
      let file = folder.path(of: UnigramTokenizer.fileName)
      return try PipelineTokenizer(json: json, settings: settings, file: file)
    }
    if let names = try folder.json(of: "vocab.json"), let merges = try folder.bytes(of: "merges.txt") {
      return try PipelineTokenizer(
        names: names, merges: merges, settings: settings, file: folder.path(of: "vocab.json"),
        mergesFile: folder.path(of: "merges.txt"))
    }
    if let tokenizer = try sentencePiece(folder, settings) { return tokenizer }
    if let bytes = try folder.bytes(of: "vocab.txt") {
      return try PipelineTokenizer(
        wordPieces: bytes, settings: settings, file: folder.path(of: "vocab.txt"))
    }
    if let bytes = try folder.bytes(of: CharacterTokenizer.fileName) {
      do { return try CharacterTokenizer(contentsOf: bytes) } catch {
        throw .characters(file: folder.path(of: CharacterTokenizer.fileName), error)
      }
    }
    let others = [UnigramTokenizer.fileName, "vocab.json with merges.txt"]
    throw .noVocabulary(
      folder: path, lookedFor: others + sentencePieceNames + ["vocab.txt", CharacterTokenizer.fileName])
  }

  private static func sentencePiece(
    _ folder: VocabularyFolder, _ settings: TokenizerSettings,
  ) throws(TokenizerError) -> PipelineTokenizer? {
    for name in sentencePieceNames {
      guard let bytes = try folder.bytes(of: name) else { continue }
      return try PipelineTokenizer(sentencePieces: bytes, settings: settings, file: folder.path(of: name))
    }
    return nil
  }
}

extension UnigramTokenizer {
  fileprivate init?(ownFile json: JSONValue) {
    do { try self.init(json: json) } catch { return nil }
  }
}

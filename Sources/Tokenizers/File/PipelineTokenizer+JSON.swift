internal import ModelFiles

extension PipelineTokenizer {
  /// Reads the content of a `tokenizer.json` of Hugging Face `tokenizers`.
  ///
  /// `truncation` and `padding` are of no concern here; every other part is understood or refused by its name.
  init(json: JSONValue, settings: TokenizerSettings, file: String) throws(TokenizerError) {
    let root = TokenizerComponent(file: file, path: "", value: json)
    guard let modelComponent = root.member("model") else {
      throw root.malformed("model", "a model should be there")
    }
    var vocabulary = try modelComponent.vocabulary()
    let model = try modelComponent.model(vocabulary)
    var added: [AddedToken] = []
    for token in root.member("added_tokens") == nil ? [] : try root.elements("added_tokens") {
      let token = try AddedToken(token, id: try token.integer("id"))
      try vocabulary.insertAdded(token.name, id: token.id, file: file)
      added.append(token)
    }
    let writer: TokenWriter =
      if let decoder = root.member("decoder") { try decoder.writer() } else {
        .pieces(PieceText(separator: " "))
      }
    let frame = try root.member("post_processor")?.frame() ?? Frame()
    var beginning = frame.beginning
    if let adds = try settings.flag("add_bos_token") {
      beginning = adds ? settings.names["bos_token"].flatMap { vocabulary.id(of: $0) } : nil
    }
    var ends = settings.ends(in: vocabulary)
    if ends.isEmpty, let end = frame.end { ends = [end] }
    try self.init(
      vocabulary: vocabulary, added: added, normalizers: root.member("normalizer")?.normalizers() ?? [],
      preTokenizers: root.member("pre_tokenizer")?.preTokenizers() ?? [], model: model, writer: writer,
      beginning: beginning, ends: ends, file: file)
  }
}

/// The tokens that a post-processor puts around a text.
private struct Frame {
  var beginning: Int?
  var end: Int?
}

extension TokenizerComponent {
  fileprivate func frame() throws(TokenizerError) -> Frame {
    let type = try type()
    switch type {
    case "ByteLevel": return Frame()
    case "Sequence":
      var frame = Frame()
      for component in try elements("processors") {
        let inner = try component.frame()
        frame.beginning = frame.beginning ?? inner.beginning
        frame.end = frame.end ?? inner.end
      }
      return frame
    case "TemplateProcessing": return try templateFrame()
    case "BertProcessing", "RobertaProcessing":
      return Frame(
        beginning: member("cls")?.value.elements?.last?.integer,
        end: member("sep")?.value.elements?.last?.integer)
    default:
      throw unsupported(
        "type", found: type,
        supported: "ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing, Sequence")
    }
  }

  private func templateFrame() throws(TokenizerError) -> Frame {
    let parts = try elements("single")
    func token(_ part: TokenizerComponent?) -> Int? {
      guard let name = part?.value["SpecialToken"]?["id"]?.text else { return nil }
      return member("special_tokens")?.member(name)?.value["ids"]?.elements?.first?.integer
    }
    return Frame(beginning: token(parts.first), end: parts.count > 1 ? token(parts.last) : nil)
  }
}

extension TokenizerSettings {
  /// The tokens that end a text: those of `generation_config.json` and the named one.
  ///
  /// Ids beyond the vocabulary are left out: the configurations of Chinese models with BERT's vocabulary often
  /// name the end of GPT-2's, 50256.
  func ends(in vocabulary: Vocabulary, roles: [String] = ["eos_token"]) -> Set<Int> {
    var ends = Set(ends.filter { vocabulary.names.indices.contains($0) })
    if let end = roles.lazy.compactMap({ names[$0] }).compactMap({ vocabulary.id(of: $0) }).first {
      ends.insert(end)
    }
    return ends
  }
}

internal import ModelFiles

extension PipelineTokenizer {
  /// Reads a `vocab.json` and a `merges.txt` of GPT-2 or Qwen.
  ///
  /// Which of the two it is, `tokenizer_class` of `tokenizer_config.json` says, or `model_type` of `config.json`;
  /// GPT-2 if neither is there.
  init(
    names: JSONValue, merges: [UInt8], settings: TokenizerSettings, file: String, mergesFile: String,
  ) throws(TokenizerError) {
    guard case .object(let members) = names else {
      throw .malformed(file: file, problem: "the file is no object of tokens and their ids")
    }
    var vocabulary = Vocabulary()
    for member in members {
      guard let id = member.value.integer else {
        throw .malformed(
          file: file,
          problem: "the id of \"\(member.name)\" is \(member.value), a whole number should be there")
      }
      try vocabulary.insert(member.name, id: id, file: file)
    }
    let family = try Self.family(settings)
    let model = try MergeModel(
      vocabulary: vocabulary, merges: try MergeFile.pairs(merges, file: mergesFile), file: mergesFile)
    let roles = ["bos_token", "eos_token", "unk_token", "pad_token"].compactMap { settings.names[$0] }
    // GPT-2's vocabulary names its only special token nowhere else.
    let special = (roles + settings.furtherSpecial + ["<|endoftext|>"]).compactMap { vocabulary.id(of: $0) }
    let added = try vocabulary.merging(settings.added, special: special, file: file)
    var ends = settings.ends(in: vocabulary)
    if ends.isEmpty { ends = Set([vocabulary.id(of: "<|endoftext|>")].compactMap(\.self)) }
    let begins = try settings.flag("add_bos_token") ?? false
    try self.init(
      vocabulary: vocabulary, added: added, normalizers: family == .gpt2 ? [] : [.nfc],
      preTokenizers: [
        .byteLevel(addsSpace: try settings.flag("add_prefix_space") ?? false, pattern: family)
      ],
      model: .merges(model), writer: .byteLevel,
      beginning: begins ? settings.names["bos_token"].flatMap { vocabulary.id(of: $0) } : nil, ends: ends,
      file: file)
  }

  private static func family(_ settings: TokenizerSettings) throws(TokenizerError) -> WordPattern {
    switch settings.tokenizerClass {
    case "GPT2Tokenizer", "RobertaTokenizer", "BartTokenizer": return .gpt2
    case "Qwen2Tokenizer": return .qwen2
    case nil: return settings.modelType?.hasPrefix("qwen") == true ? .qwen2 : .gpt2
    default: throw settings.unsupportedClass("GPT2Tokenizer or Qwen2Tokenizer for vocab.json and merges.txt")
    }
  }
}

internal import ModelFiles

/// What the small files beside a vocabulary say of it, as `transformers` writes them.
///
/// They are `tokenizer_config.json`, `special_tokens_map.json`, `added_tokens.json`, `generation_config.json` and of
/// `config.json` the kind of model. All may be missing.
struct TokenizerSettings {
  /// Names of special tokens by what they are for: `bos_token`, `sep_token` and so on.
  private(set) var names: [String: String] = [:]
  /// Tokens that the files add to the vocabulary, or describe.
  private(set) var added: [AddedToken] = []
  /// Names of further special tokens.
  private(set) var furtherSpecial: [String] = []
  /// The ids that end a generated text.
  private(set) var ends: [Int] = []
  /// Which class of `transformers` reads the vocabulary, without the ending `Fast`: in either configuration.
  private(set) var tokenizerClass: String?
  /// What kind of model `config.json` describes.
  private(set) var modelType: String?
  private var values: TokenizerComponent

  init(_ folder: VocabularyFolder) throws(TokenizerError) {
    let configuration = "tokenizer_config.json"
    values = TokenizerComponent(
      file: folder.path(of: configuration), path: "",
      value: try folder.json(of: configuration) ?? .object([]))
    let map = "special_tokens_map.json"
    if let value = try folder.json(of: map) {
      try readNames(TokenizerComponent(file: folder.path(of: map), path: "", value: value))
    }
    try readNames(values)
    try readAdded(folder)
    let model = try folder.json(of: "config.json")
    modelType = model?["model_type"]?.text
    let name = values.value["tokenizer_class"]?.text ?? model?["tokenizer_class"]?.text
    tokenizerClass = name.map { $0.hasSuffix("Fast") ? String($0.dropLast(4)) : $0 }
    let end = try folder.json(of: "generation_config.json")?["eos_token_id"]
    ends = end?.integer.map { [$0] } ?? end?.elements?.compactMap(\.integer) ?? []
  }

  /// A flag of `tokenizer_config.json`, `nil` if it says nothing.
  func flag(_ name: String) throws(TokenizerError) -> Bool? {
    values.member(name) == nil ? nil : try values.flag(name, default: false)
  }

  func unsupportedClass(_ supported: String) -> TokenizerError {
    values.unsupported("tokenizer_class", found: tokenizerClass ?? "", supported: supported)
  }

  private mutating func readNames(_ component: TokenizerComponent) throws(TokenizerError) {
    for role in ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"] {
      if let member = component.member(role) { names[role] = try Self.name(member, role, in: component) }
    }
    for role in ["additional_special_tokens", "extra_special_tokens"] {
      guard let member = component.member(role), member.value.elements != nil else { continue }
      for token in try component.elements(role) {
        furtherSpecial.append(try Self.name(token, role, in: component))
      }
    }
  }

  /// A token is written as its name or as an object that has it as `content`.
  private static func name(
    _ token: TokenizerComponent, _ role: String, in component: TokenizerComponent,
  ) throws(TokenizerError) -> String {
    if let name = token.value.text ?? token.value["content"]?.text { return name }
    throw component.malformed(role, "the name of a token should be there")
  }

  private mutating func readAdded(_ folder: VocabularyFolder) throws(TokenizerError) {
    if let decoder = values.member("added_tokens_decoder"), case .object(let members) = decoder.value {
      for member in members {
        guard let id = Int(member.name), let token = decoder.member(member.name) else {
          throw decoder.malformed(member.name, "a token with its id as its name should be there")
        }
        added.append(try AddedToken(token, id: id))
      }
    }
    let name = "added_tokens.json"
    guard let value = try folder.json(of: name), case .object(let members) = value else { return }
    let known = Set(added.map { ByteString($0.name) })
    for member in members where !known.contains(ByteString(member.name)) {
      guard let id = member.value.integer else {
        throw .malformed(
          file: folder.path(of: name), problem: "the id of \"\(member.name)\" is \(member.value)")
      }
      added.append(AddedToken(name: member.name, id: id))
    }
  }
}

extension AddedToken {
  /// A token as `added_tokens` and `added_tokens_decoder` describe it.
  init(_ component: TokenizerComponent, id: Int) throws(TokenizerError) {
    let isSpecial = try component.flag("special", default: false)
    let name = try component.text("content")
    guard !name.isEmpty else { throw component.malformed("content", "the token's name should be there") }
    self.init(
      name: name, id: id, isSpecial: isSpecial,
      takesSpaceBefore: try component.flag("lstrip", default: false),
      takesSpaceAfter: try component.flag("rstrip", default: false),
      isWholeWord: try component.flag("single_word", default: false),
      isNormalized: try component.flag("normalized", default: !isSpecial))
  }
}

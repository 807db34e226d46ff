public import LanguageModel
public import ModelFiles
public import Tokenizers

/// A model of texts: a decoder and the vocabulary it was trained on.
public struct TextModel: Sendable {
  /// The decoder.
  public let decoder: Decoder
  /// Its vocabulary.
  public let tokenizer: any TextTokenizer
  /// The ids that write no text and end none: special tokens, and ids that the vocabulary does not name.
  public let silentTokens: Set<Int>

  /// Opens a model, to be computed on at most `threads` threads.
  ///
  /// - Parameters:
  ///   - path: A folder with `config.json`, weights in safetensors and a vocabulary, ours or of Hugging Face
  ///     (`TextTokenizers`); or a GGUF file.
  ///   - threads: The most threads; `nil` for as many as the machine has.
  /// - Throws: ``TextModelError`` if a file cannot be read, or the two do not belong together.
  public init(path: String, threads: Int? = nil) throws(TextModelError) {
    let decoder: Decoder
    let tokenizer: any TextTokenizer
    do {
      if MappedFile.isFile(path) {
        let file = try GGUFFile(path: path)
        decoder = try Decoder(file, threads: threads)
        tokenizer = try PipelineTokenizer(ggufVocabulary: GGUFVocabulary(file), file: path)
      } else {
        decoder = try Decoder(path: path, threads: threads)
        tokenizer = try TextTokenizers.open(folder: path)
      }
    } catch let error as ModelError {
      throw .files(error)
    } catch let error as TokenizerError {
      throw .vocabulary(error)
    } catch {
      preconditionFailure("a text model is opened with an error of another kind: \(error)")
    }
    try self.init(decoder: decoder, tokenizer: tokenizer)
  }

  /// A decoder with its vocabulary, which has at most as many ids as the decoder.
  public init(decoder: Decoder, tokenizer: any TextTokenizer) throws(TextModelError) {
    guard tokenizer.count <= decoder.config.vocabularySize else {
      throw .sizes(vocabulary: tokenizer.count, model: decoder.config.vocabularySize)
    }
    self.decoder = decoder
    self.tokenizer = tokenizer
    silentTokens = Set(tokenizer.specialTokens.values).subtracting(tokenizer.ends)
      .union(tokenizer.count..<decoder.config.vocabularySize)
  }

  /// The most tokens that the model reads at once.
  public var contextLength: Int { decoder.config.maximumLength }

  /// The tokens of a text that is to be continued: the token that texts begin with, where there is one, and the text's.
  ///
  /// - Throws: ``GenerationError/emptyPrompt`` if that is no token at all.
  public func prompt(_ text: String) throws(GenerationError) -> [Int] {
    let tokens = (tokenizer.beginning.map { [$0] } ?? []) + tokenizer.encode(text)
    guard !tokens.isEmpty else { throw .emptyPrompt }
    return tokens
  }

  /// How many tokens of a text the vocabulary has no better name for than a special token, `<unk>`.
  public func unknownCount(in tokens: some Sequence<Int>) -> Int {
    let special = Set(tokenizer.specialTokens.values)
    return tokens.count { special.contains($0) && $0 != tokenizer.beginning }
  }

  /// An empty stream in which every token sees those before it.
  func stream() -> Session { Session(decoder, shape: StreamShape()) }
}

/// Why a text model cannot be opened.
public enum TextModelError: Error, Hashable, CustomStringConvertible {
  /// A file of the model is missing or broken.
  case files(ModelError)
  /// The vocabulary cannot be read.
  case vocabulary(TokenizerError)
  /// The vocabulary has more tokens than the model.
  case sizes(vocabulary: Int, model: Int)

  /// One sentence: which file, what is wrong, what would be right.
  public var description: String {
    switch self {
    case .files(let error): error.description
    case .vocabulary(let error): error.description
    case .sizes(let vocabulary, let model):
      "the vocabulary has \(vocabulary) tokens and the model \(model); they do not belong together"
    }
  }
}

extension GGUFVocabulary {
  /// The vocabulary among the metadata of a file.
  fileprivate init(_ file: GGUFFile) {
    func value(_ key: String) -> GGUFValue? { file["tokenizer.ggml.\(key)"] }
    self.init(
      model: value("model")?.text ?? "", preTokenizer: value("pre")?.text,
      tokens: value("tokens")?.texts ?? [],
      scores: (value("scores")?.numbers ?? []).map { Float($0) }, types: value("token_type")?.integers ?? [],
      merges: value("merges")?.texts ?? [], beginning: value("bos_token_id")?.integer,
      end: value("eos_token_id")?.integer, addsBeginning: value("add_bos_token")?.boolean,
      addsSpacePrefix: value("add_space_prefix")?.boolean)
  }
}

public import LanguageModel
public import ModelFiles
public import Tokenizers

/// A language model of xiangqi: the decoder, its vocabulary, and the facts it is told about positions.
public final class XiangqiModel: Sendable {
  /// The decoder with its weights.
  public let decoder: Decoder
  /// The tokens.
  public let vocabulary: XiangqiVocabulary
  /// What the model is told of a position.
  public let features: StateFeatures
  /// The folder the model came from.
  public let folder: String
  /// The longest sequence of tokens the model reads, prefix included.
  public let context: Int

  /// The players the model knows by name.
  public var playerNames: [String] { vocabulary.playerNames }

  /// Opens a model folder: `config.json`, `model.safetensors`, `tokens.txt`.
  ///
  /// - Throws: `XiangqiModelError` when a file is missing or broken, or when the model is not one of xiangqi.
  public convenience init(folder: String) throws(XiangqiModelError) {
    let decoder: Decoder
    do { decoder = try Decoder(folder: folder) } catch { throw .files(error) }
    try self.init(folder: folder, decoder: decoder)
  }

  /// The model in a folder whose weights are open already.
  ///
  /// - Throws: `XiangqiModelError` when `tokens.txt` is missing or broken, or when the model is not one of xiangqi.
  public init(folder: String, decoder: Decoder) throws(XiangqiModelError) {
    self.decoder = decoder
    vocabulary = try Self.vocabulary(inFolder: folder)
    let config = decoder.config
    guard config.vocabularySize == vocabulary.count else {
      throw .vocabularySize(config: config.vocabularySize, tokens: vocabulary.count)
    }
    guard let features = StateFeatures(rowCount: config.stateFacts) else {
      throw .unknownFeatures(rows: config.stateFacts)
    }
    guard config.outcomes == 3 else { throw .noOutcomeHead(outputs: config.outcomes) }
    guard config.maximumLength >= 2 * TokenWindow.prefixLength else {
      throw .shortContext(config.maximumLength)
    }
    self.features = features
    self.folder = folder
    context = config.maximumLength
  }

  private static func vocabulary(inFolder folder: String) throws(XiangqiModelError) -> XiangqiVocabulary {
    let bytes: [UInt8]
    do { bytes = try MappedFile.read(path: folder + "/tokens.txt", limit: 1 << 20) } catch {
      throw .files(error)
    }
    let table: TokenTable
    do { table = try TokenTable(contentsOf: bytes) } catch { throw .tokenTable(error) }
    do { return try XiangqiVocabulary(tokens: (0..<table.count).map { table[$0] }) } catch {
      throw .vocabulary(error)
    }
  }
}

/// Why a folder does not hold a model of xiangqi that this program can use.
public enum XiangqiModelError: Error, CustomStringConvertible {
  /// A file is missing or broken.
  case files(ModelError)
  /// `tokens.txt` is not a list of tokens.
  case tokenTable(TokenTableError)
  /// `tokens.txt` lists other tokens than those of xiangqi.
  case vocabulary(VocabularyMismatches)
  /// `config.json` and `tokens.txt` disagree on the number of tokens.
  case vocabularySize(config: Int, tokens: Int)
  /// The state embedding has a number of rows no known set of facts has.
  case unknownFeatures(rows: Int)
  /// The model says nothing, or something else, about the outcome.
  case noOutcomeHead(outputs: Int)
  /// The model reads too few tokens to hold a prefix and some moves.
  case shortContext(Int)

  /// One sentence: what is wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .files(let error): "\(error)"
    case .tokenTable(let error): "tokens.txt: \(error)"
    case .vocabulary(let mismatches): "\(mismatches)"
    case .vocabularySize(let config, let tokens):
      "config.json: vocab_size is \(config), but tokens.txt lists \(tokens) tokens"
    case .unknownFeatures(let rows):
      "config.json: the state embedding has \(rows) rows, supported are \(StateFeatures.knownSizes)"
    case .noOutcomeHead(let outputs):
      "config.json: wdl_head has \(outputs) outputs, a model of xiangqi has 3: Red wins, draw, Black wins"
    case .shortContext(let context):
      "config.json: max_position_embeddings is \(context), at least \(2 * TokenWindow.prefixLength) are needed"
    }
  }
}

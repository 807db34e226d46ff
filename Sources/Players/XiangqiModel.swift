internal import FoundationEssentials
public import LanguageModel

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
  public init(folder: String) throws(XiangqiModelError) {
    let decoder: Decoder
    do { decoder = try Decoder(folder: folder) } catch { throw .decoder(error) }
    let vocabulary: XiangqiVocabulary
    do { vocabulary = try XiangqiVocabulary(tokens: Self.tokens(in: folder)) } catch let error as VocabularyMismatches
    { throw .vocabulary(error) }
    self.decoder = decoder
    self.vocabulary = vocabulary
    self.folder = folder
  }
}

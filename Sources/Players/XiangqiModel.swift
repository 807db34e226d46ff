public import LanguageModel
public import ModelFiles
public import Tokenizers

/// A language model of xiangqi: the decoder, its vocabulary, and the facts it is told about positions.
public final class XiangqiModel: Sendable {
  /// The decoder with its weights.
  public let decoder: Decoder
  /// The tokens.
  public let vocabulary: XiangqiVocabulary
  /// What the sequences are like that the model reads.
  public let layout: SequenceLayout
  /// What the model is told of a position.
  public let features: StateFeatures
  /// The folder the model came from.
  public let folder: String
  /// The longest sequence of tokens the model reads, prefix included.
  public let context: Int

  /// Whether the model is told of each legal move what tactics say of it.
  public var isToldOfMoves: Bool { decoder.scoresCandidates }

  /// Whether tactics are needed to ask the model about a position.
  var usesTactics: Bool { isToldOfMoves || features.includeTactics }

  /// The people the model knows by name.
  public var playerNames: [String] { vocabulary.playerNames.filter { $0 != XiangqiVocabulary.engineName } }

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
    let config = decoder.config
    let layout = try SequenceLayout(config)
    self.layout = layout
    vocabulary = try Self.vocabulary(inFolder: folder, layout: layout)
    guard config.vocabularySize == vocabulary.count else {
      throw .vocabularySize(config: config.vocabularySize, tokens: vocabulary.count)
    }
    guard let features = StateFeatures(rowCount: config.stateFacts) else {
      throw .unknownFeatures(rows: config.stateFacts)
    }
    guard [0, MoveFactFeatures.count].contains(config.candidateFeatures) else {
      throw .unknownCandidateFeatures(rows: config.candidateFeatures)
    }
    guard config.outcomes == 3 else { throw .noOutcomeHead(outputs: config.outcomes) }
    let leastContext = layout == .game ? 2 * layout.prefixLength : layout.prefixLength + 1
    guard config.maximumLength >= leastContext else {
      throw .shortContext(config.maximumLength, least: leastContext)
    }
    self.features = features
    self.folder = folder
    context = config.maximumLength
  }

  private static func vocabulary(
    inFolder folder: String, layout: SequenceLayout
  ) throws(XiangqiModelError) -> XiangqiVocabulary {
    let bytes: [UInt8]
    do { bytes = try MappedFile.read(path: folder + "/tokens.txt", limit: 1 << 20) } catch {
      throw .files(error)
    }
    let table: TokenTable
    do { table = try TokenTable(contentsOf: bytes) } catch { throw .tokenTable(error) }
    do { return try XiangqiVocabulary(tokens: (0..<table.count).map { table[$0] }, layout: layout) } catch {
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
  /// The candidate head has a number of rows that no known features of moves have.
  case unknownCandidateFeatures(rows: Int)
  /// The model says nothing, or something else, about the outcome.
  case noOutcomeHead(outputs: Int)
  /// The model reads too few tokens to hold a prefix and some moves.
  case shortContext(Int, least: Int)
  /// `sequence` names a layout this program does not know.
  case unknownSequence(String)
  /// `pieces` is not a number of piece tokens that a keyframe has.
  case wrongPieces(Int)
  /// `history`, the number of moves in a keyframe's prefix, is missing.
  case missingHistory
  /// `prefix` does not fit what stands in it.
  case wrongPrefix(Int, expected: Int)

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
    case .unknownCandidateFeatures(let rows):
      "config.json: candidate_features is \(rows), supported are none and \(MoveFactFeatures.count)"
    case .noOutcomeHead(let outputs):
      "config.json: wdl_head has \(outputs) outputs, a model of xiangqi has 3: a win, a draw, a loss of Red "
        + "or of the side at a keyframe"
    case .shortContext(let context, let least):
      "config.json: max_position_embeddings is \(context), at least \(least) are needed"
    case .unknownSequence(let name):
      "config.json: sequence is \"\(name)\", supported are \"game\" and \"keyframe\""
    case .wrongPieces(let count): "config.json: pieces is \(count), a keyframe has 0 or 32"
    case .missingHistory:
      "config.json: history is missing, a keyframe has some number of last moves, such as 8"
    case .wrongPrefix(let length, let expected):
      "config.json: prefix is \(length), what stands in it in such sequences takes \(expected) tokens"
    }
  }
}

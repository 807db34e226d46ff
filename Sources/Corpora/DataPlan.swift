public import LanguageModel
public import Players
public import Training

/// Which data a run is trained on and how they become sequences: all that is needed to go on with it.
public struct DataPlan: Sendable, Hashable, Codable {
  /// What a sequence is.
  public enum Layout: String, Sendable, Hashable, Codable, CaseIterable {
    /// A whole game, a token a move.
    case game
    /// Windows of texts.
    case text
  }

  /// What a sequence is.
  public var layout: Layout
  /// The prepared folders that are trained on.
  public var training: [String]
  /// The prepared folders of the validations; may be empty.
  public var validation: [String]
  /// The number of facts a token carries, 0 for none.
  public var facts: Int
  /// The longest sequence.
  public var context: Int
  /// What chance does to games.
  public var augmentation: Augmentation
  /// What the order and all chance follow from.
  public var seed: UInt64

  /// A plan of its parts.
  public init(
    layout: Layout, training: [String], validation: [String], facts: Int, context: Int,
    augmentation: Augmentation, seed: UInt64
  ) {
    self.layout = layout
    self.training = training
    self.validation = validation
    self.facts = facts
    self.context = context
    self.augmentation = augmentation
    self.seed = seed
  }

  /// The sources of a run.
  public struct Sources: Sendable {
    /// The training sequences.
    public let training: any TrainingSource
    /// Those of the validations.
    public let validation: (any TrainingSource)?
  }

  /// Opens the data.
  ///
  /// - Parameter vocabularyFolder: The folder whose `tokens.txt` numbers the tokens.
  public func open(vocabularyFolder: String) throws(CorpusError) -> Sources {
    switch layout {
    case .game:
      let vocabulary = try XiangqiVocabulary(folder: vocabularyFolder)
      guard facts == 0 || StateFeatures(rowCount: facts) != nil else {
        throw .nothing(problem: "\(facts) facts are no known set of them")
      }
      let features = StateFeatures(rowCount: facts)
      func source(_ folders: [String], _ augmentation: Augmentation) throws(CorpusError) -> GameSource {
        var games: [PreparedGames] = []
        for folder in folders { games.append(try PreparedGames(folder: folder)) }
        return GameSource(
          games, vocabulary: vocabulary, features: features, context: context, augmentation: augmentation,
          seed: seed)
      }
      return Sources(
        training: try source(training, augmentation),
        validation: validation.isEmpty ? nil : try source(validation, .none))
    case .text:
      let names = try TokenLines.names(folder: vocabularyFolder)
      func source(_ folders: [String]) throws(CorpusError) -> TextSource {
        var texts: [PreparedText] = []
        for folder in folders {
          guard try TokenLines.names(folder: folder) == names else {
            throw .malformed(
              path: folder + "/tokens.txt", problem: "the tokens should be those of \(vocabularyFolder)")
          }
          texts.append(try PreparedText(folder: folder))
        }
        return TextSource(texts, context: context, seed: seed)
      }
      return Sources(
        training: try source(training), validation: validation.isEmpty ? nil : try source(validation))
    }
  }
}

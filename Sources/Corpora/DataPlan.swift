internal import Players
public import Training

/// Which data a run is trained on and how they become sequences: all that is needed to go on with it.
public struct DataPlan: Sendable, Hashable, Codable {
  /// What a sequence is.
  public enum Layout: String, Sendable, Hashable, Codable, CaseIterable {
    /// A whole game, a token a move.
    case game
    /// A moment of a game and what follows.
    case keyframe
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
  /// Whether the model is told of the legal moves what tactics say of them.
  public var tellsOfMoves = false
  /// The longest sequence.
  public var context: Int
  /// The tokens of a keyframe's prefix that are pieces, 32 or 0.
  public var pieces = 0
  /// The tokens of a keyframe's prefix that are past moves.
  public var history = 0
  /// What chance does to games.
  public var augmentation: Augmentation
  /// The share of the windows of texts that are shown with blanks.
  public var infilling = 0.0
  /// The share of those whose text with blanks is seen whole.
  public var infillingSeenWhole = 0.0
  /// The share of tasks among the sequences, where there are texts too.
  public var taskShare = 0.0
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
  /// - Parameter vocabulary: The model's file that numbers the tokens.
  /// - Returns: The sequences to train on and those to validate with.
  /// - Throws: ``CorpusError`` if a folder or the table is not what the plan expects.
  public func open(vocabulary: VocabularyFile) throws(CorpusError) -> Sources {
    switch layout {
    case .game, .keyframe:
      let names = try TokenLines.names(vocabulary.content, path: "\(vocabulary.name) of the model")
      return Sources(
        training: try games(training, names, augmentation),
        validation: validation.isEmpty ? nil : try games(validation, names, .none))
    case .text:
      return Sources(
        training: try texts(training, vocabulary),
        validation: validation.isEmpty ? nil : try texts(validation, vocabulary))
    }
  }

  private func games(
    _ folders: [String], _ names: [String], _ augmentation: Augmentation
  ) throws(CorpusError) -> any TrainingSource {
    let vocabulary: XiangqiVocabulary
    let sequence = layout == .keyframe ? SequenceLayout.keyframe(pieces: pieces, history: history) : .game
    do { vocabulary = try XiangqiVocabulary(tokens: names, layout: sequence) } catch {
      throw .malformed(path: "tokens.txt of the model", problem: "\(error)")
    }
    guard let features = StateFeatures(rowCount: facts) else {
      throw .nothing(problem: "a state embedding of \(facts) facts is none that is known")
    }
    let least = sequence == .game ? 2 * sequence.prefixLength : sequence.prefixLength
    guard context >= least else {
      throw .nothing(problem: "a context of \(context) tokens holds no game, \(least) is the least")
    }
    var games: [PreparedGames] = []
    for folder in folders { games.append(try PreparedGames(folder: folder)) }
    guard sequence == .game else {
      return KeyframeSource(
        games, vocabulary: vocabulary, features: features, context: context, augmentation: augmentation,
        seed: seed)
    }
    return GameSource(
      games, vocabulary: vocabulary, features: features, tellsOfMoves: tellsOfMoves, context: context,
      augmentation: augmentation, seed: seed)
  }

  private func texts(
    _ folders: [String], _ vocabulary: VocabularyFile
  ) throws(CorpusError) -> any TrainingSource {
    var texts: [PreparedText] = []
    var tasks: [PreparedTasks] = []
    for folder in folders {
      let found: VocabularyFile
      if try PreparedManifest(folder: folder).kind == .tasks {
        tasks.append(try PreparedTasks(folder: folder))
        found = tasks[tasks.count - 1].vocabulary
      } else {
        texts.append(try PreparedText(folder: folder))
        found = texts[texts.count - 1].vocabulary
      }
      guard found == vocabulary else {
        throw .malformed(path: "\(folder)/\(found.name)", problem: "the tokens should be those of the model")
      }
    }
    guard !texts.isEmpty else { return TaskSource(tasks, context: context, seed: seed) }
    let source = try windows(of: texts, vocabulary)
    guard !tasks.isEmpty else { return source }
    return MixedSource(
      texts: source, tasks: TaskSource(tasks, context: context, seed: seed),
      share: min(999, max(1, Int((taskShare * 1000).rounded()))))
  }

  private func windows(
    of texts: [PreparedText], _ vocabulary: VocabularyFile
  ) throws(CorpusError) -> TextSource {
    guard infilling > 0 else { return TextSource(texts, context: context, seed: seed) }
    let blanks = Infilling(
      try vocabulary.texts(path: "\(vocabulary.name) of the model"), seesAll: infillingSeenWhole)
    guard let blanks, context >= 4 * Infilling.mostBlanks else {
      throw .nothing(
        problem: "texts with blanks need a vocabulary of `yiwen vocab` and a context of "
          + "\(4 * Infilling.mostBlanks) tokens or more")
    }
    return TextSource(texts, context: context, seed: seed, infilling: blanks, share: infilling)
  }
}

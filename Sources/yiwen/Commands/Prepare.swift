import ArgumentParser
import Corpora
import FoundationEssentials
import ModelFiles
import Players
import Synchronization

/// Makes training data of games or texts.
struct Prepare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make training data of games or texts.",
    discussion: """
      The folder gets the tokens, mapped at once by `yiwen train`, and manifest.json, which says what they were made \
      from: each file's SHA-256 and licence, and what was counted.

      Games (PGN, XQF, DhtmlXQ or the games table, also .xz): those met before, or in a mirror, are left out; a game \
      ends at its first illegal move; `*` is an unknown result. --as iccs-text writes the moves as text, `h2e2 h9g7`.

      Texts are files or folders of them: .txt, or .jsonl with a member \"text\" a record (and \"licence\", where it \
      has one), also .xz. A token is a character, or with --vocabulary what that says.

      Tasks are .jsonl records of a passage, query and answer (XXXXX where it is missing), of a text and its summary, or \
      of a text and its title.
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case games, text, tasks
    case iccsText = "iccs-text"
  }

  @Argument(help: ArgumentHelp("The files, or folders of texts, to read.", valueName: "file"))
  var inputs: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write; it must be new.", valueName: "folder"))
  var output: String

  @Option(help: "What to make: games, their moves as text, text, or tasks.")
  var `as`: Kind = .games

  @Option(help: "The licence of the inputs: one for all, or one for each in their order.")
  var licence: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Take the named players, or the tokens of text, from this model, prepared text or vocabulary of `yiwen vocab`, to \
      go on training it or to validate it (no --least-games or --vocabulary-size then).
      """, valueName: "folder"))
  var vocabulary: String?

  @OptionGroup(title: "Games")
  var games: GameOptions

  @OptionGroup(title: "Text")
  var text: TextOptions

  /// What concerns games only.
  struct GameOptions: ParsableArguments {
    @Option(help: "Leave out games of fewer moves.")
    var leastPlies: Int = 10

    @Option(help: "A player of fewer games has no name.")
    var leastGames: Int = 50

    @Flag(
      help: "Work out the tactics of every position too: training with --facts tactics is faster then."
    )
    var tactics = false

    @OptionGroup var threads: JobsOptions

    @Option(
      help: ArgumentHelp(
        "How much the moves of the winner, of a draw and of the loser count, such as 1,0.5,0 (default: all 1).",
        valueName: "weights"))
    var weightByResult: ResultWeightsArgument?

    @Option(
      help: ArgumentHelp(
        """
        Learn what positions are worth from the scores in the comments too (`yiwen match` writes them): the share they \
        have beside the result, 0 to 1 (default: 0, only results).
        """, valueName: "share"))
    var evaluations: Double = 0

    @Flag(
      help: """
        Ask for the engine's moves in the comments (`yiwen label` writes them) instead of the moves that were made.
        """)
    var labels = false

    func validate() throws {
      guard (0...1).contains(evaluations) else {
        throw ValidationError("--evaluations \(evaluations) is out of range; use 0 to 1")
      }
      try (1...10_000).check(leastPlies, option: "--least-plies")
      try (1...1_000_000_000).check(leastGames, option: "--least-games")
    }
  }

  /// What concerns texts only.
  struct TextOptions: ParsableArguments {
    enum Documents: String, ExpressibleByArgument, CaseIterable {
      case file, paragraph, line
    }

    @Option(help: "What is a document of .txt files: the file, a paragraph (between empty lines) or a line.")
    var documents: Documents = .file

    @Option(help: "The most tokens of the vocabulary; rarer characters are unknown.")
    var vocabularySize: Int = 16_384

    @Option(help: "The longest sequence of a task, in tokens: the context of the model to be.")
    var longest: Int = 1024

    func validate() throws {
      try (8...TokenLimit.vocabulary).check(vocabularySize, option: "--vocabulary-size")
      try (64...1 << 20).check(longest, option: "--longest")
    }
  }

  func validate() throws {
    guard licence.count <= 1 || licence.count == inputs.count else {
      throw ValidationError(
        "--licence is given \(licence.count) times for \(inputs.count) inputs; give it once, or once for each"
      )
    }
  }

  func run() async throws {
    let files = inputs.enumerated().map { index, path in
      (path: path, licence: licence.count > 1 ? licence[index] : licence.first)
    }
    let made = try NewFolder(output)
    do {
      let manifest =
        switch `as` {
        case .games: try gamePreparation().run(files: files, to: output)
        case .iccsText:
          try gamePreparation().runAsText(files: files, to: output, vocabulary: try texts())
        case .text: try textPreparation().run(files: files, to: output)
        case .tasks: try taskPreparation().run(files: files, to: output)
        }
      if games.tactics, manifest.kind == .games { try await writeTactics() }
      print(Self.text(manifest, folder: output))
    } catch {
      made.removeIfEmpty()
      throw error
    }
  }

  private func writeTactics() async throws {
    let progress = Mutex<Progress?>(nil)
    try await PreparedGames.writeTactics(folder: output, workers: games.threads.count) { done, all in
      progress.withLock { progress in
        var line = progress ?? Progress(total: all, unit: "games")
        line.update(done)
        progress = line
      }
    }
    progress.withLock { $0?.finish() }
  }

  private func gamePreparation() throws -> GamePreparation {
    var preparation = GamePreparation()
    preparation.leastPlies = games.leastPlies
    preparation.leastGames = games.leastGames
    preparation.evaluationShare = games.evaluations
    preparation.takesLabels = games.labels
    preparation.resultWeights = games.weightByResult?.weights
    if `as` == .games, let folder = vocabulary {
      preparation.players = try XiangqiVocabulary(folder: folder).playerNames
    }
    return preparation
  }

  private func taskPreparation() throws -> TaskPreparation {
    guard let vocabulary = try texts() else {
      throw ValidationError("--as tasks needs --vocabulary, a folder of `yiwen vocab` or a model's")
    }
    var preparation = try TaskPreparation(vocabulary: vocabulary)
    preparation.longest = text.longest
    return preparation
  }

  private func texts() throws -> (any TextVocabulary)? {
    guard let folder = vocabulary else { return nil }
    let file = try VocabularyFile(folder: folder)
    return try file.texts(path: "\(folder)/\(file.name)")
  }

  private func textPreparation() throws -> TextPreparation {
    var preparation = TextPreparation()
    preparation.vocabulary = try texts()
    preparation.vocabularySize = text.vocabularySize
    preparation.documents = text.documents.preparation
    return preparation
  }

  private static func text(_ manifest: PreparedManifest, folder: String) -> String {
    var table = TextTable(rows: manifest.counts.map { [$0.name.replacing("_", with: " "), "\($0.value)"] })
    if manifest.kind == .games { table.rows.append(["players", "\(manifest.players.count)"]) }
    table.rows.append(["files read", "\(manifest.sources.count)"])
    return "\(table.description)\n\(folder)"
  }
}

/// Weights by result as an argument: `1,0.5,0`.
struct ResultWeightsArgument: ExpressibleByArgument {
  let weights: ResultWeights

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ (0...1000).contains($0) }) else {
      return nil
    }
    weights = ResultWeights(win: numbers[0], draw: numbers[1], loss: numbers[2])
  }
}

/// A folder that a command makes.
struct NewFolder {
  private let path: String

  /// Makes the folder, which must not exist or be empty.
  init(_ path: String) throws {
    self.path = path
    let manager = FileManager.default
    if manager.fileExists(atPath: path) {
      guard try manager.contentsOfDirectory(atPath: path).isEmpty else {
        throw Failure("\(path) exists and is not empty; name a new folder")
      }
    } else {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
  }

  /// Takes the folder away again where nothing came into it.
  func removeIfEmpty() {
    do {
      let manager = FileManager.default
      guard try manager.contentsOfDirectory(atPath: path).isEmpty else { return }
      try manager.removeItem(atPath: path)
    } catch {
      // It stays, and does no harm.
    }
  }
}

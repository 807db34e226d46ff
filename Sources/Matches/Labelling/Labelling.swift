internal import LanguageModel
internal import Players
public import Xiangqi

/// Lines of positions that an engine labels: what each is worth, and its best moves.
///
/// A line is a game record of a few plies whose comments hold the labels (``PositionLabel``), so that it can be read by
/// whatever reads games and trained on as a sequence. There are three kinds: a stretch of a game as it was played;
/// a *perturbed* one, in which the engine plays on from some position of a game and now and then somebody weaker puts in a
/// move, so that material hangs; and a lopsided endgame, which the engine plays on from a random placement of few pieces.
///
/// A line has a number, and all chance in it follows from the seed and that number; an engine that searches a number of
/// nodes with one thread says the same each time. So neither the number of workers nor an interruption changes a line.
public struct Labelling: Sendable {
  /// What is labelled, by whom, and how it is spread over the machine.
  public struct Settings: Sendable {
    /// How many lines; they are numbered from 1.
    public var lines: Int
    /// The seed of all lines.
    public var seed: UInt64
    /// The engine that labels, with its limits; it should be set to show several lines (MultiPV).
    public var engine: Entrant
    /// Who makes the weak moves of perturbed lines.
    public var slips: Entrant
    /// Whose moves decide which labels are kept: those of positions in which it plays worse than the engine by at least
    /// ``margin``; `nil` to keep all.
    public var student: Entrant?
    /// How much worse than the best move the student's is where the label is kept, in hundredths of a soldier.
    public var margin = 50
    /// The games that lines are taken from; none where only endgames are asked for.
    public var games: [GameRecord]
    /// The most plies of a line.
    public var plies = 24
    /// The share of perturbed lines among those from games.
    public var perturbed = 0.5
    /// The share of lines that begin with a lopsided endgame.
    public var endgames = 0.1
    /// The `Event` tag.
    public var event = "Labels"
    /// How many engines work side by side.
    public var workers = 1

    /// The settings of a run.
    public init(lines: Int, seed: UInt64, engine: Entrant, slips: Entrant, games: [GameRecord]) {
      self.lines = lines
      self.seed = seed
      self.engine = engine
      self.slips = slips
      self.games = games
    }
  }

  /// The settings of the run.
  public let settings: Settings

  /// A run.
  public init(_ settings: Settings) {
    precondition(settings.workers > 0, "labelling needs at least one worker")
    precondition(!settings.games.isEmpty || settings.endgames >= 1, "lines from games need games")
    self.settings = settings
  }

  /// Labels the lines and hands each over as it ends.
  ///
  /// - Parameters:
  ///   - done: The numbers of lines that are there already.
  ///   - emit: Takes a finished line. It is called for one at a time and may throw to end the run.
  /// - Throws: What `emit` throws, why the engine cannot be started, or that it failed with several lines in a row; or
  ///   `CancellationError` when the task is cancelled, which is noticed between two plies.
  public func run(
    skipping done: Set<Int> = [], emit: @escaping @Sendable (GameRecord) throws -> Void
  ) async throws {
    let numbers = settings.lines < 1 ? [] : (1...settings.lines).filter { !done.contains($0) }
    let desk = SelfPlayDesk(numbers: numbers, emit: emit)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<settings.workers {
        group.addTask { try await LabelWorker(settings: settings).work(desk) }
      }
      try await group.waitForAll()
    }
  }
}

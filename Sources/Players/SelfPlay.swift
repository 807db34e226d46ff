internal import LanguageModel
public import Xiangqi

/// Plays many games of the model against itself, or of two models, without a board in sight.
///
/// A game depends on the settings and on its number alone: neither on the workers nor on the batch, nor on
/// the games beside it. So a run that was interrupted goes on at any game, and a run that is divided among
/// machines gives the games of one that is not.
public struct SelfPlay: Sendable {
  /// One of the two who play.
  public struct Player: Sendable {
    /// The name for the `Red` and `Black` tags.
    public var name: String
    /// The model that thinks.
    public var model: XiangqiModel
    /// How moves are made of its thoughts.
    public var style: PlayStyle
    /// The player whose manner is asked for.
    public var persona: String?
    /// How many positions are looked at for a move; `nil` to play by the first impression.
    public var evaluations: Int?
    /// What the model is told instead of what the style and the persona say.
    public var conditioning: Conditioning?

    /// A player, by default the bare model.
    public init(
      name: String, model: XiangqiModel, style: PlayStyle = .asLearned, persona: String? = nil,
      evaluations: Int? = nil, conditioning: Conditioning? = nil
    ) {
      self.name = name
      self.model = model
      self.style = style
      self.persona = persona
      self.evaluations = evaluations
      self.conditioning = conditioning
    }

    /// What the model is told when the player has that side.
    func conditioning(side: Side) -> Conditioning {
      conditioning ?? style.conditioning(side: side, persona: persona)
    }
  }

  /// What is played, by whom, and how it is spread over the machine.
  public struct Settings: Sendable {
    /// How many games; they are numbered from 1.
    public var games: Int
    /// The seed of all games.
    public var seed: UInt64
    /// The first player: Red, in every game or in those of odd number.
    public var red: Player
    /// The second player.
    public var black: Player
    /// Whether the players change sides after every game, so that each start is played both ways round.
    public var swapsColours: Bool = false
    /// A game that has this many plies is a draw by `max_plies`.
    public var maxPlies: Int = 400
    /// The start positions, taken in turn; empty stands for the usual one.
    public var starts: [Position] = []
    /// The rules that end a game.
    public var ruleset: Ruleset = .standard
    /// When a player resigns; `nil` for never.
    public var resignation: Resignation?
    /// The `Event` tag.
    public var event: String = "Self-play"
    /// How many batches are played at a time, each on a thread of its own.
    public var workers: Int = 1
    /// How many games a worker plays at a time.
    public var batch: Int = 32

    /// The settings of a run of games between two players.
    public init(games: Int, seed: UInt64, red: Player, black: Player) {
      self.games = games
      self.seed = seed
      self.red = red
      self.black = black
    }
  }

  /// The settings of the run.
  public let settings: Settings

  /// A run of games.
  public init(_ settings: Settings) {
    precondition(settings.workers > 0 && settings.batch > 0, "A run needs at least one worker and one game.")
    self.settings = settings
  }

  /// Plays the games and hands each over as it ends.
  ///
  /// With several games side by side that is out of the order of their numbers, which stand in the `Round` tag. So nothing
  /// that has ended waits for what still goes on.
  ///
  /// - Parameters:
  ///   - done: The numbers of games that are there already and are not played again.
  ///   - emit: Takes a finished game. It is called for one game at a time and may throw to end the run.
  /// - Throws: `PlayerError`, what `emit` throws, or `CancellationError` when the task is cancelled, which is
  ///   noticed between two plies. Games handed over by then are complete; those in flight are lost.
  public func run(
    skipping done: Set<Int> = [], emit: @escaping @Sendable (GameRecord) throws -> Void
  ) async throws {
    let numbers = settings.games < 1 ? [] : (1...settings.games).filter { !done.contains($0) }
    let desk = SelfPlayDesk(numbers: numbers, emit: emit)
    let share = (desk.count + settings.workers - 1) / settings.workers
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<settings.workers {
        group.addTask { try SelfPlayWorker(settings: settings, share: share).play(desk) }
      }
      try await group.waitForAll()
    }
  }

  /// Who plays a side in the game of that number.
  static func player(_ settings: Settings, side: Side, game number: Int) -> Player {
    let swapped = settings.swapsColours && number % 2 == 0
    return (side == .red) != swapped ? settings.red : settings.black
  }

  /// Where the game of that number starts.
  static func start(_ settings: Settings, game number: Int) -> Position {
    guard !settings.starts.isEmpty else { return .start }
    let turn = settings.swapsColours ? (number - 1) / 2 : number - 1
    return settings.starts[turn % settings.starts.count]
  }
}

internal import Players
internal import Synchronization
public import Xiangqi

/// Plays many games between two entrants.
///
/// Each opening is played twice, the second time with the colours exchanged. A game has a number, and all that is left to
/// chance in it follows from the seed and that number, so a match that was interrupted goes on at any game. Between players
/// who depend on nothing but their seed and a number of nodes it is the same games, however many are played side by side.
public struct Match: Sendable {
  /// What is played, by whom, and how it is spread over the machine.
  public struct Settings: Sendable {
    /// How many games at most; they are numbered from 1.
    public var games: Int
    /// The seed of all games.
    public var seed: UInt64
    /// The first player: Red in the games of odd number.
    public var first: Entrant
    /// The second player.
    public var second: Entrant
    /// The openings.
    public var book: OpeningBook = .none
    /// How games are judged.
    public var rules = Referee.Rules()
    /// The test that may end the match early.
    public var test: SPRT?
    /// The `Event` tag.
    public var event: String = "Match"
    /// How many games are played at a time.
    public var workers: Int = 1
    /// The time by which players are measured.
    public var timekeeper: Timekeeper = .machine

    /// The settings of a match.
    public init(games: Int, seed: UInt64, first: Entrant, second: Entrant) {
      self.games = games
      self.seed = seed
      self.first = first
      self.second = second
    }
  }

  /// The settings of the match.
  public let settings: Settings

  /// A match.
  public init(_ settings: Settings) {
    precondition(settings.workers > 0, "A match needs at least one worker.")
    self.settings = settings
  }

  /// The pair that a game belongs to.
  static func pair(ofGame number: Int) -> Int { (number + 1) / 2 }

  /// The side that the first player has in a game.
  static func side(ofFirstInGame number: Int) -> Side { number % 2 == 1 ? .red : .black }

  /// Plays the games and hands each over as it ends, with the tally up to then.
  ///
  /// - Parameters:
  ///   - tally: What has been played already; these games are not played again.
  ///   - emit: Takes a finished game. It is called for one game at a time and may throw to end the match.
  /// - Returns: The tally of all games.
  /// - Throws: What keeps an entrant from being started, what `emit` throws, or `CancellationError` when the task is
  ///   cancelled. Games handed over by then are complete; those in flight are lost.
  @discardableResult
  public func run(
    from tally: MatchTally? = nil,
    emit: @escaping @Sendable (GameRecord, MatchTally) throws -> Void = { _, _ in }
  ) async throws -> MatchTally {
    let tally = Mutex(tally ?? MatchTally(test: settings.test))
    let (done, isDecided) = tally.withLock { ($0.numbers, $0.decision != nil) }
    let numbers = settings.games < 1 || isDecided ? [] : (1...settings.games).filter { !done.contains($0) }
    let desk = SelfPlayDesk(numbers: numbers) { record in
      let now = tally.withLock { tally in
        tally.add(record)
        return tally
      }
      try emit(record, now)
      if now.decision != nil { throw Decided() }
    }
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<min(settings.workers, max(numbers.count, 1)) {
          group.addTask { try await MatchWorker(settings: settings).play(desk) }
        }
        try await group.waitForAll()
      }
    } catch is Decided {
      // The games in flight can no longer matter.
    }
    return tally.withLock { $0 }
  }

  /// The test has decided, so the match is over.
  private struct Decided: Error {}
}

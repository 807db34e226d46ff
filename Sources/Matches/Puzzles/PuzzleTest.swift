internal import Players
internal import Synchronization
internal import Xiangqi

/// How many puzzles a player solves.
///
/// Two things are counted. The first move is found when the player makes the first move of the file's line, another one
/// that the file accepts, or one that mates at once. In a puzzle whose line ends in mate the mate is found when the player plays it to the end: each of its
/// moves is that of the line, which the other side then follows, until the last, or any move that mates at once. What mates
/// as surely another way is not known to the file and does not count, so the figures are lower bounds.
///
/// Every puzzle begins a new game of the player, with a seed that depends on the place of the puzzle alone.
public struct PuzzleTest: Sendable {
  /// What became of one puzzle.
  public struct Answer: Sendable, Hashable {
    /// Whether the first move was found.
    public var findsFirst = false
    /// Whether the mate was found; false too where the line does not end in one.
    public var findsMate = false

    /// An answer that finds so much.
    public init(findsFirst: Bool = false, findsMate: Bool = false) {
      self.findsFirst = findsFirst
      self.findsMate = findsMate
    }
  }

  /// The puzzles.
  public let puzzles: [Puzzle]
  /// How many are solved at a time.
  public let workers: Int
  /// The seed of the player's choices.
  public let seed: UInt64
  /// How long the solution of a puzzle is waited for.
  public let patience: Duration

  /// A test of some puzzles.
  public init(
    _ puzzles: [Puzzle], workers: Int = 1, seed: UInt64 = 0, patience: Duration = .seconds(600)
  ) {
    precondition(workers > 0, "A test needs at least one worker.")
    self.puzzles = puzzles
    self.workers = workers
    self.seed = seed
    self.patience = patience
  }

  /// What a player finds.
  ///
  /// - Parameters:
  ///   - entrant: The player.
  ///   - progress: Told the number of puzzles done, from any thread.
  /// - Returns: An answer to each puzzle; a player that fails to answer has not found it.
  /// - Throws: What keeps the player from being started, or `CancellationError` when the task is cancelled.
  public func run(
    _ entrant: Entrant, progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> [Answer] {
    let desk = PuzzleDesk(count: puzzles.count, progress: progress)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, min(workers, puzzles.count)) {
        group.addTask { try await work(at: desk, for: entrant) }
      }
      try await group.waitForAll()
    }
    return desk.answers
  }

  /// Solves puzzles until none is left; a solver that fails is replaced.
  private func work(at desk: PuzzleDesk, for entrant: Entrant) async throws {
    while let first = desk.next() {
      let solver = try await entrant.contestant()
      var place: Int? = first
      while let current = place {
        let answer = await answer(to: current, by: solver, limits: entrant.limits)
        // A cancelled question looks like a failed one.
        if Task.isCancelled { break }
        desk.deliver(answer ?? Answer(), place: current)
        place = answer == nil ? nil : desk.next()
      }
      await solver.close()
      try Task.checkCancellation()
    }
  }

  /// What a player makes of a puzzle; `nil` when it failed to answer.
  private func answer(to place: Int, by solver: any Contestant, limits: SearchLimits) async -> Answer? {
    let puzzle = puzzles[place]
    let side = puzzle.game.position.sideToMove
    let seed = DecisionSeed.game(place + 1, of: seed)
    do {
      guard
        let answer = try await Timekeeper.machine.within(
          patience,
          {
            try await solver.newGame(side: side, seed: seed)
            return try await Self.answer(to: puzzle, by: solver, limits: limits)
          })
      else { return nil }
      return answer
    } catch {
      return nil
    }
  }

  private static func answer(
    to puzzle: Puzzle, by solver: any Contestant, limits: SearchLimits
  ) async throws -> Answer {
    var answer = Answer()
    var game = puzzle.game
    for (ply, expected) in puzzle.solution.enumerated() {
      guard ply % 2 == 0 else {
        try game.play(expected)
        continue
      }
      let turn = try await solver.turn(in: game, limits: limits, opponentClock: nil)
      guard case .move(let move) = turn.action else { return answer }
      let mates = try game.mates(move)
      if ply == 0 { answer.findsFirst = mates || puzzle.accepted.contains(move) }
      if mates { answer.findsMate = puzzle.isMate }
      // Where the line does not end in mate only the first move is asked for.
      guard !mates, move == expected, puzzle.isMate else { return answer }
      try game.play(move)
    }
    return answer
  }
}

extension Game {
  /// Whether a move ends the game with a win of the mover.
  ///
  /// - Throws: Why the move cannot be played.
  fileprivate func mates(_ move: Move) throws -> Bool {
    if let refusal = refusal(of: move) { throw refusal }
    return verdict(after: move)?.outcome.winner == position.sideToMove
  }
}

/// Gives out puzzles and collects the answers.
private final class PuzzleDesk: Sendable {
  private struct State {
    var waiting: Range<Int>
    var answers: [PuzzleTest.Answer]
    var done = 0
  }

  private let state: Mutex<State>
  private let progress: @Sendable (Int) -> Void

  init(count: Int, progress: @escaping @Sendable (Int) -> Void) {
    state = Mutex(
      State(waiting: 0..<count, answers: Array(repeating: PuzzleTest.Answer(), count: count)))
    self.progress = progress
  }

  var answers: [PuzzleTest.Answer] { state.withLock { $0.answers } }

  /// The place of the next puzzle, or `nil` when all are given out.
  func next() -> Int? { state.withLock { $0.waiting.popFirst() } }

  func deliver(_ answer: PuzzleTest.Answer, place: Int) {
    progress(
      state.withLock { state in
        state.answers[place] = answer
        state.done += 1
        return state.done
      })
  }
}

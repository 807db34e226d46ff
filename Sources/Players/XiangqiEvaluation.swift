public import Xiangqi

/// How well a model foretells the moves and the outcomes of games that people played, position by position.
///
/// Every game is read with all its labels open (`<result=?>`, `<player=?>`): what the model says rests on
/// the moves alone. Each position is judged with the tokens that `TokenWindow` would show in play, all of the
/// same start in one advance. The outcome is asked at `<turn=…>` of a model that reads keyframes, with each
/// position as one.
public struct XiangqiEvaluation: Sendable {
  /// The model under test.
  public let model: XiangqiModel
  /// How many games are read at a time, each on a thread of its own.
  public let workers: Int
  /// Whether the model is told what tactics say of the legal moves, where it can be.
  public let tellsOfMoves: Bool

  /// An evaluation of a model.
  public init(model: XiangqiModel, workers: Int = 1, tellsOfMoves: Bool = true) {
    precondition(workers > 0, "An evaluation needs at least one worker.")
    self.model = model
    self.workers = workers
    self.tellsOfMoves = tellsOfMoves
  }

  /// Evaluates games.
  ///
  /// A game is followed up to its first illegal move, if it has one. Games without an outcome count for the
  /// moves only.
  ///
  /// - Parameters:
  ///   - records: The games. The figures do not depend on their order or on the workers, but for rounding.
  ///   - progress: Told the number of games done, from any thread.
  /// - Returns: The figures over all games.
  /// - Throws: `PlayerError`, or `CancellationError` when the task is cancelled.
  public func run(
    on records: [GameRecord], progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> EvaluationReport {
    let desk = EvaluationDesk(count: records.count, progress: progress)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(workers, max(records.count, 1)) {
        group.addTask {
          let evaluator = GameEvaluator(model: model, tellsOfMoves: tellsOfMoves)
          while let index = desk.next() {
            try Task.checkCancellation()
            desk.deliver(try evaluator.tallies(of: records[index]), index: index)
          }
        }
      }
      try await group.waitForAll()
    }
    return EvaluationReport(
      games: records.count, shortened: desk.shortenedGames, tallies: desk.totals)
  }
}

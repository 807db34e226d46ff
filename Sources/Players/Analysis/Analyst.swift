public import Xiangqi

/// Goes through a game position by position and asks an evaluator about each, and perhaps a second one.
///
/// An evaluator is anything that answers with a report: the model (``ModelEvaluator``), an engine, a script of a
/// test. Positions in which the game is over are not asked about.
public struct Analyst: Sendable {
  /// Answers with what it makes of the position a game has reached.
  public typealias Evaluator = @Sendable (Game) async throws -> SearchReport

  /// The reports on one position.
  public struct Step: Sendable {
    /// How many moves were played before it.
    public var ply: Int
    /// What the evaluator makes of it.
    public var report: SearchReport
    /// What the second evaluator makes of it.
    public var second: SearchReport?

    /// A step from its parts.
    public init(ply: Int, report: SearchReport, second: SearchReport? = nil) {
      self.ply = ply
      self.report = report
      self.second = second
    }
  }

  private let evaluator: Evaluator
  private let secondEvaluator: Evaluator?

  /// An analyst who asks these.
  public init(evaluator: @escaping Evaluator, secondEvaluator: Evaluator? = nil) {
    self.evaluator = evaluator
    self.secondEvaluator = secondEvaluator
  }

  /// Analyses a game from its first position to its last.
  ///
  /// - Parameters:
  ///   - game: the game.
  ///   - step: told of each position as soon as it has been evaluated.
  /// - Returns: the analysis of all its moves.
  /// - Throws: `CancellationError` when the task is cancelled, and what an evaluator throws.
  public func analysis(of game: Game, step: (Step) -> Void = { _ in }) async throws -> GameAnalysis {
    var reports: [SearchReport] = []
    var secondReports: [SearchReport] = []
    try await evaluate(game) { found in
      reports.append(found.report)
      if let second = found.second { secondReports.append(second) }
      step(found)
    }
    return GameAnalysis(game: game, reports: reports, secondReports: secondReports)
  }

  /// Asks about the positions of a game one by one, and hands over what is found.
  ///
  /// - Parameters:
  ///   - game: the game.
  ///   - first: how many moves were played before the first position asked about.
  ///   - step: told of each position as soon as it has been evaluated.
  /// - Throws: as ``analysis(of:step:)``.
  public func evaluate(_ game: Game, from first: Int = 0, step: (Step) -> Void) async throws {
    var ply = first
    while ply <= game.moves.count {
      try Task.checkCancellation()
      let reached = game.prefix(ply)
      let report = try await self.report(on: reached, by: evaluator)
      var second: SearchReport?
      if let secondEvaluator { second = try await self.report(on: reached, by: secondEvaluator) }
      // A search that was told to stop answers with what it has, which is not what was asked for.
      try Task.checkCancellation()
      step(Step(ply: ply, report: report, second: second))
      ply += 1
    }
  }

  private func report(on game: Game, by evaluator: Evaluator) async throws -> SearchReport {
    if let verdict = game.verdict {
      return SearchReport(lines: [], wdl: WDL(verdict.outcome), evaluations: 0, depth: 0, time: .zero)
    }
    return try await evaluator(game)
  }
}

extension Game {
  /// The game as it was after so many moves.
  fileprivate func prefix(_ plies: Int) -> Game {
    var game = self
    while game.moves.count > plies { game.takeBack() }
    return game
  }
}

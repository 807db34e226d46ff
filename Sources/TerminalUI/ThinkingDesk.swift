import Players
import Xiangqi

/// Asks the model, one question at a time and away from the screen's thread.
///
/// The model is loaded at the first question. Opponents and readers are kept, so that a game's next position costs the
/// model only the moves since the last one.
actor ThinkingDesk {
  /// A question, as the table asks it.
  enum Question: Sendable {
    /// With `explains`, a level that does not search gets a short search to be shown beside its choice.
    case decision(Game, OpponentChoice, seed: UInt64, time: SearchTime?, explains: Bool)
    case evaluation(Game)
    case hint(Game)
    case draw(Game, OpponentChoice, side: Side, seed: UInt64)
  }

  /// Why no model could be loaded.
  struct Unavailable: Error {
    var reason: any Error
  }

  private struct Seat: Hashable {
    var choice: OpponentChoice
    var side: Side
    var seed: UInt64
  }

  /// How many positions are put to the model for each position of a game that is analysed.
  private static let analysisEvaluations = 200
  /// What ends the search beside a model that has chosen without one, and beside a thought about a position.
  private static let comparison = SearchLimits(evaluations: 200, longest: .milliseconds(200))
  /// How many positions a search for a hint puts to the model: a second or so.
  private static let hintEvaluations = 400

  private let load: @Sendable () throws -> XiangqiModel
  private var loaded: Result<XiangqiModel, Unavailable>?
  private var opponents: [Seat: Opponent] = [:]
  private var reader: ModelReader?
  private var searcher: Searcher?
  /// How fast the last search was, until somebody has asked.
  private var lastSpeed: SearchSpeed?

  init(load: @escaping @Sendable () throws -> XiangqiModel) {
    self.load = load
  }

  /// The model, loaded now if it has not been.
  func model() throws(Unavailable) -> XiangqiModel {
    if let loaded { return try loaded.get() }
    let result: Result<XiangqiModel, Unavailable>
    do { result = .success(try load()) } catch { result = .failure(Unavailable(reason: error)) }
    loaded = result
    return try result.get()
  }

  /// How fast the model searches on this machine, as a short search tells; nil where it cannot.
  func measuredSpeed() -> SearchSpeed? {
    do { return try SearchSpeed.measured(with: try model()) } catch { return nil }
  }

  /// How fast the last move was searched; nil when nothing new is known.
  func newSpeed() -> SearchSpeed? {
    defer { lastSpeed = nil }
    return lastSpeed
  }

  /// What looks at the positions of a game that is analysed.
  func evaluator() throws -> Analyst.Evaluator {
    let evaluator = try ModelEvaluator(
      model: try model(), limits: SearchLimits(evaluations: Self.analysisEvaluations))
    return { try evaluator.report(on: $0) }
  }

  /// The answer to a question, nil when it was cancelled before its turn came.
  func answer(_ question: Question, id: Int) -> TableAnswer? {
    if Task.isCancelled { return nil }
    do {
      return try answer(question, id: id, model: try model())
    } catch let error as Unavailable {
      return .modelUnavailable(error.reason)
    } catch {
      return .thinkingFailed(id: id, error)
    }
  }

  private func answer(_ question: Question, id: Int, model: XiangqiModel) throws -> TableAnswer {
    switch question {
    case .decision(let game, let choice, let seed, let time, let explains):
      let opponent = try opponent(choice, side: game.position.sideToMove, seed: seed, model: model)
      let decision = try opponent.decide(game, time: time, isStopped: { Task.isCancelled })
      lastSpeed = decision.report.flatMap { SearchSpeed(of: $0) }
      let move: Move? = if case .move(let move) = decision.action { move } else { nil }
      var thought = decision.thought
      if let report = decision.report {
        thought = thought.searched(report)
      } else if explains {
        thought = thought.compared(with: try comparison(game, model: model))
      }
      return .decided(id: id, move: move, remark: decision.remark, thought: thought)
    case .evaluation(let game):
      let reader = try reader ?? ModelReader(model: model)
      self.reader = reader
      let thought = try reader.think(about: game)
      return .evaluated(id: id, thought: thought.compared(with: try comparison(game, model: model)))
    case .hint(let game):
      let report = try Searcher(model: model).search(
        game, limits: SearchLimits(evaluations: Self.hintEvaluations), isStopped: { Task.isCancelled })
      return .hinted(id: id, Hint(report, game: game))
    case .draw(let game, let choice, let side, let seed):
      let opponent = try opponent(choice, side: side, seed: seed, model: model)
      let (accepts, remark) = try opponent.answerDrawOffer(game)
      return .drawAnswered(id: id, accepted: accepts, remark: remark)
    }
  }

  /// What a short search finds in a position.
  private func comparison(_ game: Game, model: XiangqiModel) throws -> SearchReport {
    let searcher = try searcher ?? Searcher(model: model)
    self.searcher = searcher
    return try searcher.search(game, limits: Self.comparison, isStopped: { Task.isCancelled })
  }

  private func opponent(
    _ choice: OpponentChoice, side: Side, seed: UInt64, model: XiangqiModel,
  ) throws -> Opponent {
    let seat = Seat(choice: choice, side: side, seed: seed)
    if let known = opponents[seat] { return known }
    // Two sides and an adviser; games long past need not be kept.
    if opponents.count >= 4 { opponents = [:] }
    // A name from an older settings file or another model's game plays without a manner of its own.
    let persona = choice.persona.flatMap { model.playerNames.contains($0) ? $0 : nil }
    let settings = OpponentSettings(level: choice.level, persona: persona, seed: seed)
    let opponent = try Opponent(model: model, settings: settings, side: side)
    opponents[seat] = opponent
    return opponent
  }
}

public import Xiangqi

/// A game with what an evaluator makes of every move: the model's own first thought, what a search finds, and
/// perhaps a second opinion.
///
/// It is made of reports alone, so that the same reports give the same analysis.
public struct GameAnalysis: Sendable, Hashable {
  /// One move of the game and what is to be said of it.
  public struct Ply: Sendable, Hashable {
    /// How many moves were played before it.
    public var index: Int
    /// The position before it.
    public var position: Position
    /// The move.
    public var move: Move
    /// The probability the model gave it; 0 for an evaluator that gives none.
    public var probability: Double
    /// Its place among the legal moves by that probability, from 1.
    public var rank: Int
    /// How many legal moves there were.
    public var choices: Int
    /// What the evaluator makes of it.
    public var opinion: Opinion
    /// What the second evaluator makes of it.
    public var secondOpinion: Opinion?
    /// Whether the game turned here; see ``GameAnalysis/turningPoints``.
    public var isTurningPoint: Bool

    /// Who played it.
    public var side: Side { position.sideToMove }
  }

  /// What one side's moves were like.
  public struct Summary: Sendable, Hashable {
    /// How many moves the side played.
    public var moves: Int
    /// How close to the best its moves were, 0…1: the mean of e^(-4.35 loss), so that a move that loses nothing
    /// counts 1, one that loses 10 points 0.65, 20 points 0.42; 1 when it played none.
    public var accuracy: Double
    /// The mean loss of expected score.
    public var meanLoss: Double
    /// How often the side played what the evaluator would have played.
    public var firstChoices: Int
    /// How many moves were called so.
    public var counts: [Judgement: Int]
  }

  /// The position before the first move.
  public var start: Position
  /// The moves, in order.
  public var plies: [Ply]
  /// How the game was expected to end before the first move and after each: one more than there are plies.
  public var chances: [WDL]
  /// The same by the second evaluator; empty without one.
  public var secondChances: [WDL]

  /// An analysis from reports on the position before the first move and after each.
  ///
  /// - Parameters:
  ///   - game: the game.
  ///   - reports: the evaluator's reports, at most one more than there are moves; with fewer of them the moves behind
  ///     the last are left out.
  ///   - secondReports: a second evaluator's reports; fewer where it has been asked about fewer positions.
  public init(game: Game, reports: [SearchReport], secondReports: [SearchReport] = []) {
    precondition(reports.count <= game.positions.count, "GameAnalysis: more reports than positions")
    start = game.start
    chances = Self.chances(game, reports)
    secondChances = Self.chances(game, secondReports)
    plies = game.moves.indices.prefix(max(0, reports.count - 1)).map { index in
      Ply(game: game, index: index, reports: reports, secondReports: secondReports)
    }
    let isWhole = plies.count == game.moves.count
    for index in Self.turningPoints(of: plies, isWhole: isWhole) { plies[index].isTurningPoint = true }
  }

  private static func chances(_ game: Game, _ reports: [SearchReport]) -> [WDL] {
    zip(game.positions, reports).map { $1.value(for: $0.sideToMove) }
  }

  /// The indices of the plies at which the game turned, in order.
  ///
  /// A game turns at a mistake or worse after which another side stands better than before (65 points of 100 or
  /// more are better), or nobody does any more. A whole game that never turns so has its costliest move as its turning
  /// point, if that is at least an inaccuracy.
  public var turningPoints: [Int] { plies.indices.filter { plies[$0].isTurningPoint } }

  private static func turningPoints(of plies: [Ply], isWhole: Bool) -> [Int] {
    let turns = plies.indices.filter { index in
      let opinion = plies[index].opinion
      return (opinion.judgement ?? .inaccuracy) >= .mistake
        && Standing(opinion.before) != Standing(opinion.after)
    }
    guard turns.isEmpty, isWhole else { return turns }
    // Of equal ones the first.
    let costliest = plies.indices.max { (plies[$0].opinion.loss, $1) < (plies[$1].opinion.loss, $0) }
    guard let costliest, plies[costliest].opinion.judgement != nil else { return [] }
    return [costliest]
  }

  /// What a side's moves were like.
  public func summary(of side: Side) -> Summary {
    let opinions = plies.filter { $0.side == side }.map { ($0.move, $0.opinion) }
    let count = Double(max(1, opinions.count))
    let scores = opinions.map { negativeExponential(4.35 * $0.1.loss) }
    return Summary(
      moves: opinions.count, accuracy: opinions.isEmpty ? 1 : scores.reduce(0, +) / count,
      meanLoss: opinions.reduce(0) { $0 + $1.1.loss } / count,
      firstChoices: opinions.count { $0.1.best?.moves.first == $0.0 },
      counts: Dictionary(opinions.compactMap { $0.1.judgement }.map { ($0, 1) }, uniquingKeysWith: +))
  }
}

extension GameAnalysis.Ply {
  fileprivate init(game: Game, index: Int, reports: [SearchReport], secondReports: [SearchReport]) {
    position = game.positions[index]
    move = game.moves[index]
    self.index = index
    let (move, side) = (move, position.sideToMove)
    let lines = reports[index].lines
    let prior = lines.first { $0.moves.first == move }?.prior ?? 0
    probability = prior
    rank = 1 + lines.count { $0.prior > prior }
    choices = position.legalMoves().count
    opinion = Opinion(move: move, by: side, before: reports[index], after: reports[index + 1])
    secondOpinion =
      secondReports.indices.contains(index + 1)
      ? Opinion(move: move, by: side, before: secondReports[index], after: secondReports[index + 1]) : nil
    isTurningPoint = false
  }
}

internal import Synchronization
public import Xiangqi

/// The model as an evaluator of positions: its first thought, and what a search from there finds.
public final class ModelEvaluator: Sendable {
  private let reader: Mutex<ModelReader>
  /// `nil` where the first thought is all that is asked for.
  private let searcher: Searcher?
  private let limits: SearchLimits

  /// An evaluator that asks a model.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - limits: what ends the search of each position; one evaluation is the first thought alone.
  /// - Throws: `PlayerError`.
  public init(model: XiangqiModel, limits: SearchLimits) throws(PlayerError) {
    reader = Mutex(try ModelReader(model: model, averagesMirror: true, averagesColours: true))
    searcher = limits.evaluations == 1 ? nil : try Searcher(model: model)
    self.limits = limits
  }

  /// What the model makes of the position a game has reached, with a line for each legal move.
  ///
  /// The probabilities are those of the first thought, averaged over the position, its mirror image and, where the
  /// model can be asked so, both with the colours exchanged. A search ends early when the task is cancelled.
  public func report(on game: Game) throws(PlayerError) -> SearchReport {
    let thought = try reader.withLock { reader throws(PlayerError) in try reader.think(about: game) }
    guard let searcher else { return SearchReport(thought) }
    var report = try searcher.search(game, limits: limits, isStopped: { Task.isCancelled })
    let probabilities = Dictionary(
      thought.moves.map { ($0.move, $0.probability) }, uniquingKeysWith: { first, _ in first })
    for index in report.lines.indices {
      if let move = report.lines[index].moves.first { report.lines[index].prior = probabilities[move] ?? 0 }
    }
    return report
  }
}

extension SearchReport {
  /// A thought as a report of one evaluation; every line is worth what the position is worth.
  public init(_ thought: Thought) {
    self.init(
      lines: thought.moves.map {
        SearchLine(moves: [$0.move], prior: $0.probability, visits: 0, wdl: thought.wdl)
      },
      wdl: thought.wdl, evaluations: 1, depth: thought.moves.isEmpty ? 0 : 1, time: .zero)
  }
}

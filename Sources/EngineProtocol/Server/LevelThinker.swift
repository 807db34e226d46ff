internal import LanguageModel
public import Players
internal import Synchronization
public import Xiangqi

/// The model at one of its levels: it chooses as an opponent of that level does, by the model's first impression or by
/// what a search of the level's size finds, and says with every legal move what that is worth.
///
/// By first impression all lines have the outlook of the position: nothing else is known of them.
public final class LevelThinker: Thinker {
  private let level: Level
  private let seed: UInt64
  /// By the side to move, which is told to the model.
  private let players: [Side: Player]

  private enum Player: Sendable {
    case reader(LockedReader)
    case searcher(Searcher)
  }

  private final class LockedReader: Sendable {
    private let reader: Mutex<ModelReader>

    init(model: XiangqiModel, style: PlayStyle, side: Side, persona: String?) throws(PlayerError) {
      reader = Mutex(
        try ModelReader(
          model: model, conditioning: style.conditioning(side: side, persona: persona),
          averagesMirror: style.averagesMirror, averagesColours: style.averagesColours,
          tacticsWeight: style.tacticsWeight))
    }

    func think(about game: Game) throws(PlayerError) -> Thought {
      try reader.withLock { reader throws(PlayerError) in try reader.think(about: game) }
    }
  }

  /// A player of a level.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - level: The level.
  ///   - persona: Whose manner it takes; nil for nobody in particular.
  ///   - seed: The seed of its choices.
  /// - Throws: ``ThinkerError`` when the model does not know the persona.
  public init(model: XiangqiModel, level: Level, persona: String?, seed: UInt64) throws(ThinkerError) {
    self.level = level
    self.seed = seed
    let style = level.style
    var players: [Side: Player] = [:]
    for side in Side.allCases {
      do {
        players[side] =
          level.searches
          ? .searcher(
            try Searcher(model: model, conditioning: style.conditioning(side: side, persona: persona)))
          : .reader(try LockedReader(model: model, style: style, side: side, persona: persona))
      } catch { throw ThinkerError("\(error)") }
    }
    self.players = players
  }

  /// Thinks as much as the level does, or less when a limit is reached before.
  public func think(
    about game: Game, limits: SearchLimits, isStopped: @Sendable () -> Bool,
    progress: @Sendable (SearchReport) -> Void
  ) throws(ThinkerError) -> SearchReport {
    guard let player = players[game.position.sideToMove] else {
      preconditionFailure("there is a player for each side")
    }
    do {
      switch player {
      case .reader(let reader):
        let started = ContinuousClock.now
        let thought = try reader.think(about: game)
        let moves = thought.moves.filter { limits.moves.isEmpty || limits.moves.contains($0.move) }
        let lines = moves.map {
          SearchLine(moves: [$0.move], prior: $0.probability, visits: 0, wdl: thought.wdl)
        }
        let report = SearchReport(
          lines: lines, wdl: thought.wdl, evaluations: 1, depth: 1, time: started.duration(to: .now))
        return chosen(from: moves, of: report, in: game)
      case .searcher(let searcher):
        var limits = limits
        if let most = level.evaluations { limits.evaluations = min(limits.evaluations ?? most, most) }
        limits.longest = level.longest
        let report = try searcher.search(game, limits: limits, isStopped: isStopped, progress: progress)
        return chosen(from: report.choices, of: report, in: game)
      }
    } catch { throw ThinkerError("\(error)") }
  }

  /// The report with the line of the chosen move first.
  private func chosen(from moves: [RankedMove], of report: SearchReport, in game: Game) -> SearchReport {
    guard moves.count > 1 else { return report }
    let seed = DecisionSeed.decision(game: seed, ply: game.moves.count, positionKey: game.position.zobristKey)
    var generator = SeededGenerator(seed: seed)
    let chosen = level.style.choice(from: moves, in: game, using: &generator).move
    guard let place = report.lines.firstIndex(where: { $0.moves.first == chosen }) else { return report }
    var report = report
    report.lines.insert(report.lines.remove(at: place), at: 0)
    return report
  }
}

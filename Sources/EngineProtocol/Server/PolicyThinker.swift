internal import LanguageModel
public import Players
internal import Synchronization
public import Xiangqi

/// The model's own choice, without looking ahead: one evaluation, every legal move a line, the chosen one first.
///
/// All lines have the outlook of the position: nothing else is known of them.
public final class PolicyThinker: Thinker {
  private let style: PlayStyle
  private let seed: UInt64
  /// By the side to move, which is told to the model.
  private let readers: Mutex<[Side: ModelReader]>

  /// A player of a level.
  ///
  /// - Throws: ``ThinkerError`` when the model does not know the persona.
  public init(model: XiangqiModel, level: Level, persona: String?, seed: UInt64) throws(ThinkerError) {
    style = level.style
    self.seed = seed
    var readers: [Side: ModelReader] = [:]
    for side in Side.allCases {
      do {
        readers[side] = try ModelReader(
          model: model, conditioning: style.conditioning(side: side, persona: persona),
          averagesMirror: style.averagesMirror, averagesColours: style.averagesColours)
      } catch { throw ThinkerError("\(error)") }
    }
    self.readers = Mutex(readers)
  }

  /// Thinks once, whatever the limits but the moves.
  public func think(
    about game: Game, limits: SearchLimits, isStopped: @Sendable () -> Bool,
    progress: @Sendable (SearchReport) -> Void
  ) throws(ThinkerError) -> SearchReport {
    let started = ContinuousClock.now
    let thought: Thought
    do {
      thought = try readers.withLock { readers throws(PlayerError) in
        guard let reader = readers[game.position.sideToMove] else { throw PlayerError.notOnMove }
        return try reader.think(about: game)
      }
    } catch { throw ThinkerError("\(error)") }
    var moves = thought.moves.filter { limits.moves.isEmpty || limits.moves.contains($0.move) }
    if moves.count > 1 {
      let seed = DecisionSeed.decision(
        game: seed, ply: game.moves.count, positionKey: game.position.zobristKey)
      var generator = SeededGenerator(seed: seed)
      let chosen = style.choice(from: moves, in: game, using: &generator).move
      if let index = moves.firstIndex(where: { $0.move == chosen }) { moves.insert(moves.remove(at: index), at: 0) }
    }
    let lines = moves.map {
      SearchLine(moves: [$0.move], prior: $0.probability, visits: 0, wdl: thought.wdl)
    }
    return SearchReport(
      lines: lines, wdl: thought.wdl, evaluations: 1, depth: 1, time: started.duration(to: .now))
  }
}

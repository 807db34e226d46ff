internal import LanguageModel
internal import Synchronization
public import Xiangqi

/// The model as an opponent at the board.
///
/// What it decides depends on its settings and on the game up to now: not on what was taken back, or what it has been
/// asked before. Time has a say only where it ends a search: at a level of so many seconds, on a clock, and where a
/// level's positions take longer than ``Level/longest``. It may be shared between tasks; they wait for each other.
public final class Opponent: Sendable {
  /// What an opponent does when it is its turn.
  public enum Action: Sendable, Hashable {
    /// Plays a move.
    case move(Move)
    /// Gives up the game.
    case resign
  }

  /// A decision with the thought behind it.
  public struct Decision: Sendable, Hashable {
    /// What the opponent does.
    public var action: Action
    /// What the model thinks of the position.
    public var thought: Thought
    /// What was found by looking ahead; `nil` at the levels that do not.
    public var report: SearchReport?
    /// What the opponent has to say; `nil` for an ordinary move.
    public var remark: Remark?
  }

  /// Its settings.
  public let settings: OpponentSettings
  /// The side it plays.
  public let side: Side
  private let style: PlayStyle
  private let reader: Mutex<ModelReader>
  private let searcher: Searcher?

  /// Seats an opponent.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - settings: How it plays.
  ///   - side: Its side.
  ///   - now: The time since some moment; a clock that stands still lets positions alone end a search.
  /// - Throws: `PlayerError.unknownPlayer` when the settings name a persona the model does not know.
  public init(
    model: XiangqiModel, settings: OpponentSettings, side: Side,
    now: @escaping @Sendable () -> Duration = { Searcher.monotonic() }
  ) throws(PlayerError) {
    self.settings = settings
    self.side = side
    style = settings.level.style
    reader = Mutex(
      try ModelReader(
        model: model, conditioning: style.conditioning(side: side, persona: settings.persona),
        averagesMirror: style.averagesMirror, averagesColours: style.averagesColours,
        tacticsWeight: style.tacticsWeight))
    searcher =
      try settings.level.searches
      ? Searcher(
        model: model, conditioning: style.conditioning(side: side, persona: settings.persona), now: now)
      : nil
  }

  /// What the opponent thinks of a position, whoever is to move.
  public func think(about game: Game) throws(PlayerError) -> Thought {
    try reader.withLock { reader throws(PlayerError) in try reader.think(about: game) }
  }

  /// Decides what to do in a running game in which its side is to move.
  ///
  /// - Parameters:
  ///   - game: The game.
  ///   - time: What a clock allows; the level's own limits hold beside it.
  ///   - isStopped: Whether a search is to end now; asked every few milliseconds.
  /// - Returns: The move or the resignation, and what it comes from.
  /// - Throws: `PlayerError` when it is not its turn, and when the decoder fails.
  public func decide(
    _ game: Game, time: SearchTime? = nil, isStopped: @Sendable () -> Bool = { false }
  ) throws(PlayerError) -> Decision {
    guard game.verdict == nil else { throw .gameIsOver }
    guard game.position.sideToMove == side else { throw .notOnMove }
    let thought = try think(about: game)
    var limits = settings.level.limits
    limits.time = time
    let report = try searcher?.search(game, limits: limits, isStopped: isStopped)
    if try resigns(game, expectation: (report?.wdl ?? thought.wdl).expectation(for: side)) {
      return Decision(action: .resign, thought: thought, report: report, remark: .resigns)
    }
    let seed = DecisionSeed.decision(
      game: settings.seed, ply: game.moves.count, positionKey: game.position.zobristKey)
    var generator = SeededGenerator(seed: seed)
    let choice = style.choice(from: report?.choices ?? thought.moves, in: game, using: &generator)
    return Decision(action: .move(choice.move), thought: thought, report: report, remark: choice.remark)
  }

  /// Whether the opponent takes the draw that the other side offers, and what it says to that.
  public func answerDrawOffer(_ game: Game) throws(PlayerError) -> (accepts: Bool, remark: Remark) {
    let expectation = try think(about: game).wdl.expectation(for: side)
    return settings.drawOffer.answer(expectation: expectation, side: side, in: game)
  }

  /// Whether it is time to resign.
  ///
  /// The expected scores of earlier turns are asked for anew, rather than remembered, so that a game taken
  /// back or loaded is judged like one played through.
  private func resigns(_ game: Game, expectation: Double) throws(PlayerError) -> Bool {
    guard let resignation = settings.resignation, resignation.isConceivable(in: game) else { return false }
    var expectations = [expectation]
    var earlier = game
    while expectations.count < resignation.turns {
      guard expectations[expectations.count - 1] < resignation.expectation else { return false }
      earlier.takeBack()
      earlier.takeBack()
      expectations.append(try think(about: earlier).wdl.expectation(for: side))
    }
    return resignation.isDue(expectations: expectations, in: game)
  }
}

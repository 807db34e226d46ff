public import Players
public import Xiangqi

/// Somebody who can be sat down at a board and asked for moves: a random mover, the model, a search, an engine.
///
/// A contestant plays one game at a time. The referee trusts none: it checks every move, measures the time and waits no
/// longer than it has said it would, so whatever a contestant does or fails to do costs nobody else's game.
public protocol Contestant: Sendable {
  /// What it calls itself.
  var name: String { get }

  /// Prepares for a game.
  ///
  /// - Parameters:
  ///   - side: The side it will play.
  ///   - seed: The seed of its choices in this game, if it makes any by chance.
  /// - Throws: Why it cannot play, as ``turn(in:limits:opponentClock:)`` does.
  func newGame(side: Side, seed: UInt64) async throws

  /// Decides what to do in a game in which its side is to move.
  ///
  /// - Parameters:
  ///   - game: The game, which is not over.
  ///   - limits: What it may use for this move.
  ///   - opponentClock: The clock of the other side, where there is one.
  /// - Returns: The decision; a move in it need not be legal.
  /// - Throws: ``ContestantError`` where it knows what went wrong; any other error counts as a crash.
  func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn

  /// Ends it; nothing is asked of it any more.
  func close() async
}

extension Contestant {
  /// Nothing to prepare.
  public func newGame(side: Side, seed: UInt64) async throws {}
  /// Nothing to end.
  public func close() async {}
}

/// What a contestant does when it is its turn.
public struct Turn: Sendable, Hashable {
  /// A move, or the end.
  public var action: Opponent.Action
  /// What it thinks of the position, if it says so.
  public var report: SearchReport?
  /// How long it took, where it knows better than the referee, who measures the waiting for a thread too.
  public var time: Duration?

  /// A turn from its parts.
  public init(_ action: Opponent.Action, report: SearchReport? = nil, time: Duration? = nil) {
    self.action = action
    self.report = report
    self.time = time
  }
}

/// Why a contestant gave no move that can be played.
public enum ContestantError: Error, Hashable, CustomStringConvertible {
  /// It answered with what is no legal move.
  case illegalMove(String)
  /// It did not answer.
  case noAnswer(String)
  /// It ended, or broke the protocol so that nothing more can be expected of it.
  case crash(String)

  /// What it did, in one sentence.
  public var description: String {
    switch self {
    case .illegalMove(let text), .noAnswer(let text), .crash(let text): text
    }
  }
}

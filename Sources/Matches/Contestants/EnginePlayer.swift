public import EngineProtocol
public import Players
public import Xiangqi

/// An engine in a process of its own.
///
/// When it crashes, hangs or breaks the protocol this is told in a ``ContestantError``; a new player has to be made then.
public final class EnginePlayer: Contestant {
  private let client: EngineClient
  private let patience: Duration

  /// Starts an engine.
  ///
  /// - Parameters:
  ///   - command: Which engine, and how.
  ///   - patience: How long an answer is waited for beyond the time the engine has.
  /// - Throws: `EngineError`.
  public init(_ command: EngineCommand, patience: Duration) async throws(EngineError) {
    client = try await EngineClient(command)
    self.patience = patience
  }

  /// What the engine calls itself.
  public var name: String { client.name }

  /// Tells the engine that another game begins; the seed is of no use to it.
  public func newGame(side: Side, seed: UInt64) async throws {
    do { try await client.newGame() } catch { throw ContestantError(error) }
  }

  /// What the engine answers.
  public func turn(in game: Game, limits: SearchLimits, opponentClock: TurnClock?) async throws -> Turn {
    let answer: EngineAnswer
    do {
      answer = try await client.search(
        game, limits: limits, opponentClock: opponentClock, patience: patience)
    } catch { throw ContestantError(error) }
    if answer.resigns { return Turn(.resign, report: answer.report, time: answer.time) }
    guard let move = answer.move else {
      throw ContestantError.illegalMove("\(name) says that it has no move, and has some")
    }
    return Turn(.move(move), report: answer.report, time: answer.time)
  }

  /// Ends the engine's process.
  public func close() async { await client.close() }
}

extension ContestantError {
  /// What an error of an engine amounts to.
  init(_ error: EngineError) {
    switch error {
    case .illegalMove, .malformedAnswer: self = .illegalMove("\(error)")
    case .timedOut: self = .noAnswer("\(error)")
    default: self = .crash("\(error)")
    }
  }
}

import EngineProtocol
import Players
import Xiangqi

/// Starts engines, keeps them, and asks them.
///
/// An engine that failed is started anew at the next question. Engines end with the desk.
actor EngineDesk {
  /// How much longer than its time an engine may take before it is told to stop.
  private static let patience = Duration.seconds(2)
  /// No more are kept running.
  private static let limit = 3

  private struct Place {
    var client: EngineClient
    /// The game it was last asked about.
    var game: Game?
  }

  private var places: [String: Place] = [:]

  /// What an engine calls itself, once it has started.
  func name(of engine: EngineChoice) async throws(EngineError) -> String {
    try await client(engine.command).name
  }

  /// What an engine decides in a position.
  func answer(
    _ game: Game, engine: EngineChoice, clock: GameClock
  ) async throws(EngineError) -> EngineAnswer {
    let (time, opponent) = Self.time(engine, clock: clock, side: game.position.sideToMove)
    return try await search(
      game, command: engine.command, limits: SearchLimits(time: time), opponentClock: opponent)
  }

  /// What an engine makes of a position in the time it has for a move.
  func report(on game: Game, engine: EngineChoice) async throws(EngineError) -> SearchReport {
    let limits = SearchLimits(time: .move(.milliseconds(engine.milliseconds)))
    let answer = try await search(game, command: engine.command, limits: limits, opponentClock: nil)
    guard let report = answer.report else {
      throw .timedOut(engine: engine.name, waitingFor: "a score")
    }
    return report
  }

  private func search(
    _ game: Game, command: String, limits: SearchLimits, opponentClock: TurnClock?
  ) async throws(EngineError) -> EngineAnswer {
    let client = try await client(command)
    do throws(EngineError) {
      if let last = places[command]?.game, !game.continues(last) { try await client.newGame() }
      places[command]?.game = game
      return try await client.search(
        game, limits: limits, opponentClock: opponentClock, patience: Self.patience)
    } catch {
      places[command] = nil
      throw error
    }
  }

  private func client(_ command: String) async throws(EngineError) -> EngineClient {
    if let place = places[command] { return place.client }
    let client = try await EngineClient(EngineCommand(command))
    if places.count >= Self.limit { places = [:] }
    places[command] = Place(client: client)
    return client
  }

  /// The time for a move: by the clock where one runs, with something kept for the way there and back.
  private static func time(
    _ engine: EngineChoice, clock: GameClock, side: Side
  ) -> (SearchTime, opponent: TurnClock?) {
    let own = Duration.milliseconds(engine.milliseconds)
    switch clock.searchTime(of: side) {
    case nil: return (.move(own), nil)
    case .move(let time): return (.move(min(own, time)), nil)
    case .clock(let turn): return (.clock(turn), clock.turnClock(of: side.opponent))
    }
  }
}

extension Game {
  /// Whether this game has come of `earlier` by playing or taking back.
  fileprivate func continues(_ earlier: Game) -> Bool {
    let shared = min(moves.count, earlier.moves.count)
    return start == earlier.start && moves.prefix(shared) == earlier.moves.prefix(shared)
  }
}

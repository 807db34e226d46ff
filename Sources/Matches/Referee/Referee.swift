internal import Players
public import Xiangqi

/// Conducts a game between two contestants, neither of whom it trusts.
///
/// Our rules alone say which moves are legal and when a game is over, whatever the contestants believe. A player who makes
/// an illegal move, oversteps its time, does not answer or breaks down has lost.
public struct Referee: Sendable {
  /// What a game is judged by.
  public struct Rules: Sendable, Hashable {
    /// The rules of the board.
    public var ruleset: Ruleset = .standard
    /// A game of this many plies is a draw.
    public var maxPlies = 400
    /// When a game is ended early.
    public var adjudication = Adjudication()
    /// How far a player may overstep its time unpunished: what the machine takes for itself.
    public var timeMargin: Duration = .milliseconds(100)
    /// How long an answer is waited for beyond the time a player has, or at all where it has no limit of time.
    public var patience: Duration = .seconds(60)

    /// The usual rules.
    public init() {}
  }

  /// What games are judged by.
  public let rules: Rules
  let timekeeper: Timekeeper

  /// A referee.
  public init(rules: Rules = Rules(), timekeeper: Timekeeper = .machine) {
    self.rules = rules
    self.timekeeper = timekeeper
  }

  /// Conducts a game from an opening to its end.
  ///
  /// - Throws: `CancellationError` when the task is cancelled, and nothing else.
  func conduct(_ opening: Opening, red: Seat, black: Seat, seed: UInt64) async throws -> RefereedGame {
    var seats = [red, black]
    var played = RefereedGame(opening, ruleset: rules.ruleset)
    for side in Side.allCases {
      let contestant = seats[Int(side.rawValue)].contestant
      let answer = await asked(within: rules.patience) {
        try await contestant.newGame(side: side, seed: seed)
      }
      if case .failure(let fault) = answer { played.end(lostBy: side, fault) }
      try Task.checkCancellation()
    }
    while !played.isOver {
      if let outcome = rules.adjudication.outcome(expectations: played.expectations) {
        played.end(outcome, .adjudication)
      } else if played.game.moves.count >= rules.maxPlies {
        played.end(.draw, .rule(.maxPlies))
      } else {
        await takeTurn(in: &played, &seats)
      }
      try Task.checkCancellation()
    }
    return played
  }

  /// Asks the player who is to move and carries out what it decides.
  private func takeTurn(in played: inout RefereedGame, _ seats: inout [Seat]) async {
    let game = played.game
    let side = game.position.sideToMove
    let seat = seats[Int(side.rawValue)]
    let opponentClock = seats[Int(side.opponent.rawValue)].clock
    let contestant = seat.contestant
    let limits = seat.limits
    let wait = (seat.allowance.map { $0 + rules.timeMargin } ?? .zero) + rules.patience
    let began = timekeeper.now()
    let answer = await asked(within: wait) {
      try await contestant.turn(in: game, limits: limits, opponentClock: opponentClock)
    }
    let waited = timekeeper.now() - began
    switch answer {
    case .failure(let fault):
      played.end(lostBy: side, fault)
    case .success(let turn):
      let time = turn.time ?? waited
      if let allowance = seat.allowance, time > allowance + rules.timeMargin {
        played.end(
          .win(for: side.opponent), .rule(.timeForfeit),
          detail: "\(time.seconds) s were used, \(allowance.seconds) s were left")
      } else {
        seats[Int(side.rawValue)].spend(time)
        played.go(on: turn, time: limits.time == nil ? nil : time)
      }
    }
  }

  /// What a contestant answers, or what it did instead.
  private func asked<Value: Sendable>(
    within limit: Duration, _ question: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, ContestantError> {
    do {
      if let value = try await timekeeper.within(limit, question) { return .success(value) }
      return .failure(.noAnswer("no answer within \(limit.seconds) s"))
    } catch let fault as ContestantError {
      return .failure(fault)
    } catch {
      // A cancelled match comes here too, and its game is dropped by whoever asked.
      return .failure(.crash("\(error)"))
    }
  }
}

extension Duration {
  /// The seconds with three decimals.
  var seconds: String {
    let (whole, rest) = components
    let milliseconds = whole.magnitude * 1000 + UInt64(rest.magnitude / 1_000_000_000_000_000)
    let fraction = String(milliseconds % 1000)
    let sign = self < .zero ? "-" : ""
    return "\(sign)\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

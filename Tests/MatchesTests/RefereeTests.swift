import Matches
import Players
import Testing
import Xiangqi

/// What happens at the board when a player does not do what it should.
@Suite struct RefereeTests {
  /// The records of a match of that many games.
  private func play(
    _ first: Entrant, _ second: Entrant, games: Int = 2, time: ManualTime = ManualTime(),
    rules: Referee.Rules = Referee.Rules(), book: OpeningBook = .none
  ) async throws -> (records: [GameRecord], tally: MatchTally) {
    var settings = Match.Settings(games: games, seed: 3, first: first, second: second)
    settings.timekeeper = time.timekeeper
    settings.rules = rules
    settings.book = book
    return try await played(settings)
  }

  @Test func aResignationIsALoss() async throws {
    let (records, tally) = try await play(Fake.first, Fake.quitter)
    #expect(records.map { $0["Termination"] } == ["resignation", "resignation"])
    #expect(records.map(\.outcome) == [.redWins, .blackWins])
    #expect(tally.results.wins == 2 && tally.faults == [[:], [:]])
  }

  /// A move that is not legal, whether it is one of another piece, of nobody's, or played after the end.
  @Test(arguments: ["a9a8", "e4e5", "a0b1"])
  func anIllegalMoveLoses(move: String) async throws {
    let illegal = try #require(Move(iccs: move))
    let cheat = Fake.entrant("cheat") { _, _ in Turn(.move(illegal)) }
    let (records, tally) = try await play(cheat, Fake.first)
    #expect(records.map { $0["Termination"] } == ["illegal_move", "illegal_move"])
    #expect(records.map(\.outcome) == [.blackWins, .redWins])
    #expect(records[0].moves.isEmpty && records[0]["Fault"]?.contains(move) == true)
    #expect(tally.faults == [["illegal_move": 2], [:]])
  }

  struct Broken: Error, CustomStringConvertible {
    let description = "broken"
  }

  @Test func whatIsThrownIsSorted() async throws {
    let faults: [(any Error, String, String)] = [
      (Broken(), "crash", "broken"), (ContestantError.crash("gone"), "crash", "gone"),
      (ContestantError.illegalMove("nonsense"), "illegal_move", "nonsense"),
      (ContestantError.noAnswer("silence"), "no_answer", "silence"),
    ]
    for (error, reason, text) in faults {
      let thrower = Fake.entrant("thrower") { game, _ in
        if game.moves.count >= 2 { throw error }
        return Turn(.move(game.position.legalMoves()[0]))
      }
      let (records, tally) = try await play(Fake.first, thrower)
      #expect(records.map { $0["Termination"] } == [reason, reason])
      #expect(records.map { $0["Fault"] } == [text, text])
      #expect(records.map(\.moves.count) == [3, 2])
      #expect(tally.results.wins == 2 && tally.faults == [[:], [reason: 2]])
    }
  }

  @Test func oneThatDoesNotBeginLoses() async throws {
    let absent = Entrant(name: "absent") {
      Fake("absent", begin: { throw Broken() }, act: { _, _ in Turn(.resign) })
    }
    let (records, tally) = try await play(Fake.first, absent)
    #expect(records.map { $0["Termination"] } == ["crash", "crash"])
    #expect(records.map(\.outcome) == [.redWins, .blackWins])
    #expect(tally.faults == [[:], ["crash": 2]])
  }

  /// Neither one that heeds being cancelled nor one that does not can keep a match from going on.
  @Test(arguments: [true, false]) func oneThatHangsLoses(heeds: Bool) async throws {
    let time = ManualTime()
    let hanging = Fake.entrant("hanging") { game, _ in
      if game.moves.count < 4 { return Turn(.move(game.position.legalMoves()[0])) }
      while !Task.isCancelled {
        time.advance(.seconds(5))
        await Task.yield()
      }
      if !heeds { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
      return Turn(.resign)
    }
    let (records, tally) = try await play(hanging, Fake.first, time: time)
    #expect(records.map { $0["Termination"] } == ["no_answer", "no_answer"])
    #expect(records.map { $0["Fault"] } == ["no answer within 60.000 s", "no answer within 60.000 s"])
    #expect(tally.faults == [["no_answer": 2], [:]])
  }

  @Test func oneThatHangsBeforeTheGameLoses() async throws {
    let time = ManualTime()
    let hanging = Entrant(name: "hanging") {
      Fake(
        "hanging",
        begin: {
          while !Task.isCancelled {
            time.advance(.seconds(5))
            await Task.yield()
          }
          throw CancellationError()
        }, act: { _, _ in Turn(.resign) })
    }
    let (records, _) = try await play(hanging, Fake.first, time: time)
    #expect(records.map { $0["Termination"] } == ["no_answer", "no_answer"])
    #expect(records.map(\.outcome) == [.blackWins, .redWins])
  }

  // MARK: Time

  /// A player that takes so long for each move.
  private func slow(_ seconds: Double, _ time: ManualTime, limits: SearchLimits) -> Entrant {
    Fake.entrant("slow", limits: limits) { game, _ in
      time.advance(.seconds(seconds))
      return Turn(.move(game.position.legalMoves()[0]))
    }
  }

  @Test(arguments: [(0.9, false), (1.05, false), (1.2, true)])
  func timeForAMoveIsKept(seconds: Double, isLost: Bool) async throws {
    let time = ManualTime()
    var rules = Referee.Rules()
    rules.maxPlies = 6
    let limits = SearchLimits(time: .move(.seconds(1)))
    let (records, tally) = try await play(
      slow(seconds, time, limits: limits), Fake.first, time: time, rules: rules)
    #expect(records.allSatisfy { $0["Termination"] == (isLost ? "time_forfeit" : "max_plies") })
    #expect(tally.results.losses == (isLost ? 2 : 0))
    #expect(tally.faults[0] == (isLost ? ["time_forfeit": 2] : [:]))
  }

  /// 3 s and 0.5 s a move, of which each takes 1 s: before the sixth move 0.5 s are left.
  @Test func clocksRunDown() async throws {
    let time = ManualTime()
    let seen = Seen()
    let clock = TurnClock(remaining: .seconds(3), increment: .milliseconds(500))
    let slow = Fake.entrant("slow", limits: SearchLimits(time: .clock(clock))) { game, limits in
      if case .clock(let clock)? = limits.time { seen.append(clock.remaining) }
      time.advance(.seconds(1))
      return Turn(.move(game.position.legalMoves()[0]))
    }
    let (records, _) = try await play(slow, Fake.first, games: 1, time: time)
    #expect(records[0]["Termination"] == "time_forfeit" && records[0].outcome == .blackWins)
    #expect(records[0].moves.count == 10)
    #expect(seen.durations == [3, 2.5, 2, 1.5, 1, 0.5].map { Duration.seconds($0) })
    #expect(records[0]["Fault"] == "1.000 s were used, 0.500 s were left")
  }

  /// An engine knows better than we do how long it took.
  @Test func theTimeAPlayerTellsCounts() async throws {
    let time = ManualTime()
    let busy = Fake.entrant("busy", limits: SearchLimits(time: .move(.seconds(1)))) { game, _ in
      time.advance(.seconds(30))
      return Turn(.move(game.position.legalMoves()[0]), time: .milliseconds(900))
    }
    var rules = Referee.Rules()
    rules.maxPlies = 4
    let (records, _) = try await play(busy, Fake.first, time: time, rules: rules)
    #expect(records.allSatisfy { $0["Termination"] == "max_plies" })
  }

  // MARK: Ends

  @Test func aGameEndsAtItsLongest() async throws {
    var rules = Referee.Rules()
    rules.maxPlies = 7
    let (records, tally) = try await play(Fake.first, Fake.first, rules: rules)
    #expect(records.allSatisfy { $0.moves.count == 7 && $0.outcome == .draw })
    #expect(tally.reasons == ["max_plies": 2])
  }

  /// Red checks for ever and Black has one answer each time: our rules say that Red loses, whatever it believes.
  @Test func ourRulesJudge() async throws {
    let position = try Position(fen: "4k4/9/9/9/9/9/9/9/3R5/5K3 w - - 0 1")
    let book = OpeningBook([try Opening(start: position)])
    let checker = Fake.entrant("checker") { game, _ in
      let checks = game.position.legalMoves().filter { game.position.playing($0).isCheck }
      return Turn(.move(checks.first ?? game.position.legalMoves()[0]))
    }
    let (records, tally) = try await play(checker, Fake.first, games: 1, book: book)
    #expect(records[0]["Termination"] == "perpetual_check" && records[0].outcome == .blackWins)
    #expect(tally.faults == [[:], [:]])
  }

  @Test func whatPlayersThinkIsNoted() async throws {
    let wdl = WDL(red: 0.5, draw: 0.25, black: 0.25)
    let thinker = Fake.entrant("thinker") { game, _ in
      let move = game.position.legalMoves()[0]
      let line = SearchLine(
        moves: [move], prior: 1, visits: 9, wdl: wdl, mate: game.moves.count >= 2 ? 4 : nil)
      let report = SearchReport(lines: [line], wdl: wdl, evaluations: 77, depth: 5, time: .seconds(1))
      return Turn(.move(move), report: report)
    }
    var rules = Referee.Rules()
    rules.maxPlies = 4
    let (records, _) = try await play(thinker, Fake.first, rules: rules)
    #expect(records[0].line.map(\.comment) == ["62.5% d5 n77", nil, "mate 4 d5 n77", nil])
    #expect(records[1].line.map(\.comment) == [nil, "37.5% d5 n77", nil, "mate 4 d5 n77"])
  }

  @Test func agreementEndsAGame() async throws {
    let sure = Fake.entrant("sure") { game, _ in
      let wdl = WDL(red: 0.99, draw: 0.01, black: 0)
      return Turn(
        .move(game.position.legalMoves()[0]),
        report: SearchReport(lines: [], wdl: wdl, evaluations: 1, depth: 0, time: .zero))
    }
    var rules = Referee.Rules()
    rules.adjudication.win = 0.98
    let (records, tally) = try await play(sure, sure, rules: rules)
    #expect(records.allSatisfy { $0["Termination"] == "adjudication" && $0.outcome == .redWins })
    #expect(records.allSatisfy { $0.moves.count == 8 })
    #expect(tally.pairs.counts == [0, 0, 1, 0, 0])
    // One who says nothing has its games played out.
    rules.maxPlies = 20
    let (others, _) = try await play(sure, Fake.first, rules: rules)
    #expect(others.allSatisfy { $0["Termination"] != "adjudication" && $0.moves.count > 8 })
  }

  @Test func adjudicationCountsPlies() {
    let win = Adjudication(win: 0.9, winPlies: 3)
    #expect(win.outcome(expectations: [0.95, 0.95]) == nil)
    #expect(win.outcome(expectations: [0.1, 0.95, 0.9, 1]) == .redWins)
    #expect(win.outcome(expectations: [0.05, 0, 0.1]) == .blackWins)
    #expect(win.outcome(expectations: [0.95, nil, 0.95, 0.95]) == nil)
    #expect(win.outcome(expectations: [0.95, 0.95, 0.89]) == nil)
    let draw = Adjudication(draw: 0.02, drawPlies: 2, earliestDraw: 4)
    #expect(draw.outcome(expectations: [0.5, 0.5, 0.5]) == nil)
    #expect(draw.outcome(expectations: [0.9, nil, 0.49, 0.51]) == .draw)
    #expect(draw.outcome(expectations: [0.5, 0.5, 0.5, 0.53]) == nil)
    #expect(Adjudication().outcome(expectations: Array(repeating: 1, count: 300)) == nil)
  }
}

/// The records of a match in the order of their numbers, and its tally.
func played(
  _ settings: Match.Settings, from tally: MatchTally? = nil
) async throws -> (records: [GameRecord], tally: MatchTally) {
  let kept = Kept()
  let end = try await Match(settings).run(from: tally) { record, _ in kept.append(record) }
  return (kept.records.sorted { number($0) < number($1) }, end)
}

func number(_ record: GameRecord) -> Int { record["Round"].flatMap { Int($0) } ?? 0 }

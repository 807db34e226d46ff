import Matches
import Players
import Synchronization
import Testing
import Xiangqi

/// Many games: who plays what, in any order and after any interruption the same.
@Suite struct MatchTests {
  private func book() throws -> OpeningBook {
    try OpeningBook(contentsOf: Array("h2e2 h9g7\nb2e2\ng3g4\nc3c4 h7c7\n".utf8))
  }

  private func settings(games: Int = 12) throws -> Match.Settings {
    var settings = Match.Settings(games: games, seed: 9, first: Fake.greedy, second: Fake.random)
    settings.book = try book()
    settings.rules.maxPlies = 24
    settings.event = "test"
    return settings
  }

  @Test func eachOpeningIsPlayedWithBothColours() async throws {
    let (records, tally) = try await played(settings(games: 16))
    #expect(records.map(number) == Array(1...16))
    for pair in stride(from: 0, to: 16, by: 2) {
      let (one, other) = (records[pair], records[pair + 1])
      #expect(one["Red"] == "greedy" && one["Black"] == "random")
      #expect(other["Red"] == "random" && other["Black"] == "greedy")
      let plies = try #require(one["OpeningPlies"].flatMap { Int($0) })
      #expect(one.moves.prefix(plies) == other.moves.prefix(plies))
    }
    // Four openings, eight pairs: each comes once before one comes again.
    let openings = stride(from: 0, to: 16, by: 2).map { place in
      Array(records[place].moves.prefix(records[place]["OpeningPlies"].flatMap { Int($0) } ?? 0))
    }
    #expect(Set(openings.prefix(4)).count == 4)
    #expect(Array(openings.prefix(4)) == Array(openings.suffix(4)))
    #expect(tally.pairs.pairs == 8 && tally.results.games == 16)
    #expect(records.allSatisfy { $0["Event"] == "test" && $0["Seed"] == "9" })
  }

  @Test func workersDoNotChangeTheGames() async throws {
    var settings = try settings()
    let reference = try await played(settings)
    #expect(Set(reference.records.map(\.moves)).count == 12)
    for workers in [2, 3, 12, 40] {
      settings.workers = workers
      let other = try await played(settings)
      #expect(other.records == reference.records, "\(workers) workers")
      #expect(other.tally == reference.tally, "\(workers) workers")
    }
    settings.seed += 1
    #expect(try await played(settings).records.map(\.moves) != reference.records.map(\.moves))
  }

  @Test(arguments: [[], [1], [2, 5, 6], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]] as [Set<Int>])
  func aResumedMatchIsTheSame(done: Set<Int>) async throws {
    let settings = try settings()
    let whole = try await played(settings)
    var tally = MatchTally()
    // In another order than that of the numbers.
    for record in whole.records.reversed() where done.contains(number(record)) { tally.add(record) }
    let rest = try await played(settings, from: tally)
    #expect(rest.records == whole.records.filter { !done.contains(number($0)) })
    #expect(rest.tally == whole.tally)
  }

  @Test func aCancelledMatchKeepsWhatWasFinished() async throws {
    let settings = try settings(games: 1_000_000)
    let (first, signal) = AsyncStream.makeStream(of: Void.self)
    let kept = Kept()
    let task = Task {
      try await Match(settings).run { record, _ in
        kept.append(record)
        signal.yield()
      }
    }
    for await _ in first { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let records = kept.records.sorted { number($0) < number($1) }
    #expect(!records.isEmpty)
    #expect(records.allSatisfy { $0.outcome != nil })
    // Going on gives what would have come without the stop.
    var shorter = settings
    shorter.games = records.count + 3
    var tally = MatchTally()
    for record in records { tally.add(record) }
    let rest = try await played(shorter, from: tally)
    #expect(
      (records + rest.records).sorted { number($0) < number($1) } == (try await played(shorter).records))
  }

  /// A match is stopped while a player will not answer, and ends at once.
  @Test func aHangingPlayerDoesNotKeepACancelledMatch() async throws {
    let (asked, signal) = AsyncStream.makeStream(of: Void.self)
    let hanging = Fake.entrant("hanging") { _, _ in
      signal.yield()
      await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
      return Turn(.resign)
    }
    let settings = Match.Settings(games: 2, seed: 0, first: hanging, second: Fake.first)
    let task = Task { try await Match(settings).run() }
    for await _ in asked { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aCulpritIsReplacedAndTheOtherStays() async throws {
    let (made, others, closed) = (Counter(), Counter(), Counter())
    let crasher = Entrant(name: "crasher") {
      made.next()
      return Fake("crasher", end: { closed.next() }) { _, _ in throw ContestantError.crash("again") }
    }
    let steady = Entrant(name: "steady") {
      others.next()
      return Fake("steady", end: { closed.next() }) { game, _ in Turn(.move(game.position.legalMoves()[0])) }
    }
    let match = Match.Settings(games: 6, seed: 0, first: crasher, second: steady)
    let (records, tally) = try await played(match)
    #expect(records.count == 6 && tally.faults == [["crash": 6], [:]])
    #expect(made.value == 6 && others.value == 1)
    #expect(closed.value == 7)
  }

  struct NoStart: Error {}

  @Test func oneThatCannotBeStartedEndsTheMatch() async throws {
    let absent = Entrant(name: "absent") { throw NoStart() }
    let closed = Counter()
    let present = Entrant(name: "present") {
      Fake("present", end: { closed.next() }) { game, _ in Turn(.move(game.position.legalMoves()[0])) }
    }
    let settings = Match.Settings(games: 4, seed: 0, first: present, second: absent)
    await #expect(throws: NoStart.self) { try await Match(settings).run() }
    #expect(closed.value == 1)
  }

  @Test func aFailureToKeepAGameEndsTheMatch() async throws {
    let settings = try settings()
    let count = Counter()
    await #expect(throws: NoStart.self) {
      try await Match(settings).run { _, _ in if count.next() == 3 { throw NoStart() } }
    }
    #expect(count.value == 3)
  }

  // MARK: The test

  @Test func theTestEndsTheMatch() async throws {
    let test = try #require(SPRT(elo0: 0, elo1: 50))
    var decided: Set<Int> = []
    for workers in [1, 3] {
      var settings = Match.Settings(games: 10_000, seed: 1, first: Fake.first, second: Fake.quitter)
      settings.test = test
      settings.workers = workers
      let (records, tally) = try await played(settings)
      #expect(tally.decision == .upper)
      #expect(records.count < 10_000 && tally.ratio >= test.upperBound)
      decided.insert(tally.testedPairs)
      // Nothing is left to play.
      let more = try await played(settings, from: tally)
      #expect(more.records.isEmpty && more.tally == tally)
    }
    #expect(decided.count == 1, "the decision falls at another pair: \(decided)")
  }

  @Test func theTestSeesPairsInTheirOrder() throws {
    let test = try #require(SPRT(elo0: 0, elo1: 50))
    func record(_ number: Int, _ outcome: Outcome) -> GameRecord {
      var record = GameRecord(outcome: outcome)
      record["Round"] = String(number)
      return record
    }
    var tally = MatchTally(test: test)
    for number in 3...60 { tally.add(record(number, number % 2 == 1 ? .redWins : .blackWins)) }
    #expect(tally.pairs.pairs == 29)
    #expect(tally.testedPairs == 0 && tally.decision == nil)
    tally.add(record(2, .draw))
    tally.add(record(1, .draw))
    #expect(tally.testedPairs > 1 && tally.decision == .upper)
    #expect(tally.pairs.counts == [0, 0, 1, 0, 29])
  }

  @Test func strangeRecordsAreNotCounted() {
    var tally = MatchTally()
    var record = GameRecord(outcome: .redWins)
    for round in [nil, "", "x", "0", "-3", "1.2"] as [String?] {
      record["Round"] = round
      let isCounted = tally.add(record)
      #expect(!isCounted, "\(round ?? "none")")
    }
    record["Round"] = "1"
    let counted = [tally.add(record), tally.add(record)]
    #expect(counted == [true, false], "the same number again")
    record["Round"] = "2"
    record.outcome = nil
    let isCounted = tally.add(record)
    #expect(!isCounted, "no outcome")
    #expect(tally.results.games == 1 && tally.reasons == ["unknown": 1])
    record.outcome = .draw
    tally.add(record)
    #expect(tally.pairs.counts == [0, 0, 0, 1, 0])
  }

  @Test func theReportIsOfTheFirstPlayer() async throws {
    let (_, tally) = try await played(
      Match.Settings(games: 5, seed: 0, first: Fake.quitter, second: Fake.first))
    let report = MatchReport(first: "quitter", second: "first", tally: tally)
    #expect(report.games == 5 && report.results.losses == 5)
    #expect(report.red.losses == 3 && report.black.losses == 2)
    #expect(report.pairs == [2, 0, 0, 0, 0] && report.score == 0)
    #expect(report.elo?.value == nil && report.normalizedElo == nil && report.test == nil)
    #expect(report.reasons == ["resignation": 5])
    let nothing = MatchReport(first: "a", second: "b", tally: MatchTally())
    #expect(nothing.score == nil && nothing.elo == nil && nothing.meanLength == 0)
  }
}

import Players
import Synchronization
import Testing
import Xiangqi

@Suite struct SelfPlayTests {
  /// A short run between two different players.
  private func settings(games: Int = 5) throws -> SelfPlay.Settings {
    let model = try bundledModel()
    var settings = SelfPlay.Settings(
      games: games, seed: 20, red: SelfPlay.Player(name: "one", model: model),
      black: SelfPlay.Player(name: "two", model: model, style: Level.expert.style))
    settings.maxPlies = 8
    return settings
  }

  /// The games of a run in the order of their rounds.
  private func play(_ settings: SelfPlay.Settings, skipping done: Set<Int> = []) async throws -> [GameRecord]
  {
    let records = Mutex<[GameRecord]>([])
    try await SelfPlay(settings).run(skipping: done) { record in records.withLock { $0.append(record) } }
    return records.withLock { $0 }.sorted { round(of: $0) < round(of: $1) }
  }

  private func round(of record: GameRecord) -> Int { record["Round"].flatMap { Int($0) } ?? 0 }

  @Test func workersAndBatchesDoNotChangeTheGames() async throws {
    var settings = try settings()
    settings.black.evaluations = 12
    settings.batch = 1
    let reference = try await play(settings)
    #expect(reference.map { $0["Round"] } == ["1", "2", "3", "4", "5"])
    #expect(Set(reference.map(\.moves)).count == 5)
    for (workers, batch) in [(1, 2), (1, 5), (2, 1), (2, 2), (5, 5)] {
      settings.workers = workers
      settings.batch = batch
      #expect(try await play(settings) == reference, "\(workers) workers, batches of \(batch)")
    }
  }

  @Test func anInterruptedRunPlaysWhatIsMissing() async throws {
    var settings = try settings()
    settings.batch = 2
    settings.swapsColours = true
    let whole = try await play(settings)
    for done: Set<Int> in [[1], [1, 2, 3], [2, 5], [1, 2, 3, 4, 5], [4, 9]] {
      let missing = whole.filter { !done.contains(round(of: $0)) }
      #expect(try await play(settings, skipping: done) == missing, "skipping \(done.sorted())")
    }
  }

  @Test func anotherSeedGivesOtherGames() async throws {
    var settings = try settings()
    let games = try await play(settings)
    settings.seed += 1
    #expect(try await play(settings).map(\.moves) != games.map(\.moves))
  }

  @Test func recordsSayWhatIsKnownOfAGame() async throws {
    let record = try #require(try await play(settings(games: 1)).first)
    #expect(
      record.tags.map(\.name) == [
        "Event", "Round", "Red", "Black", "Result", "Termination", "PlyCount", "Seed", "IllegalMass",
      ])
    #expect(record["Red"] == "one")
    #expect(record["Black"] == "two")
    #expect(record["Termination"] == "max_plies")
    #expect(record["Result"] == "1/2-1/2")
    #expect(record.outcome == .draw)
    #expect(record["PlyCount"] == "8")
    #expect(record.moves.count == 8)
    let mass = try #require(record["IllegalMass"].flatMap(Double.init))
    // A model that is told of the legal moves gives others next to nothing.
    #expect((0..<0.001).contains(mass))
  }

  @Test func coloursAndStartsAlternate() async throws {
    var settings = try settings(games: 4)
    settings.swapsColours = true
    let second = try Position(fen: "r3k4/9/9/9/9/9/9/4B4/4A4/R3K4 w - - 0 1")
    settings.starts = [.start, second]
    settings.maxPlies = 2
    let records = try await play(settings)
    #expect(records.map { $0["Red"] } == ["one", "two", "one", "two"])
    #expect(records.map(\.start) == [.start, .start, second, second])
  }

  @Test func aGameThatIsOverBeforeItBeginsIsDelivered() async throws {
    var settings = try settings(games: 3)
    settings.starts = [.start, try Position(fen: "R3k4/R8/9/9/9/9/9/9/9/3K5 b - - 0 1")]
    settings.maxPlies = 4
    let records = try await play(settings)
    #expect(records.map(\.moves.count) == [4, 0, 4])
    #expect(records[1]["Termination"] == "checkmate")
    #expect(records[1].outcome == .redWins)
  }

  @Test func noGamesAreNoTrouble() async throws {
    #expect(try await play(settings(games: 0)).isEmpty)
    #expect(try await play(settings(games: 3), skipping: [1, 2, 3]).isEmpty)
  }

  @Test func playersMayResign() async throws {
    var settings = try settings(games: 2)
    settings.maxPlies = 60
    settings.resignation = Resignation(earliestPly: 10, materialDeficit: 0, expectation: 1.01, turns: 2)
    let records = try await play(settings)
    #expect(records.allSatisfy { $0["Termination"] == "resignation" && $0.outcome != .draw })
  }

  struct Full: Error {}

  @Test func aFailureToKeepAGameEndsTheRun() async throws {
    var settings = try settings(games: 8)
    settings.batch = 2
    settings.workers = 2
    let kept = Mutex<[String]>([])
    await #expect(throws: Full.self) {
      try await SelfPlay(settings).run { record in
        try kept.withLock { kept in
          if kept.count == 3 { throw Full() }
          kept.append(record["Round"] ?? "")
        }
      }
    }
    #expect(kept.withLock { $0.count } == 3)
  }

  @Test func aCancelledRunStops() async throws {
    var settings = try settings(games: 1_000_000)
    settings.batch = 1
    let (first, signal) = AsyncStream.makeStream(of: Void.self)
    let task = Task { [settings] in
      try await SelfPlay(settings).run { _ in signal.yield() }
    }
    for await _ in first { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

@Suite struct SelfPlayStatisticsTests {
  private func record(
    _ moves: String, outcome: Outcome?, reason: String, red: String = "A", mass: String? = nil
  ) -> GameRecord {
    var record = GameRecord(
      line: moves.split(separator: " ").compactMap { Move(iccs: $0) }.map { GameRecord.Node(move: $0) },
      outcome: outcome)
    record["Termination"] = reason
    record["Red"] = red
    record["Black"] = red == "A" ? "B" : "A"
    record["IllegalMass"] = mass
    return record
  }

  @Test func gamesAreCounted() throws {
    var statistics = SelfPlayStatistics()
    #expect(statistics.meanLength == 0)
    #expect(statistics.meanIllegalMass == nil)
    #expect(statistics.length(quantile: 0.5) == 0)
    statistics.add(record("h2e2", outcome: .redWins, reason: "checkmate", mass: "0.4"))
    statistics.add(record("h2e2 h9g7 e2h2", outcome: .redWins, reason: "checkmate", red: "B", mass: "0.2"))
    statistics.add(
      record("a0a1 a9a8 a1a0 a8a9 a0a1 a9a8", outcome: .draw, reason: "repetition"))
    #expect(statistics.games == 3)
    #expect(statistics.results == ["1-0": 2, "1/2-1/2": 1])
    #expect(statistics.reasons == ["checkmate": 2, "repetition": 1])
    #expect(statistics.points == ["A": 1.5, "B": 1.5])
    #expect(statistics.plies == 10)
    #expect(statistics.lengths == [1, 3, 6])
    #expect((0...2).map { statistics.length(quantile: Double($0) / 2) } == [1, 3, 6])
    #expect(abs(try #require(statistics.meanIllegalMass) - 0.25) < 1e-12)
    #expect(statistics.gamesWithRepetition == 1)
    #expect(statistics.repeatedPlies == 3)
  }
}

import Matches
import Players
import Synchronization
import Testing
import Xiangqi

/// Lines of labelled positions: what they hold, and that chance in them follows from the seed alone.
@Suite struct LabellingTests {
  /// Says of every position that it is even, and prefers the moves in their order.
  private static let labeller = Fake.entrant("labeller") { game, _ in
    let moves = game.position.legalMoves().prefix(3)
    let wdl = WDL(red: 0.25, draw: 0.5, black: 0.25)
    let lines = moves.map { SearchLine(moves: [$0], prior: 0, visits: 0, wdl: wdl) }
    return Turn(
      .move(moves[0]),
      report: SearchReport(lines: lines, wdl: wdl, evaluations: 1, depth: 1, time: .zero))
  }

  private func games() throws -> [GameRecord] {
    try (0..<3).map { number in
      var game = Game()
      for ply in 0..<20 {
        let moves = game.position.legalMoves()
        try game.play(moves[(ply * 7 + number * 3) % moves.count])
      }
      return GameRecord(game: game)
    }
  }

  private func settings(lines: Int = 12) throws -> Labelling.Settings {
    var settings = Labelling.Settings(
      lines: lines, seed: 5, engine: Self.labeller, slips: Fake.random, games: try games())
    settings.plies = 8
    settings.event = "labels"
    return settings
  }

  private func labelled(_ settings: Labelling.Settings, skipping done: Set<Int> = []) async throws
    -> [GameRecord]
  {
    let records = Mutex<[GameRecord]>([])
    try await Labelling(settings).run(skipping: done) { record in records.withLock { $0.append(record) } }
    return records.withLock { $0 }.sorted { number($0) < number($1) }
  }

  private func number(_ record: GameRecord) -> Int { record["Round"].flatMap { Int($0) } ?? 0 }

  @Test func everyMoveHasALabelOfItsPosition() async throws {
    let records = try await labelled(settings(lines: 30))
    #expect(records.map(number) == Array(1...30))
    for record in records {
      #expect(record["Red"] == "engine" && record["Black"] == "engine" && record.outcome == nil)
      #expect((1...8).contains(record.line.count))
      var position = record.start
      for node in record.line {
        let label = try #require(node.comment.flatMap { PositionLabel(comment: $0) })
        #expect(label.expectation == 0.5)
        #expect(label.lines.map(\.move) == Array(position.legalMoves().prefix(3)))
        try #require(position.isLegal(node.move))
        position = position.playing(node.move)
      }
    }
  }

  @Test func withoutPerturbationTheMovesAreTheGames() async throws {
    var settings = try settings(lines: 20)
    (settings.perturbed, settings.endgames) = (0, 0)
    let games = settings.games
    for record in try await labelled(settings) {
      let isOfAGame = games.contains { game in
        var position = game.start
        for (ply, move) in game.moves.enumerated() {
          if position == record.start, game.moves[ply...].starts(with: record.moves) { return true }
          position = position.playing(move)
        }
        // Behind the last move of a game the engine goes on.
        return position == record.start
      }
      #expect(isOfAGame)
    }
  }

  @Test func perturbedLinesHoldWeakMoves() async throws {
    var settings = try settings(lines: 40)
    (settings.perturbed, settings.endgames) = (1, 0)
    var best = 0
    var other = 0
    for record in try await labelled(settings) {
      for node in record.line {
        let label = try #require(node.comment.flatMap { PositionLabel(comment: $0) })
        if node.move == label.lines[0].move { best += 1 } else { other += 1 }
      }
    }
    #expect(best > other && other > 20)
  }

  @Test func endgamesAreLopsidedAndNeedNoGames() async throws {
    var settings = Labelling.Settings(
      lines: 25, seed: 1, engine: Self.labeller, slips: Fake.random, games: [])
    settings.endgames = 1
    settings.plies = 2
    for record in try await labelled(settings) {
      let attackers = Side.allCases.map { side in
        Square.all.count { square in
          record.start[square].map {
            $0.side == side && ![.general, .advisor, .elephant].contains($0.kind)
          } ?? false
        }
      }.sorted()
      #expect((0...1).contains(attackers[0]) && (1...3).contains(attackers[1]))
    }
  }

  @Test func onlyWhatAStudentDoesNotKnowIsKept() async throws {
    var settings = try settings(lines: 20)
    settings.student = Fake.first
    #expect(try await labelled(settings).isEmpty, "the first move is the engine's too")
    // The last move of the list is in no label.
    settings.student = Fake.entrant("last") { game, _ in Turn(.move(game.position.legalMoves().reversed()[0]))
    }
    let records = try await labelled(settings)
    #expect(records.count == 20)
    var counts = [0, 0]
    for record in records {
      var position = record.start
      for node in record.line {
        // Of three moves or fewer the label knows the last one, which is as good as the first.
        let isKnown = position.legalMoves().count <= 3
        #expect((node.comment == nil) == isKnown)
        counts[isKnown ? 1 : 0] += 1
        position = position.playing(node.move)
      }
    }
    #expect(counts[0] > 50)
  }

  @Test func workersAndInterruptionsDoNotChangeTheLines() async throws {
    var settings = try settings()
    let reference = try await labelled(settings)
    for workers in [2, 5] {
      settings.workers = workers
      #expect(try await labelled(settings) == reference, "\(workers) workers")
    }
    let rest = try await labelled(settings, skipping: [1, 2, 5])
    #expect(rest == reference.filter { ![1, 2, 5].contains(number($0)) })
    settings.seed = 6
    #expect(try await labelled(settings) != reference)
  }

  @Test func aLineThatCrashesTheEngineIsLeftOutAndManyEndTheRun() async throws {
    let started = Mutex(0)
    var settings = try settings()
    let labeller = Self.labeller
    settings.engine = Entrant(name: "fragile") {
      let number = started.withLock { count in
        count += 1
        return count
      }
      let real = try await labeller.contestant()
      return Fake("fragile") { game, limits in
        if number == 1 { throw ContestantError.crash("it fell over") }
        return try await real.turn(in: game, limits: limits, opponentClock: nil)
      }
    }
    let records = try await labelled(settings)
    #expect(records.map(number) == Array(2...12))
    #expect(started.withLock { $0 } == 2)

    settings.engine = Fake.entrant("dead") { _, _ in throw ContestantError.crash("it is gone") }
    let broken = settings
    await #expect(throws: ContestantError.crash("it is gone")) { _ = try await labelled(broken) }
  }
}

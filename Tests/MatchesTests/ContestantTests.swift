import Matches
import Players
import TestSupport
import Testing
import Xiangqi

/// The players that need no model, and the model as a contestant.
@Suite struct ContestantTests {
  private func move(_ contestant: some Contestant, in game: Game, seed: UInt64 = 1) async throws -> Move? {
    try await contestant.newGame(side: game.position.sideToMove, seed: seed)
    let turn = try await contestant.turn(in: game, limits: SearchLimits(), opponentClock: nil)
    guard case .move(let move) = turn.action else { return nil }
    return move
  }

  @Test func theRandomMoverPlaysAnything() async throws {
    var seen: Set<Move> = []
    for seed in 0..<600 as Range<UInt64> {
      if let move = try await move(RandomMover(), in: Game(), seed: seed) { seen.insert(move) }
    }
    #expect(seen == Set(Position.start.legalMoves()))
    let once = try await move(RandomMover(), in: Game(), seed: 5)
    #expect(try await move(RandomMover(), in: Game(), seed: 5) == once)
  }

  struct Greed: CustomTestStringConvertible {
    let fen: String
    let one: [String]
    let two: [String]
    var testDescription: String { fen }
  }

  /// What is taken with one ply and with two; several where moves are worth the same.
  @Test(arguments: [
    // A chariot may take a chariot or a cannon.
    Greed(fen: "3k5/9/9/9/2p1c4/9/4R4/9/4r4/5K3 w - - 0 1", one: ["e3e1"], two: ["e3e1"]),
    // A cannon that a chariot protects, or a soldier.
    Greed(fen: "3k5/4r4/9/4c4/9/9/p3R4/9/9/5K3 w - - 0 1", one: ["e3e6"], two: ["e3a3"]),
  ])
  func theGreedyMoverTakesWhatPays(greed: Greed) async throws {
    let game = Game(start: try Position(fen: greed.fen))
    for (plies, expected) in [(1, greed.one), (2, greed.two)] {
      for seed in 0..<10 as Range<UInt64> {
        let move = try #require(try await move(GreedyMover(plies: plies), in: game, seed: seed))
        #expect(expected.contains(move.iccs), "\(plies) plies: \(move)")
      }
    }
  }

  /// Mate is better than any piece.
  @Test(arguments: [1, 2]) func theGreedyMoverMates(plies: Int) async throws {
    let game = Game(start: try Position(fen: "3k5/R8/9/9/9/9/9/r8/4R4/4K4 w - - 0 1"))
    let move = try #require(try await move(GreedyMover(plies: plies), in: game))
    #expect(game.verdict(after: move)?.outcome == .redWins, "\(move)")
  }

  @Test func greedBeatsChance() async throws {
    var settings = Match.Settings(games: 20, seed: 2, first: Fake.greedy, second: Fake.random)
    settings.workers = 2
    let (_, tally) = try await played(settings)
    #expect(tally.results.losses == 0 && tally.pairs.score > 0.8, "\(tally.results)")
  }

  // MARK: The model

  private func model() throws -> XiangqiModel { try bundled.get() }

  @Test func thePolicyPlaysAsTheOpponentDoes() async throws {
    let settings = OpponentSettings(level: .club, persona: nil, resignation: nil)
    let player = PolicyPlayer(name: "club", model: try model(), settings: settings)
    var game = Game()
    for _ in 0..<6 {
      let side = game.position.sideToMove
      try await player.newGame(side: side, seed: 12)
      let turn = try await player.turn(in: game, limits: SearchLimits(), opponentClock: nil)
      var seeded = settings
      seeded.seed = 12
      let decision = try Opponent(model: try model(), settings: seeded, side: side).decide(game)
      #expect(turn.action == decision.action)
      let report = try #require(turn.report)
      #expect(report.lines.map { $0.moves[0] } == decision.thought.moves.map(\.move))
      #expect(report.wdl == decision.thought.wdl && report.evaluations == 1)
      guard case .move(let move) = turn.action else { return }
      try game.play(move)
    }
  }

  @Test func modelAndSearchPlayTheSameMatchTwice() async throws {
    let model = try model()
    func settings(workers: Int) -> Match.Settings {
      var settings = Match.Settings(
        games: 4, seed: 5,
        first: Entrant(name: "search", limits: SearchLimits(evaluations: 12)) {
          try SearchPlayer(name: "search", model: model)
        },
        second: Entrant(name: "club") {
          PolicyPlayer(name: "club", model: model, settings: OpponentSettings(level: .club, resignation: nil))
        })
      settings.rules.maxPlies = 12
      settings.workers = workers
      return settings
    }
    let one = try await played(settings(workers: 1))
    #expect(one.records.allSatisfy { $0.line.allSatisfy { $0.comment != nil } })
    #expect(one.tally.faults == [[:], [:]])
    #expect(try await played(settings(workers: 3)).records == one.records)
  }

  @Test func playersTheModelDoesNotKnowAreRefused() throws {
    let model = try model()
    #expect(throws: PlayerError.self) {
      try SearchPlayer(name: "x", model: model, persona: "nobody of that name")
    }
  }
}

/// The folder of the project, from the place of this file.
let projectFolder = String(#filePath.dropLast("/Tests/MatchesTests/ContestantTests.swift".count))

/// The model that comes with the program, opened once for all tests.
let bundled = Result { try XiangqiModel(folder: projectFolder + "/models/xiangqi") }

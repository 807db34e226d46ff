import Synchronization
import TestSupport
import Testing
import Xiangqi

@testable import Players

/// What a search promises, whatever the model thinks.
@Suite struct SearcherTests {
  let model: XiangqiModel

  init() throws { model = try bundledModel() }

  /// The moves, visits and worth of a report: what does not depend on the time it took.
  struct Findings: Equatable {
    let lines: [SearchLine]
    let wdl: WDL
    let evaluations: Int

    init(_ report: SearchReport) {
      lines = report.lines
      wdl = report.wdl
      evaluations = report.evaluations
    }
  }

  @Test func theSameNumberOfEvaluationsFindsTheSame() throws {
    let searcher = try Searcher(model: model)
    let game = try randomGame(seed: 3, plies: 12)
    let limits = SearchLimits(evaluations: 150)
    let first = Findings(try searcher.search(game, limits: limits))
    #expect(first.evaluations == 150)
    #expect(first.lines.count == game.position.legalMoves().count)
    // Other games and timed searches in between change nothing, nor does a searcher of its own.
    _ = try searcher.search(try randomGame(seed: 4, plies: 30), limits: SearchLimits(evaluations: 40))
    _ = try searcher.search(game, limits: SearchLimits(depth: 2))
    #expect(Findings(try searcher.search(game, limits: limits)) == first)
    #expect(Findings(try Searcher(model: model).search(game, limits: limits)) == first)
  }

  /// Positions that come up by several orders of moves are visited without the model being asked again.
  @Test func aTranspositionIsReadOnce() throws {
    let game = try randomGame(seed: 5, plies: 33)
    let visits = try [false, true].map { shares in
      let settings = SearchSettings(sharesTranspositions: shares, mateEffort: 0)
      let report = try Searcher(model: model, settings: settings).search(
        game, limits: SearchLimits(evaluations: 500))
      #expect(report.evaluations == 500)
      return report.lines.reduce(0) { $0 + $1.visits }
    }
    #expect(visits[1] > visits[0] + 20)
  }

  /// The tree of the last search may hold tokens that were read behind other moves; they are never taken for the game's.
  @Test func whatWasSharedChangesNothingForTheNextSearch() throws {
    let time = Ticks()
    let searcher = try Searcher(model: model, now: { time.next() })
    var game = try randomGame(seed: 5, plies: 33)
    for _ in 0..<8 where game.verdict == nil {
      let report = try searcher.search(game, limits: SearchLimits(time: .move(.milliseconds(90))))
      try game.play(try #require(report.best))
    }
    try #require(game.verdict == nil)
    let limits = SearchLimits(evaluations: 60)
    let fresh = try Searcher(model: model).search(game, limits: limits)
    #expect(Findings(try searcher.search(game, limits: limits)) == Findings(fresh))
    game.takeBack()
    let before = try Searcher(model: model).search(game, limits: limits)
    #expect(Findings(try searcher.search(game, limits: limits)) == Findings(before))
  }

  /// With the general on d1 a horse on e3 attacks it and the chariot on g4.
  @Test func aMoveThatLosesMaterialGivesWayToOneThatDoesNot() throws {
    let game = Game(start: try Position(fen: "5k3/9/9/9/3n5/6R2/9/9/9/3K5 w - - 0 1"))
    let losing = try #require(Move(iccs: "d0d1"))
    let safe = try #require(Move(iccs: "g4i4"))
    var settings = SearchSettings()
    var tree = SearchTree(root: .red)
    let moves = [RankedMove(move: losing, probability: 0.6), RankedMove(move: safe, probability: 0.4)]
    tree.expand(0, moves: moves, temperature: 1, token: nil)
    for _ in 0..<20 {
      var line = game
      let leaf = tree.descend(&line, settings: settings)
      tree.record(WDL(red: 0, draw: 1, black: 0), at: leaf)
    }
    #expect(tree.edges[tree.rankedEdges(of: 0)[0]].move == losing)
    #expect(tree.saferEdge(in: game.position, settings: settings) == nil)
    settings.safetyPlies = 3
    #expect(tree.saferEdge(in: game.position, settings: settings).map { tree.edges[$0].move } == safe)
    settings.safetyMargin = 20
    #expect(tree.saferEdge(in: game.position, settings: settings) == nil)
  }

  @Test func theConstantOfPUCTGrowsWithVisits() {
    #expect(SearchSettings(cPUCT: 1.5).cPUCT(visits: 1e6) == 1.5)
    let growing = SearchSettings(cPUCT: 1.5, cPUCTGrowth: 2, cPUCTBase: 100)
    #expect(abs(growing.cPUCT(visits: 0) - 1.5) < 0.03)
    #expect(abs(growing.cPUCT(visits: 899) - (1.5 + 2 * 2.302_585)) < 1e-4)
  }

  @Test func aSearchOfOneEvaluationIsTheModelsFirstImpression() throws {
    let game = try randomGame(seed: 8, plies: 21)
    let settings = SearchSettings(gainWeight: 0)
    let report = try Searcher(model: model, settings: settings).search(
      game, limits: SearchLimits(evaluations: 1))
    let thought = try ModelReader(model: model).think(about: game)
    #expect(report.evaluations == 1)
    #expect(report.best == thought.moves[0].move)
    #expect(report.lines.map { $0.moves[0] } == thought.moves.map(\.move))
    #expect(abs(report.wdl.red - thought.wdl.red) < 1e-6)
  }

  @Test func whatIsWonAtOnceIsAddedToTheOutcome() throws {
    let game = try randomGame(seed: 8, plies: 21)
    let (gain, side) = (Tactics(of: game).gain, game.position.sideToMove)
    try #require(gain > 0)
    let scores = try [0.0, 0.5].map { weight in
      try Searcher(model: model, settings: SearchSettings(gainWeight: weight)).search(
        game, limits: SearchLimits(evaluations: 1)
      ).wdl.expectation(for: side)
    }
    #expect(scores[1] > scores[0])
  }

  /// The moves to choose from keep the order that they have among all.
  @Test func chosenMovesAreToldOfTacticsToo() throws {
    let game = try randomGame(seed: 8, plies: 21)
    let all = try Searcher(model: model).search(game, limits: SearchLimits(evaluations: 1)).lines
    let chosen = [all[1], all[4], all[7]].map { $0.moves[0] }
    let some = try Searcher(model: model).search(
      game, limits: SearchLimits(evaluations: 1, moves: chosen.shuffled()))
    #expect(some.lines.map { $0.moves[0] } == chosen)
  }

  @Test(arguments: [1, 16, 300]) func everyLineIsLegal(evaluations: Int) throws {
    let game = try randomGame(seed: 5, plies: 33)
    let report = try Searcher(model: model).search(game, limits: SearchLimits(evaluations: evaluations))
    #expect(report.evaluations <= evaluations)
    for line in report.lines {
      var played = game
      for move in line.moves { try played.play(move) }
      let total = line.wdl.red + line.wdl.draw + line.wdl.black
      #expect(abs(total - 1) < 1e-9 && line.wdl.black >= 0)
    }
    #expect(abs(report.lines.reduce(0) { $0 + $1.prior } - 1) < 1e-5)
  }

  @Test func onlyTheMovesAskedForAreSearched() throws {
    let game = try randomGame(seed: 6, plies: 10)
    let moves = Array(game.position.legalMoves().suffix(3))
    let report = try Searcher(model: model).search(
      game, limits: SearchLimits(evaluations: 60, moves: moves))
    #expect(Set(report.lines.map { $0.moves[0] }) == Set(moves))
  }

  @Test func aGameThatIsOverHasNothingToSearch() throws {
    let game = Game(start: try Position(fen: "R2k5/1R7/9/9/9/9/9/9/9/4K4 b - - 0 1"))
    let report = try Searcher(model: model).search(game, limits: SearchLimits(evaluations: 10))
    #expect(report.best == nil && report.wdl == WDL(red: 1, draw: 0, black: 0) && report.evaluations == 0)
  }

  @Test func matesInFewAreNeverMissed() throws {
    let searcher = try Searcher(model: model)
    var count = 0
    for (seed, position) in try MateSolverTests.positions(games: 20).enumerated()
    where MateSolverTests.mates(position, moves: 1) || MateSolverTests.mates(position, moves: 2) {
      let report = try searcher.search(
        Game(start: position, ruleset: .free), limits: SearchLimits(evaluations: 8))
      let mate = try #require(report.lines[0].mate, "seed \(seed): \(position.fen)")
      #expect((1...2).contains(mate), "seed \(seed): mate in \(mate)")
      #expect(report.wdl.expectation(for: position.sideToMove) == 1)
      count += 1
    }
    #expect(count > 10)
  }

  @Test func theTreeProvesMatesWithoutTheSolver() throws {
    var settings = SearchSettings()
    settings.mateEffort = 0
    let searcher = try Searcher(model: model, settings: settings)
    let game = Game(start: try Position(fen: "3k5/9/9/9/9/9/9/R8/1R7/5K3 w - - 0 1"))
    let report = try searcher.search(game, limits: SearchLimits(evaluations: 5_000, mate: 2))
    #expect(report.lines[0].mate == 2)
    // The side that is mated sees it coming, too, and holds out as long as it can.
    var next = game
    try next.play(try #require(report.best))
    let reply = try searcher.search(next, limits: SearchLimits(evaluations: 5_000))
    #expect(reply.lines[0].mate == -1)
    #expect(reply.wdl == WDL(red: 1, draw: 0, black: 0))
  }

  @Test func aMoveThatLosesByRepetitionIsNotPlayed() throws {
    // Red checks with the chariot to and fro; a third time would lose the game by perpetual check.
    let start = try Position(fen: "3k5/9/9/9/9/9/9/3R5/r8/5K3 b - - 0 1")
    var game = Game(start: start)
    for text in ["d9e9", "d2e2", "e9d9", "e2d2", "d9e9", "d2e2", "e9d9"] {
      guard let move = Move(iccs: text), game.refusal(of: move) == nil else {
        Issue.record("\(text) cannot be played")
        return
      }
      try game.play(move)
    }
    let losing = try #require(Move(iccs: "e2d2"))
    #expect(game.verdict(after: losing)?.outcome == .win(for: .black))
    let report = try Searcher(model: model).search(game, limits: SearchLimits(evaluations: 120))
    #expect(report.best != losing)
    let line = try #require(report.lines.first { $0.moves[0] == losing })
    #expect(line.mate == nil)
    #expect(line.visits == 0 || line.wdl == WDL(red: 0, draw: 0, black: 1))
  }

  @Test func aTimedSearchEndsInTimeAndGoesOnFromItsTree() throws {
    // The clock is the number of questions asked of it, so nothing depends on the machine.
    let time = Ticks()
    let searcher = try Searcher(model: model, now: { time.next() })
    var game = try randomGame(seed: 9, plies: 6)
    let limits = SearchLimits(time: .move(.milliseconds(60)))
    let first = try searcher.search(game, limits: limits)
    #expect(first.evaluations > 1)
    try game.play(try #require(first.best))
    try game.play(first.lines[0].moves.count > 1 ? first.lines[0].moves[1] : game.position.legalMoves()[0])
    let second = try searcher.search(game, limits: limits)
    let alone = try Searcher(model: model, now: { time.next() }).search(game, limits: limits)
    let visits = { (report: SearchReport) in report.lines.reduce(0) { $0 + $1.visits } }
    #expect(visits(second) > visits(alone), "the tree of the first search should have been gone on with")
    // What was read before answers as what is read anew.
    #expect(
      zip(second.lines.sorted { $0.moves[0] < $1.moves[0] }, alone.lines.sorted { $0.moves[0] < $1.moves[0] })
        .allSatisfy { $0.prior == $1.prior })
  }

  @Test func aSearchCanBeStoppedAndReportsOnItsWay() throws {
    let asked = Mutex(0)
    let reports = Mutex(0)
    let time = Ticks(step: .milliseconds(150))
    var settings = SearchSettings()
    settings.mateEffort = 0
    let report = try Searcher(model: model, settings: settings, now: { time.next() }).search(
      Game(), limits: SearchLimits(),
      isStopped: {
        asked.withLock { count in
          count += 1; return count > 6
        }
      },
      progress: { report in
        #expect(!report.lines.isEmpty)
        reports.withLock { $0 += 1 }
      })
    #expect(report.best != nil)
    #expect(asked.withLock { $0 } == 7)
    #expect(reports.withLock { $0 } > 0)
  }

  @Test func aSearchEndsWhenItsMemoryIsFull() throws {
    var settings = SearchSettings()
    settings.memory = 2 << 20
    let report = try Searcher(model: model, settings: settings).search(Game())
    #expect((10...400).contains(report.evaluations))
  }

  @Test func aModelThatReadsKeyframesSearchesToo() throws {
    let keyframes = try XiangqiModel(folder: keyframeModelFolder)
    let game = try randomGame(seed: 2, plies: 25)
    let report = try Searcher(model: keyframes).search(game, limits: SearchLimits(evaluations: 80))
    #expect(report.evaluations == 80)
    let again = try Searcher(model: keyframes).search(game, limits: SearchLimits(evaluations: 80))
    #expect(Findings(again) == Findings(report))
  }

  @Test func aLongGameIsReadFromItsWindow() throws {
    let game = try randomGame(seed: 11, plies: 230)
    let report = try Searcher(model: model).search(game, limits: SearchLimits(evaluations: 60))
    #expect(report.evaluations == 60)
  }

  @Test func aPlayerTheModelDoesNotKnowIsRefused() throws {
    let model = model
    #expect(throws: PlayerError.self) {
      try Searcher(model: model, conditioning: Conditioning(red: "nobody at all"))
    }
  }
}

/// A clock that moves on whenever it is looked at.
final class Ticks: Sendable {
  private let time = Mutex(Duration.zero)
  private let step: Duration

  init(step: Duration = .milliseconds(2)) { self.step = step }

  func next() -> Duration {
    time.withLock { time in
      time += step
      return time
    }
  }
}

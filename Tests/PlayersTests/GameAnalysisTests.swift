import Testing
import Xiangqi

@testable import Players

/// A report as a script says it: the chances of Red, and the moves with what each is worth to Red.
///
/// The lines are given with the best first.
private func report(
  _ red: Double, _ lines: [(move: String, red: Double, prior: Double)] = []
) throws -> SearchReport {
  func wdl(_ red: Double) -> WDL { WDL(red: red, draw: 0, black: 1 - red) }
  return SearchReport(
    lines: try lines.map { line in
      SearchLine(
        moves: [try #require(Move(iccs: line.move))], prior: line.prior, visits: 10, wdl: wdl(line.red))
    }, wdl: wdl(red), evaluations: 20, depth: 1, time: .zero)
}

/// What is made of reports.
@Suite struct GameAnalysisTests {
  /// Red plays the third most likely move, not the best, and Black answers with the best.
  @Test func aMoveIsJudgedByWhatItGivesAwayForItsOwnSide() throws {
    let game = try Game(moves: ["h2e2", "h9g7"].map { try #require(Move(iccs: $0)) })
    let analysis = GameAnalysis(
      game: game,
      reports: [
        try report(0.9, [("b2e2", 0.6, 0.2), ("c3c4", 0.55, 0.5), ("h2e2", 0.4, 0.3)]),
        try report(0.4, [("h9g7", 0.45, 0.7)]), try report(0.5, [("h0g2", 0.5, 1)]),
      ])
    let (red, black) = (analysis.plies[0], analysis.plies[1])
    #expect(red.probability == 0.3 && red.rank == 2 && red.choices == 44)
    #expect(red.opinion.before.red == 0.6, "the best line counts, not the mean of all")
    #expect(red.opinion.after.red == 0.45)
    #expect(abs(red.opinion.loss - 0.15) < 1e-9)
    #expect(red.opinion.judgement == .mistake)
    #expect(black.opinion.loss == 0, "who plays the first choice loses nothing")
    #expect(black.opinion.judgement == nil)
    #expect(analysis.chances.map(\.red) == [0.6, 0.45, 0.5])
    #expect(analysis.secondChances.isEmpty)
    #expect(black.rank == 1 && black.side == .black)
  }

  struct Loss: CustomTestStringConvertible {
    let before: Double
    let after: Double
    let judgement: Judgement?
    var testDescription: String { "\(before) to \(after)" }
  }

  /// The thresholds, for Red and with the same numbers for Black.
  @Test(
    arguments: [
      Loss(before: 0.5, after: 0.46, judgement: nil), Loss(before: 0.5, after: 0.45, judgement: .inaccuracy),
      Loss(before: 0.7, after: 0.61, judgement: .inaccuracy),
      Loss(before: 0.7, after: 0.6, judgement: .mistake),
      Loss(before: 0.9, after: 0.71, judgement: .mistake), Loss(before: 0.7, after: 0.5, judgement: .blunder),
      Loss(before: 1, after: 0, judgement: .blunder), Loss(before: 0.4, after: 0.6, judgement: nil),
    ], Side.allCases)
  func theLossDecidesTheWord(loss: Loss, side: Side) throws {
    let start = try Position(fen: side == .red ? Position.start.fen : Position.start.coloursSwapped.fen)
    let moves = ["h2e2", "b2e2"].map { Move(iccs: $0).map { side == .red ? $0 : $0.flipped } }
    let (played, better) = (try #require(moves[0]), try #require(moves[1]))
    let game = try Game(start: start, moves: [played])
    func red(_ own: Double) -> Double { side == .red ? own : 1 - own }
    let analysis = GameAnalysis(
      game: game,
      reports: [try report(0.5, [(better.iccs, red(loss.before), 1)]), try report(red(loss.after))])
    let opinion = analysis.plies[0].opinion
    #expect(opinion.judgement == loss.judgement)
    #expect(abs(opinion.loss - max(0, loss.before - loss.after)) < 1e-9)
  }

  @Test func judgementsAreInOrderAndNeverNegative() {
    #expect(Judgement.inaccuracy < .mistake && Judgement.mistake < .blunder)
    #expect(Judgement(loss: -1) == nil)
    #expect(Judgement.allCases.map(\.threshold) == Judgement.allCases.map(\.threshold).sorted())
  }

  /// Red mates with the chariot on b0.
  static let mating = "3k5/R8/9/9/9/9/9/9/9/1R2K4 w - - 0 1"

  @Test func aMateThatIsMissedIsSaidAndOneThatTakesLongerIsNot() throws {
    let game = try Game(
      start: Position(fen: Self.mating), moves: [try #require(Move(iccs: "a8a7"))])
    var before = try report(0.9, [("b0b9", 0.8, 1)])
    before.lines[0].mate = 1
    let missed = GameAnalysis(game: game, reports: [before, try report(0.95, [("d9d8", 0.95, 1)])]).plies[0]
    #expect(missed.opinion.before == WDL(.redWins), "a proved mate is certain")
    #expect(missed.opinion.missedMate == 1)
    #expect(missed.opinion.judgement == .inaccuracy)
    var slower = try report(0.9, [("d9d8", 0.9, 1)])
    slower.lines[0].mate = -2
    let late = GameAnalysis(game: game, reports: [before, slower]).plies[0]
    #expect(late.opinion.missedMate == nil && late.opinion.mate == 2)
    #expect(late.opinion.loss == 0)
  }

  @Test func aMoveThatRunsIntoAMateLosesEverything() throws {
    let game = try Game(moves: ["h2e2", "h9g7"].map { try #require(Move(iccs: $0)) })
    var after = try report(0.5, [("h0g2", 0.5, 1)])
    after.lines[0].mate = 3
    let analysis = GameAnalysis(
      game: game, reports: [try report(0.5), try report(0.5, [("b9c7", 0.4, 1)]), after])
    let opinion = analysis.plies[1].opinion
    #expect(opinion.after == WDL(.redWins) && opinion.mate == -3)
    #expect(opinion.judgement == .blunder && abs(opinion.loss - 0.6) < 1e-9)
  }

  @Test func theOnlyMoveIsFoundAmongMovesThatWereLookedAt() throws {
    let game = try Game(moves: [try #require(Move(iccs: "h2e2"))])
    func isOnly(_ others: [(String, Double, Int)]) throws -> Bool {
      var before = try report(0.5, [("h2e2", 0.5, 1)] + others.map { ($0.0, $0.1, 0) })
      for (index, other) in others.enumerated() { before.lines[index + 1].visits = other.2 }
      return GameAnalysis(game: game, reports: [before, try report(0.5)]).plies[0].opinion.isOnlyMove
    }
    #expect(try isOnly([("b2e2", 0.4, 5), ("c3c4", 0.1, 1)]))
    #expect(try !isOnly([("b2e2", 0.41, 5), ("c3c4", 0.1, 1)]))
    #expect(try isOnly([("b2e2", 0.4, 5), ("c3c4", 0.5, 0)]), "a move nobody looked at is no alternative")
    #expect(try !isOnly([("b2e2", 0.1, 0), ("c3c4", 0.5, 0)]), "nothing was compared")
  }

  // MARK: Turning points and summaries

  /// A game of quiet moves whose chances follow a script; every move is compared with a better one.
  private func scripted(_ red: [Double]) throws -> GameAnalysis {
    var game = Game()
    var reports: [SearchReport] = []
    for (index, chance) in red.enumerated() {
      let legal = game.position.legalMoves()
      reports.append(try report(chance, [(legal[1].iccs, chance, 1)]))
      if index < red.count - 1 { try game.play(legal[0]) }
    }
    return GameAnalysis(game: game, reports: reports)
  }

  @Test func aGameTurnsWhereAMistakeChangesWhoStandsBetter() throws {
    // Red throws away 15 points and stays even; Black gives 20 and Red is better; Red gives 12 and stays better.
    let analysis = try scripted([0.55, 0.4, 0.7, 0.69, 0.8, 0.68, 0.68])
    #expect(analysis.plies.map(\.opinion.judgement) == [.mistake, .blunder, nil, .mistake, .mistake, nil])
    #expect(analysis.turningPoints == [1])
    #expect(analysis.plies[1].isTurningPoint)
  }

  @Test func aGameWithoutATurnHasItsCostliestMove() throws {
    #expect(try scripted([0.5, 0.44, 0.44, 0.37, 0.4]).turningPoints == [2])
    #expect(try scripted([0.5, 0.48, 0.5, 0.49]).turningPoints == [])
  }

  @Test func eachSideIsSummedUpByItself() throws {
    let analysis = try scripted([0.5, 0.4, 0.4, 0.4])
    let (red, black) = (analysis.summary(of: .red), analysis.summary(of: .black))
    #expect(red.moves == 2 && black.moves == 1)
    #expect(red.counts == [.mistake: 1] && black.counts.isEmpty)
    #expect(abs(red.accuracy - (0.647 + 1) / 2) < 1e-3 && black.accuracy == 1)
    #expect(abs(red.meanLoss - 0.05) < 1e-9)
    #expect(red.firstChoices == 0)
  }

  @Test func aGameWithoutMovesIsAnalysedToo() throws {
    let analysis = GameAnalysis(game: Game(), reports: [try report(0.5)])
    #expect(analysis.plies.isEmpty && analysis.chances.count == 1)
    #expect(analysis.turningPoints.isEmpty)
    #expect(analysis.summary(of: .red).accuracy == 1 && analysis.summary(of: .black).moves == 0)
    #expect(GameAnalysis(game: Game(), reports: []).chances.isEmpty)
  }

  @Test func anUnfinishedAnalysisHasTheMovesUpToItsEnd() throws {
    let game = try randomGame(seed: 1, plies: 6)
    let analysis = GameAnalysis(game: game, reports: try (0..<4).map { _ in try report(0.5) })
    #expect(analysis.plies.count == 3 && analysis.chances.count == 4)
  }
}

/// The analyst: whom it asks about what.
@Suite struct AnalystTests {
  private static func even(_ game: Game) -> SearchReport {
    let moves = game.position.legalMoves()
    return SearchReport(
      lines: moves.map {
        SearchLine(
          moves: [$0], prior: 1 / Double(moves.count), visits: 1, wdl: WDL(red: 0.3, draw: 0.4, black: 0.3))
      }, wdl: WDL(red: 0.3, draw: 0.4, black: 0.3), evaluations: 1, depth: 1, time: .zero)
  }

  @Test func everyPositionIsAskedAboutInOrderWithItsHistory() async throws {
    let game = try randomGame(seed: 3, plies: 7)
    let analyst = Analyst(
      evaluator: { asked in
        #expect(Array(game.moves.prefix(asked.moves.count)) == asked.moves)
        return Self.even(asked)
      }, secondEvaluator: { Self.even($0) })
    var seen: [Int] = []
    let analysis = try await analyst.analysis(of: game) { step in
      seen.append(step.ply)
      #expect(step.second != nil)
    }
    #expect(seen == Array(0...7))
    #expect(analysis.plies.map(\.move) == game.moves)
    #expect(analysis.secondChances.count == 8)
    #expect(analysis.plies.allSatisfy { $0.secondOpinion?.loss == 0 })
  }

  @Test func aPositionInWhichTheGameIsOverIsNotAskedAbout() async throws {
    let mated = try Game(
      start: Position(fen: GameAnalysisTests.mating), moves: [try #require(Move(iccs: "b0b9"))])
    try #require(mated.verdict?.reason == .checkmate)
    let analyst = Analyst { game in
      #expect(game.verdict == nil)
      return Self.even(game)
    }
    let analysis = try await analyst.analysis(of: mated)
    #expect(analysis.chances.last == WDL(.redWins))
    #expect(analysis.plies[0].opinion.loss == 0)
    #expect(analysis.plies[0].opinion.missedMate == nil)
  }

  /// A repetition that nobody is to blame for ends the game as a draw; the last move is judged by that.
  @Test func anEndByRepetitionCounts() async throws {
    let loop = ["h0g2", "h9g7", "g2h0", "g7h9"]
    let moves = try (loop + loop).map { try #require(Move(iccs: $0)) }
    let game = try Game(moves: moves)
    try #require(game.verdict?.reason == .repetition)
    let analyst = Analyst { game in
      var report = Self.even(game)
      for index in report.lines.indices { report.lines[index].wdl = WDL(red: 0, draw: 0, black: 1) }
      return report
    }
    let analysis = try await analyst.analysis(of: game)
    #expect(analysis.chances.last == WDL(.draw))
    #expect(analysis.plies.last?.opinion.judgement == .blunder, "Black had a won game")
  }

  @Test func aGameThatBeginsWithBlackToMoveKeepsItsSides() async throws {
    let start = try Position(fen: "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C4/9/RNBAKABNR b - - 0 7")
    let game = try Game(start: start, moves: [try #require(Move(iccs: "h9g7"))])
    let analysis = try await Analyst { Self.even($0) }.analysis(of: game)
    #expect(analysis.plies.map(\.side) == [.black])
    #expect(analysis.start == start && analysis.plies[0].position.moveNumber == 7)
    #expect(analysis.summary(of: .red).moves == 0)
  }

  @Test func aCancelledAnalysisThrows() async throws {
    let game = try randomGame(seed: 5, plies: 4)
    let task = Task {
      try await Analyst { game in
        if game.moves.count == 2 { withUnsafeCurrentTask { $0?.cancel() } }
        return Self.even(game)
      }.analysis(of: game)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func theModelsFirstThoughtIsAReport() async throws {
    let evaluator = try ModelEvaluator(model: bundledModel(), limits: SearchLimits(evaluations: 1))
    let game = try Game(moves: [try #require(Move(iccs: "h2e2"))])
    let report = try evaluator.report(on: game)
    #expect(report.evaluations == 1 && report.lines.count == game.position.legalMoves().count)
    #expect(abs(report.lines.map(\.prior).reduce(0, +) - 1) < 1e-6)
    #expect(report.lines.map(\.prior) == report.lines.map(\.prior).sorted(by: >))
    let analysis = try await Analyst { try evaluator.report(on: $0) }.analysis(of: game)
    #expect(analysis.plies[0].rank == 1, "the central cannon is what everybody plays first")
  }

  /// The probabilities of a search are those of the first thought; the rest is what was found, the same each time.
  @Test func aSearchHasTheFirstThoughtsProbabilitiesAndIsRepeatable() async throws {
    let game = try Game(moves: [try #require(Move(iccs: "h2e2"))])
    let first = try ModelEvaluator(model: bundledModel(), limits: SearchLimits(evaluations: 1))
    let thought = try first.report(on: game)
    let searching = try ModelEvaluator(model: bundledModel(), limits: SearchLimits(evaluations: 40))
    let report = try searching.report(on: game)
    #expect(report.evaluations > 1 && report.lines.contains { $0.visits > 0 })
    #expect(
      Dictionary(uniqueKeysWithValues: report.lines.map { ($0.moves[0], $0.prior) })
        == Dictionary(uniqueKeysWithValues: thought.lines.map { ($0.moves[0], $0.prior) }))
    let again = try searching.report(on: game)
    #expect(again.lines == report.lines && again.wdl == report.wdl)
  }

  @Test func aMateInOneThatWasMissedIsFound() async throws {
    let game = try Game(
      start: Position(fen: GameAnalysisTests.mating), moves: [try #require(Move(iccs: "a8a7"))])
    let evaluator = try ModelEvaluator(model: bundledModel(), limits: SearchLimits(evaluations: 20))
    let analysis = try await Analyst { try evaluator.report(on: $0) }.analysis(of: game)
    #expect(analysis.plies[0].opinion.best?.mate == 1)
    #expect(analysis.plies[0].opinion.before == WDL(.redWins))
  }
}

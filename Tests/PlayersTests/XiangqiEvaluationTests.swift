import Synchronization
import Testing
import Xiangqi

@testable import Players

@Suite struct XiangqiEvaluationTests {
  private func record(_ game: Game, outcome: Outcome?) -> GameRecord {
    GameRecord(
      start: game.start, line: game.moves.map { GameRecord.Node(move: $0) }, outcome: outcome)
  }

  /// What a reader thinks before each move of a game.
  private func thoughts(_ whole: Game, model: XiangqiModel) throws -> [Thought] {
    let reader = try ModelReader(model: model)
    var game = Game(start: whole.start)
    return try whole.moves.map { move in
      let thought = try reader.think(about: game)
      try game.play(move)
      return thought
    }
  }

  @Test(arguments: [(20, bundledModelFolder), (262, bundledModelFolder), (100, keyframeModelFolder)])
  func aGameIsJudgedAsItWouldBeReadInPlay(plies: Int, folder: String) async throws {
    let model = try XiangqiModel(folder: folder)
    let game = try randomGame(seed: 8, plies: plies)
    let report = try await XiangqiEvaluation(model: model).run(on: [record(game, outcome: .blackWins)])
    let thoughts = try thoughts(game, model: model)

    let ranks = zip(thoughts, game.moves).map { thought, move in
      let probability = thought.moves.first { $0.move == move }?.probability ?? 0
      return thought.moves.count { $0.probability > probability }
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(report.games == 1)
    #expect(report.shortenedGames == 0)
    #expect(report.all.positions == plies)
    #expect(abs(report.all.topOne - mean(ranks.map { $0 == 0 ? 1 : 0 })) < 1e-9)
    #expect(abs(report.all.topThree - mean(ranks.map { $0 < 3 ? 1 : 0 })) < 1e-9)
    #expect(abs(report.all.illegalMass - mean(thoughts.map(\.illegalMass))) < 1e-9)
    let legal = zip(thoughts, game.moves).map { thought, move in
      -boundedLogarithm(thought.moves.first { $0.move == move }?.probability ?? 0)
    }
    #expect(abs(report.all.legalCrossEntropy - mean(legal)) < 1e-6)
    #expect(report.all.crossEntropy > report.all.legalCrossEntropy)
    let outcome = report.all.outcome
    #expect(abs(outcome.logLoss - mean(thoughts.map { -boundedLogarithm($0.wdl.black) })) < 1e-9)
    #expect(outcome.positions == plies)
    #expect(outcome.baseAccuracy == 1)
    #expect(outcome.baseLogLoss == 0)
    #expect(report.byPly.map(\.positions).reduce(0, +) == plies)
  }

  @Test func workersDoNotChangeTheReport() async throws {
    let model = try bundledModel()
    let records = try (0..<6).map { index in
      record(
        try randomGame(seed: UInt64(index), plies: 10 + 5 * index),
        outcome: [.redWins, .draw, nil][index % 3])
    }
    let done = Mutex<[Int]>([])
    let one = try await XiangqiEvaluation(model: model).run(on: records) { count in
      done.withLock { $0.append(count) }
    }
    #expect(done.withLock { $0 } == Array(1...6))
    for workers in [2, 8] {
      #expect(try await XiangqiEvaluation(model: model, workers: workers).run(on: records) == one)
    }
    #expect(one.byPly.map(\.plies) == ["0-9", "10-19", "20-39", "40-79", "80+"])
    #expect(one.byPly.map(\.positions) == [60, 10 * 4 + 5, 15 + 10 + 5, 0, 0].map { $0 })
    // Outcomes are known of games 0, 1, 3, 4: 10 + 25 plies won by Red, 15 + 30 drawn.
    #expect(one.all.outcome.positions == 80)
    #expect(abs(one.all.outcome.baseAccuracy - 45.0 / 80) < 1e-12)
  }

  @Test func anIllegalMoveEndsItsGame() async throws {
    let model = try bundledModel()
    var broken = record(try randomGame(seed: 1, plies: 6), outcome: nil)
    broken.line.append(GameRecord.Node(move: try #require(Move(iccs: "e0e9"))))
    let report = try await XiangqiEvaluation(model: model).run(on: [broken])
    #expect(report.all.positions == 6)
    #expect(report.shortenedGames == 1)
    #expect(report.all.outcome.positions == 0)
  }

  @Test func noGamesGiveAnEmptyReport() async throws {
    let report = try await XiangqiEvaluation(model: bundledModel()).run(on: [])
    #expect(report.all.positions == 0)
    #expect(report.all.topOne == 0)
  }

  struct Prediction: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let probabilities: [String: Double]
    let rank: Int
    let rawRank: Int
    let isArgmaxLegal: Bool
    let illegalMass: Double
  }

  static let predictions = [
    Prediction(
      testDescription: "first and legal", probabilities: ["h2e2": 0.5, "b2e2": 0.3, "a0a9": 0.2], rank: 0,
      rawRank: 0, isArgmaxLegal: true, illegalMass: 0.2),
    Prediction(
      testDescription: "first of the legal moves only",
      probabilities: ["h2e2": 0.2, "b2e2": 0.1, "a0a9": 0.7],
      rank: 0, rawRank: 1, isArgmaxLegal: false, illegalMass: 0.7),
    Prediction(
      testDescription: "third", probabilities: ["h2e2": 0.1, "b2e2": 0.5, "h0g2": 0.4], rank: 2,
      rawRank: 2, isArgmaxLegal: true, illegalMass: 0),
  ]

  @Test(arguments: predictions) func aPredictionIsRankedAmongTheLegalMoves(_ example: Prediction) throws {
    let vocabulary = try XiangqiVocabulary(tokens: XiangqiVocabularyTests.tokens)
    var probabilities = [Double](repeating: 0, count: vocabulary.count)
    for (text, probability) in example.probabilities {
      probabilities[try #require(Move(iccs: text).flatMap { vocabulary.token(of: $0) })] = probability
    }
    let prediction = MovePrediction(
      probabilities: probabilities, move: try #require(Move(iccs: "h2e2")),
      legalMoves: Position.start.legalMoves(), vocabulary: vocabulary)
    #expect(prediction.rank == example.rank)
    #expect(prediction.rawRank == example.rawRank)
    #expect(prediction.isArgmaxLegal == example.isArgmaxLegal)
    #expect(abs(prediction.illegalMass - example.illegalMass) < 1e-12)
    let given = example.probabilities["h2e2"] ?? 0
    #expect(abs(prediction.crossEntropy + boundedLogarithm(given)) < 1e-12)
    #expect(abs(prediction.legalCrossEntropy + boundedLogarithm(given / (1 - example.illegalMass))) < 1e-9)
  }
}

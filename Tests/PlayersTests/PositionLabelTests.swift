import Players
import Testing
import Xiangqi

/// What engines say of positions, as comments and as targets.
struct PositionLabelTests {
  private func move(_ text: String) throws -> Move { try #require(Move(iccs: text)) }

  @Test func aLabelIsItsComment() throws {
    let text = "62.4% h2e2 88 c3c4 -71 b0c2 #-3 a0a1 #2"
    let label = try #require(PositionLabel(comment: text))
    #expect(label.expectation == 0.624)
    #expect(label.lines.map(\.move) == (try ["h2e2", "c3c4", "b0c2", "a0a1"].map(move)))
    #expect(label.lines.map(\.score) == [.centipawns(88), .centipawns(-71), .mate(-3), .mate(2)])
    #expect(label.comment == text)
    #expect(SpokenScore(comment: text)?.expectation == 0.624)
  }

  @Test(arguments: [
    "", "62.4%", "62.4% h2e2", "62.4% h2e2 x", "h2e2 88", "62.4% h2e2 88 c3c4", "mate 2 h2e2 #2",
    "62.4% z9z9 1",
    "62.4% h2e2 99999999999999999999", "62.4% h2e2 -9223372036854775808", "62.4% d9 n400 0.3s", "好棋 h2e2 88",
  ])
  func otherCommentsAreNoLabels(text: String) {
    #expect(PositionLabel(comment: text) == nil)
  }

  @Test func codesKeepTheOrderOfScores() {
    let scores: [EngineScore] = [
      .mate(-1), .mate(-7), .centipawns(-20_000), .centipawns(-1), .centipawns(0), .centipawns(350),
      .centipawns(20_000), .mate(900), .mate(1),
    ]
    let codes = scores.map(\.code)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    #expect(codes.map { EngineScore(code: $0) } == scores)
    #expect(codes.allSatisfy(EngineScore.isCode))
    #expect(![0, 9000, 60_000, 65_535].contains(where: EngineScore.isCode))
    #expect(EngineScore.centipawns(1_000_000).code == EngineScore.centipawns(20_000).code)
    #expect(EngineScore.mate(1_000_000).code > EngineScore.centipawns(20_000).code)
  }

  @Test func probabilitiesAreASoftmaxOfScores() {
    let even = PositionLabel.probabilities(of: [.centipawns(10), .centipawns(10)], temperature: 50)
    #expect(even == [0.5, 0.5])
    let apart = PositionLabel.probabilities(of: [.centipawns(100), .centipawns(50)], temperature: 50)
    #expect(abs(apart[0] / apart[1] - 2.718281828) < 1e-4)
    #expect(abs(apart[0] + apart[1] - 1) < 1e-6)
    let mates = PositionLabel.probabilities(
      of: [.mate(1), .mate(3), .centipawns(5000), .mate(-1)], temperature: 50)
    #expect(zip(mates, mates.dropFirst()).allSatisfy(>))
  }
}

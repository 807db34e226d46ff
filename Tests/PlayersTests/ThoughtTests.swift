import Testing
import Xiangqi

@testable import Players

@Suite struct ThoughtTests {
  /// Probabilities for some moves, nothing for all other tokens.
  private func thought(_ given: [String: Double], fen: String) throws -> (Thought, Position) {
    let vocabulary = try XiangqiVocabulary(tokens: XiangqiVocabularyTests.tokens)
    var probabilities = [Double](repeating: 0, count: vocabulary.count)
    for (text, probability) in given {
      let move = try #require(Move(iccs: text))
      probabilities[try #require(vocabulary.token(of: move))] = probability
    }
    let position = try Position(fen: fen)
    let thought = Thought(
      probabilities: probabilities, legalMoves: position.legalMoves(), vocabulary: vocabulary,
      wdl: WDL(red: 0.5, draw: 0.3, black: 0.2))
    return (thought, position)
  }

  @Test func legalMovesAreRankedAndSumToOne() throws {
    let given = ["h2e2": 0.3, "b2e2": 0.1, "h0g2": 0.2, "a0a5": 0.25, "e0e9": 0.1, "a9a8": 0.05]
    let (thought, position) = try thought(given, fen: Position.start.fen)
    #expect(thought.moves.count == position.legalMoves().count)
    #expect(thought.moves.prefix(3).map(\.move.iccs) == ["h2e2", "h0g2", "b2e2"])
    #expect(abs(thought.moves[0].probability - 0.5) < 1e-12)
    #expect(abs(thought.moves.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
    #expect(abs(thought.illegalMass - 0.4) < 1e-12)
    #expect(thought.topIllegal.map(\.move.iccs) == ["a0a5", "e0e9", "a9a8"])
    #expect(thought.topIllegal.map(\.probability) == [0.25, 0.1, 0.05])
  }

  @Test func theThreeMostProbableIllegalMovesAreKept() throws {
    let given = ["a0a1": 0.01, "a0a5": 0.1, "a0a6": 0.2, "a0a7": 0.3, "a0a8": 0.15, "a0a9": 0.24]
    let (thought, _) = try thought(given, fen: Position.start.fen)
    #expect(thought.topIllegal.map(\.move.iccs) == ["a0a7", "a0a9", "a0a6"])
  }

  @Test func aModelWithoutAnyLegalMoveInMindIsIndifferent() throws {
    let (thought, position) = try thought(["a0a9": 1], fen: Position.start.fen)
    #expect(Set(thought.moves.map(\.probability)) == [1 / Double(position.legalMoves().count)])
    #expect(thought.moves.map(\.move) == position.legalMoves())
    #expect(thought.illegalMass == 1)
  }

  @Test func expectedScoresOfTheTwoSidesSumToOne() {
    let wdl = WDL(red: 0.5, draw: 0.3, black: 0.2)
    #expect(abs(wdl.expectation(for: .red) - 0.65) < 1e-12)
    #expect(abs(wdl.expectation(for: .red) + wdl.expectation(for: .black) - 1) < 1e-12)
  }
}

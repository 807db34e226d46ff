import Players
import TestSupport
import Testing
import Training
import Xiangqi

@testable import Corpora

struct KeyframeSourceTests {
  func vocabulary(pieces: Int, players: [String] = []) throws -> XiangqiVocabulary {
    let layout = SequenceLayout.keyframe(pieces: pieces, history: 3)
    return try XiangqiVocabulary(
      tokens: XiangqiVocabulary.tokens(players: players, layout: layout), layout: layout)
  }

  /// The keyframes of one game in the order of their plies, each a batch of its own.
  func keyframes(
    _ record: GameRecord, pieces: Int = 0, players: [String] = [], context: Int, _ augmentation: Augmentation,
    features: StateFeatures = .boardAndMoves
  ) throws -> [TrainingBatch] {
    let games = try Workplace().prepared([record])
    let source = KeyframeSource(
      [games], vocabulary: try vocabulary(pieces: pieces, players: players), features: features,
      context: context,
      augmentation: augmentation, seed: 5)
    #expect(source.epochLength == record.moves.count)
    let order = EpochOrder(count: record.moves.count, seed: 5)
    var batches: [Int: TrainingBatch] = [:]
    for cursor in 0..<record.moves.count {
      let (batch, next) = source.batch(at: cursor, tokenLimit: 1)
      #expect(next == cursor + 1)
      batches[order.item(at: cursor)] = batch
    }
    return try (0..<record.moves.count).map { try #require(batches[$0]) }
  }

  /// The board as a side sees it is the board with colours exchanged, seen by Red: a second way to the same numbers.
  func seen(_ position: Position, _ side: Side, mirrored: Bool) -> Position {
    let end = side == .red ? position : position.coloursSwapped
    return mirrored ? end.mirrored : end
  }

  func seen(_ move: Move, _ side: Side, mirrored: Bool) -> Move {
    let end = side == .red ? move : move.flipped
    return mirrored ? end.mirrored : end
  }

  @Test(arguments: [false, true])
  func aKeyframeIsSeenByTheSideToMove(mirrored: Bool) throws {
    let record = game(seed: 31, plies: 12, outcome: .redWins, red: "甲", black: "乙")
    let positions = randomPlay(seed: 31, plies: 12)
    let augmentation = Augmentation(mirrored: mirrored ? 1 : 0, openLabels: 0)
    let vocabulary = try vocabulary(pieces: 0, players: ["甲", "乙"])
    // Prefix of 7: result, own, other, three moves, turn; then at most four moves.
    let batches = try keyframes(record, players: ["甲", "乙"], context: 11, augmentation)
    for (ply, batch) in batches.enumerated() {
      let side: Side = ply % 2 == 0 ? .red : .black
      func token(_ ply: Int) throws -> Int32 {
        Int32(try #require(vocabulary.token(of: seen(record.moves[ply], side, mirrored: mirrored))))
      }
      let last = min(ply + 4, 11)
      let past = try (ply - 3..<ply).map { $0 < 0 ? 0 : try token($0) }
      let labels: [Int32] = side == .red ? [3, 8, 9] : [5, 9, 8]
      let turn: Int32 = side == .red ? 1 : 2
      let moves = try (ply..<last).map(token)
      let asked = try (ply...last).map(token)
      #expect(batch.tokens == labels + past + [turn] + moves)
      let places = (1...(4 + last - ply)).map { Int32($0) }
      #expect(batch.positions == [0, 0, 0] + places)
      #expect(batch.targets == [-1, -1, -1, -1, -1, -1] + asked)
      #expect(batch.prefixLengths == [7])
      #expect(batch.outcomes.allSatisfy { $0 == -1 }, "the result was told")
      let bounds = zip(batch.featureOffsets, batch.featureOffsets.dropFirst())
      let facts = bounds.map { Array(batch.features[Int($0)..<Int($1)]) }
      #expect(facts.prefix(6).allSatisfy { $0.isEmpty })
      for (index, facts) in facts.dropFirst(6).enumerated() {
        let position = seen(positions[ply + index], side, mirrored: mirrored)
        #expect(facts == StateFeatures.boardAndMoves.rows(of: position), "ply \(ply), token \(index)")
      }
    }
  }

  @Test func theOutcomeIsAskedAtTheTurnWhereItIsOpen() throws {
    let record = game(seed: 32, plies: 6, outcome: .blackWins)
    for (ply, batch) in try keyframes(record, context: 20, .none).enumerated() {
      #expect(batch.tokens[0] == 6 && batch.tokens[1] == 7 && batch.tokens[2] == 7)
      #expect(batch.outcomes[6] == (ply % 2 == 0 ? 2 : 0), "ply \(ply)")
      #expect(batch.outcomes.count { $0 >= 0 } == 1)
    }
  }

  @Test func thePastCanBeLeftOut() throws {
    let record = game(seed: 33, plies: 6)
    let augmentation = Augmentation(mirrored: 0, openLabels: 1, openHistory: 1)
    for batch in try keyframes(record, context: 20, augmentation) {
      #expect(Array(batch.tokens[3..<6]) == [0, 0, 0])
    }
  }

  @Test func thePiecesStandInTheOrderOfTheirSquares() throws {
    let record = game(seed: 34, plies: 60)
    let positions = randomPlay(seed: 34, plies: 60)
    let names = XiangqiVocabulary.tokens(players: [], layout: .keyframe(pieces: 32, history: 3))
    for (ply, batch) in try keyframes(record, pieces: 32, context: 39, .none).enumerated() {
      let position = seen(positions[ply], ply % 2 == 0 ? .red : .black, mirrored: false)
      let pieces = Square.all.compactMap { square in position[square].map { "\($0)@\(square)" } }
      let expected = pieces + Array(repeating: "<pad>", count: 32 - pieces.count)
      #expect(batch.tokens.prefix(32).map { names[Int($0)] } == expected)
      #expect(batch.tokens.count == 39 && batch.prefixLengths == [39])
    }
  }
}

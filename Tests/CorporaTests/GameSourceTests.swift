import Players
import TestSupport
import Testing
import Training
import Xiangqi

@testable import Corpora

struct GameSourceTests {
  /// One sequence of a batch.
  struct Sequence: Equatable {
    var tokens: [Int32]
    var positions: [Int32]
    var facts: [[Int32]]
    var targets: [Int32]
    var weights: [Float]
    var outcomes: [Int32]
  }

  func sequences(_ batch: TrainingBatch) -> [Sequence] {
    zip(batch.sequenceStarts, batch.sequenceStarts.dropFirst()).map { start, end in
      let range = Int(start)..<Int(end)
      return Sequence(
        tokens: Array(batch.tokens[range]), positions: Array(batch.positions[range]),
        facts: range.map { index in
          Array(batch.features[Int(batch.featureOffsets[index])..<Int(batch.featureOffsets[index + 1])])
        }, targets: Array(batch.targets[range]), weights: Array(batch.weights[range]),
        outcomes: Array(batch.outcomes[range]))
    }
  }

  func source(
    _ games: [PreparedGames], players: [String] = [], features: StateFeatures = .boardAndMoves,
    context: Int = 256,
    _ augmentation: Augmentation = .none, seed: UInt64 = 1
  ) throws -> GameSource {
    GameSource(
      games, vocabulary: try vocabulary(players: players), features: features, context: context,
      augmentation: augmentation, seed: seed)
  }

  /// A token and the facts it carries.
  struct Input: Equatable {
    let token: Int32
    let features: [Int32]
  }

  /// What play and evaluation feed the model of a game: the prefix with the facts of the start, then each move with
  /// those after it.
  func inputs(
    _ record: GameRecord, players: [String] = [], features: StateFeatures = .boardAndMoves,
    result: Outcome? = nil,
    red: String? = nil, mirrored: Bool = false
  ) throws -> [Input] {
    let vocabulary = try vocabulary(players: players)
    let view = Viewpoint(isMirrored: mirrored)
    var position = record.start
    let labels = [
      1, vocabulary.token(result: result), try red.map { try #require(vocabulary.token(player: $0)) } ?? 6, 6,
    ]
    var inputs = labels.map { Input(token: Int32($0), features: features.rows(of: position, view: view)) }
    for move in record.moves {
      position = position.playing(move)
      let token = try #require(vocabulary.token(of: mirrored ? move.mirrored : move))
      inputs.append(Input(token: Int32(token), features: features.rows(of: position, view: view)))
    }
    return inputs
  }

  @Test(arguments: [StateFeatures.board, .boardAndMoves])
  func sequencesAreWhatPlayFeedsTheModel(features: StateFeatures) throws {
    let record = game(seed: 11, plies: 40, outcome: .blackWins)
    let place = try Workplace()
    let batch = try source([place.prepared([record])], features: features).batch(at: 0, tokenLimit: 1000)
      .batch
    let sequence = try #require(sequences(batch).first)
    let expected = try inputs(record, features: features)
    #expect(sequence.tokens == expected.map(\.token))
    #expect(sequence.facts == expected.map(\.features))
    #expect(sequence.positions == (0..<44).map { Int32($0) })
    // Nothing is asked within the prefix; then every next move, and behind the last nothing.
    #expect(sequence.targets == [-1, -1, -1] + expected.dropFirst(4).map(\.token) + [-1])
    #expect(sequence.outcomes == [-1, -1, -1] + [Int32](repeating: 2, count: 41))
    #expect(batch.prefixLengths == [0])
  }

  @Test func aMirroredGameIsTheGameOfMirroredMoves() throws {
    let record = game(seed: 12, plies: 30)
    let place = try Workplace()
    let augmentation = Augmentation(mirrored: 1, openLabels: 1)
    let batch = try source([place.prepared([record])], augmentation).batch(at: 0, tokenLimit: 100).batch
    let expected = try inputs(record, mirrored: true)
    #expect(batch.tokens == expected.map(\.token))
    #expect(sequences(batch)[0].facts == expected.map(\.features))
    #expect(batch.outcomes.allSatisfy { $0 == -1 }, "a game without a result asks for none")
  }

  @Test func labelsThatAreToldAreNotAsked() throws {
    let record = game(seed: 13, plies: 20, outcome: .redWins, red: "甲", black: "乙")
    let place = try Workplace()
    let augmentation = Augmentation(mirrored: 0, openLabels: 0)
    // The vocabulary numbers the players otherwise than the data, and does not know one of them.
    let batch = try source([place.prepared([record])], players: ["丙", "甲"], augmentation)
      .batch(at: 0, tokenLimit: 100).batch
    let told = try inputs(record, players: ["丙", "甲"], result: .redWins, red: "甲")
    #expect(batch.tokens == told.map(\.token))
    #expect(batch.outcomes.allSatisfy { $0 == -1 })
  }

  @Test func labelsAreOpenAsOftenAsAsked() throws {
    let records = (0..<60).map { game(seed: $0, plies: 6, outcome: .draw, red: "甲", black: "乙") }
    let place = try Workplace()
    let games = try place.prepared(records)
    let source = try source([games], players: games.manifest.players, .games, seed: 4)
    var open = [0, 0, 0]
    var mirrored = 0
    var count = 0
    var cursor = 0
    while count < 2400 {
      let (batch, next) = source.batch(at: cursor, tokenLimit: 10 * 64)
      for sequence in sequences(batch) {
        let vocabulary = try vocabulary(players: games.manifest.players)
        if sequence.tokens[1] == Int32(vocabulary.token(result: nil)) { open[0] += 1 }
        for side in 2...3 where sequence.tokens[side] == Int32(vocabulary.anyPlayer) { open[side - 1] += 1 }
        #expect((sequence.outcomes[3] == 1) == (sequence.tokens[1] == Int32(vocabulary.token(result: nil))))
        let moves = sequence.tokens.dropFirst(4).compactMap { vocabulary.move(of: Int($0)) }
        if !records.contains(where: { $0.moves == moves }) { mirrored += 1 }
        count += 1
      }
      cursor = next
    }
    // Three standard deviations of 2,400 throws.
    for share in open.map({ Double($0) / Double(count) }) { #expect(abs(share - 0.3) < 0.03, "\(share)") }
    #expect(abs(Double(mirrored) / Double(count) - 0.5) < 0.035)
  }

  @Test func longGamesAreCutToWindows() throws {
    let record = game(seed: 21, plies: 30)
    try #require(record.moves.count == 30)
    let place = try Workplace()
    let source = try source([place.prepared([record])], context: 24)
    let whole = try inputs(record)
    let wholeTokens = whole.map(\.token)
    let wholeFacts = whole.map(\.features)
    var firsts: Set<Int> = []
    for cursor in 0..<200 {
      let (batch, next) = source.batch(at: cursor, tokenLimit: 24)
      #expect(next == cursor + 1)
      let sequence = sequences(batch)[0]
      #expect(sequence.tokens.count == 24)
      #expect(sequence.positions == (0..<24).map { Int32($0) })
      // The window is some stretch of the game, behind the prefix of the whole.
      let tokens = Array(sequence.tokens.dropFirst(4))
      let place = (0...record.moves.count - 20).first { Array(wholeTokens[(4 + $0)..<(24 + $0)]) == tokens }
      let first = try #require(place)
      #expect(Array(sequence.facts.dropFirst(4)) == Array(wholeFacts[(4 + first)..<(24 + first)]))
      #expect(Array(sequence.facts.prefix(4)) == Array(wholeFacts.prefix(4)))
      #expect(sequence.targets[3] == sequence.tokens[4])
      #expect(sequence.targets[23] == (first + 24 < whole.count ? wholeTokens[first + 24] : -1))
      firsts.insert(first)
    }
    #expect(firsts.sorted() == Array(0...10))
  }

  @Test func everyGameComesOnceAPassWithinTheLimit() throws {
    let records = (0..<37).map { game(seed: $0, plies: 4 + Int($0)) }
    let place = try Workplace()
    let parts = [
      try place.prepared(Array(records[..<20]), as: "a"), try place.prepared(Array(records[20...]), as: "b"),
    ]
    let source = try source(parts, features: .nothing)
    #expect(source.epochLength == 37)
    var cursor = 0
    var lengths: [Int] = []
    while cursor < 37 {
      let (batch, next) = source.batch(at: cursor, tokenLimit: 100)
      #expect(batch.tokenCount <= 100)
      #expect(batch == source.batch(at: cursor, tokenLimit: 100).batch)
      #expect(batch.features.isEmpty)
      lengths += zip(batch.sequenceStarts, batch.sequenceStarts.dropFirst()).map { Int($1 - $0) }
      cursor = next
    }
    #expect(cursor == 37, "a batch does not reach into the next pass")
    #expect(lengths.sorted() == records.map { $0.moves.count + 4 }.sorted())
  }

  @Test func aSequenceLongerThanTheLimitComesAlone() throws {
    let place = try Workplace()
    let source = try source([place.prepared([game(seed: 1, plies: 50)])])
    let (batch, next) = source.batch(at: 0, tokenLimit: 10)
    #expect(batch.tokenCount == 54 && next == 1)
  }

  @Test func theWeightOfAMoveIsThatOfItsSide() throws {
    var preparation = GamePreparation.everything
    preparation.resultWeights = ResultWeights(win: 1, draw: 0.5, loss: 0.25)
    let place = try Workplace()
    let games = try place.prepared([game(seed: 3, plies: 7, outcome: .blackWins)], preparation)
    let batch = try source([games]).batch(at: 0, tokenLimit: 100).batch
    // Red's moves are asked at the end of the prefix and after Black's.
    #expect(batch.weights == [0, 0, 0, 0.25, 1, 0.25, 1, 0.25, 1, 0.25, 0])
  }

  @Test func outcomesAreDrawnFromWhatPositionsAreWorth() throws {
    // Red expects 0.8 before its first move, Black 0.9 before its own: 0.1 for Red. The rest says nothing.
    var record = game(seed: 3, plies: 4, outcome: .redWins)
    record.line[0].comment = "80.0% d3 n50"
    record.line[1].comment = "90.0%"
    let place = try Workplace()
    var preparation = GamePreparation.everything
    preparation.evaluationShare = 1
    let games = [try place.prepared([record], preparation)]
    var counts = [[Int]](repeating: [0, 0, 0], count: 2)
    for seed in 0..<2000 as Range<UInt64> {
      let outcomes = try source(games, seed: seed).batch(at: 0, tokenLimit: 100).batch.outcomes
      #expect(outcomes.prefix(3) == [-1, -1, -1] && outcomes.suffix(3) == [0, 0, 0])
      for place in 0...1 { counts[place][Int(outcomes[3 + place])] += 1 }
    }
    // Two halves of a point, each won with that probability; three standard deviations of 2,000 draws.
    for (count, score) in zip(counts, [0.8, 0.1]) {
      let expected = [score * score, 2 * score * (1 - score), (1 - score) * (1 - score)]
      for (count, share) in zip(count, expected) { #expect(abs(Double(count) / 2000 - share) < 0.034) }
    }
  }

  @Test func scoresInCommentsAreLeftWhereNotAskedFor() throws {
    var record = game(seed: 3, plies: 4, outcome: .redWins)
    let place = try Workplace()
    let plain = try source([place.prepared([record], as: "plain")]).batch(at: 0, tokenLimit: 100).batch
    for ply in 0..<4 { record.line[ply].comment = "10.0%" }
    let games = try place.prepared([record], as: "said")
    #expect(try source([games]).batch(at: 0, tokenLimit: 100).batch == plain)
    #expect(games.manifest.evaluationShare == nil)
  }
}

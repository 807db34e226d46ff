import Players
import Testing
import Xiangqi

@Suite struct ModelReaderTests {
  @Test func theFirstThoughtIsAboutTheLegalMoves() throws {
    let thought = try ModelReader(model: try bundledModel()).think(about: Game())
    #expect(thought.moves.map(\.move).sorted() == Position.start.legalMoves())
    #expect(abs(thought.moves.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    #expect((0...1).contains(thought.illegalMass))
    #expect(abs(thought.wdl.red + thought.wdl.draw + thought.wdl.black - 1) < 1e-9)
    // Whoever learned from people opens with a central cannon; the model has seen every game mirrored too.
    #expect(Set(thought.moves.prefix(2).map(\.move.iccs)) == ["h2e2", "b2e2"])
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func aReaderThatFollowsAGameThinksLikeAFreshOne(seed: UInt64)
    throws
  {
    let model = try bundledModel()
    let reader = try ModelReader(model: model)
    let whole = try randomGame(seed: seed, plies: 24)
    var game = Game()
    for move in whole.moves {
      try game.play(move)
      let followed = try reader.think(about: game)
      let fresh = try ModelReader(model: model).think(about: game)
      #expect(followed == fresh, "seed \(seed)")
    }
  }

  @Test func takingBackBranchingAndAnotherGameLeaveNoTrace() throws {
    let model = try bundledModel()
    let reader = try ModelReader(model: model)
    var taken = try randomGame(seed: 1, plies: 30)
    _ = try reader.think(about: taken)
    for _ in 0..<7 { taken.takeBack() }
    let other = try randomGame(seed: 2, plies: 12)
    let elsewhere = Game(start: try Position(fen: "r3k4/9/9/9/9/9/9/4B4/4A4/R3K4 w - - 0 1"))
    var branch = taken
    try branch.play(try #require(branch.position.legalMoves().last))
    for game in [taken, branch, taken, other, elsewhere, Game(), taken, taken] {
      #expect(try reader.think(about: game) == ModelReader(model: model).think(about: game))
    }
  }

  @Test func aBatchOfReadersThinksLikeEachAlone() throws {
    let model = try bundledModel()
    let conditionings = [
      Conditioning.open, Conditioning(result: .redWins), Conditioning(red: "胡荣华", black: "吕钦"),
      Conditioning(result: .draw, black: "许银川"),
    ]
    var requests: [ModelReader.Request] = []
    for (index, conditioning) in conditionings.enumerated() {
      for averagesMirror in [false, true] {
        let reader = try ModelReader(
          model: model, conditioning: conditioning, averagesMirror: averagesMirror)
        requests.append((reader, try randomGame(seed: UInt64(index), plies: 3 * index)))
      }
    }
    let together = try ModelReader.think(requests)
    for (request, thought) in zip(requests, together) {
      let alone = try ModelReader(
        model: model, conditioning: request.reader.conditioning,
        averagesMirror: request.reader.averagesMirror)
      #expect(try alone.think(about: request.game) == thought)
    }
    #expect(try ModelReader.think([]).isEmpty)
  }

  @Test func twoModelsMayThinkInOneBatch() throws {
    let one = try bundledModel()
    let other = try XiangqiModel(folder: bundledModelFolder)
    let game = try randomGame(seed: 5, plies: 9)
    let thoughts = try ModelReader.think([
      (try ModelReader(model: one), game), (try ModelReader(model: other), Game()),
      (try ModelReader(model: one), Game()), (try ModelReader(model: other), game),
    ])
    #expect(thoughts[0] == thoughts[3])
    #expect(thoughts[1] == thoughts[2])
    #expect(thoughts[0] != thoughts[1])
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func theAverageOverTheMirrorIsSymmetric(seed: UInt64) throws {
    let reader = try ModelReader(model: try bundledModel(), averagesMirror: true)
    let game = try randomGame(seed: seed, plies: 15)
    let plain = try reader.think(about: game)
    let reflected = try reader.think(about: mirrored(game))
    let probabilities = Dictionary(
      uniqueKeysWithValues: reflected.moves.map { ($0.move, $0.probability) })
    for ranked in plain.moves {
      let other = try #require(probabilities[ranked.move.mirrored])
      #expect(abs(ranked.probability - other) < 1e-12, "seed \(seed): \(ranked.move)")
    }
    #expect(plain.wdl == reflected.wdl)
    #expect(abs(plain.illegalMass - reflected.illegalMass) < 1e-12)
  }

  @Test func theOutcomeIsAskedForWithTheResultLeftOpen() throws {
    let model = try bundledModel()
    let game = try randomGame(seed: 3, plies: 20)
    let open = try ModelReader(model: model).think(about: game)
    for outcome in Outcome.allCases {
      let conditioned = try ModelReader(model: model, conditioning: Conditioning(result: outcome))
        .think(about: game)
      #expect(conditioned.wdl == open.wdl)
      #expect(conditioned.moves != open.moves)
    }
  }

  @Test func anUnknownPlayerIsRefusedByName() throws {
    let model = try bundledModel()
    let error = #expect(throws: PlayerError.self) {
      try ModelReader(model: model, conditioning: Conditioning(black: "Nobody"))
    }
    #expect(
      error?.description
        == "The model knows no player named 'Nobody'; its players are the names in tokens.txt.")
  }

  @Test func aGameLongerThanTheContextIsReadOn() throws {
    let model = try bundledModel()
    let reader = try ModelReader(model: model)
    var game = try randomGame(seed: 11, plies: 251)
    for _ in 0..<4 {
      let lasting = game.position.legalMoves().filter { game.verdict(after: $0) == nil }
      try game.play(try #require(lasting.first))
      #expect(try reader.think(about: game) == ModelReader(model: model).think(about: game))
    }
    while game.moves.count > 250 {
      game.takeBack()
      #expect(try reader.think(about: game) == ModelReader(model: model).think(about: game))
    }
  }

  @Test func aMatedPlayerHasNothingToConsider() throws {
    let mate = Game(start: try Position(fen: "R3k4/R8/9/9/9/9/9/9/9/3K5 b - - 0 1"))
    #expect(mate.verdict?.reason == .checkmate)
    let thought = try ModelReader(model: try bundledModel()).think(about: mate)
    #expect(thought.moves.isEmpty)
    #expect(thought.illegalMass == 1)
  }
}

@Suite struct XiangqiModelTests {
  @Test func theBundledModelIsOneOfXiangqi() throws {
    let model = try bundledModel()
    #expect(model.features == .boardMovesAndTactics)
    #expect(model.context == 256)
    #expect(model.vocabulary.count == 2261)
    #expect(model.playerNames.count == 168)
  }

  @Test func aMissingFolderIsNamed() {
    let error = #expect(throws: XiangqiModelError.self) { try XiangqiModel(folder: "/nowhere/at/all") }
    #expect(error?.description.contains("/nowhere/at/all") == true, "\(error?.description ?? "")")
  }
}

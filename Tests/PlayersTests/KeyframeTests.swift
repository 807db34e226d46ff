import LanguageModel
import ModelFiles
import Testing
import Xiangqi

@testable import Players

/// A model that reads keyframes, against the program that defined them and against the laws of the game.
@Suite struct KeyframeTests {
  let model: XiangqiModel

  init() throws { model = try XiangqiModel(folder: keyframeModelFolder) }

  /// A position of a real game with what the reference program makes of it.
  struct Golden {
    let moves: [Move]
    /// One more than the moves.
    let positions: [Position]
    let next: Move
    let ids: [Int]
    let facts: [[Int]]
    let moveLogits: [[Double]]
    let outcomeLogits: [Double]

    init(_ json: JSONValue) throws {
      let text = try #require(json["moves"]?.text)
      let moves = try text.split(separator: " ").map { try #require(Move(iccs: $0)) }
      next = try #require(moves.last)
      self.moves = moves.dropLast()
      positions = self.moves.reduce(into: [.start]) { $0.append($0[$0.count - 1].playing($1)) }
      func numbers(_ json: JSONValue?) throws -> [Double] {
        try #require(json?.elements).map { try #require($0.number) }
      }
      ids = try numbers(json["ids"]).map { Int($0) }
      facts = try #require(json["state"]?.elements).map { try numbers($0).map { Int($0) } }
      moveLogits = try #require(json["move_logits"]?.elements).map { try numbers($0) }
      outcomeLogits = try numbers(json["wdl_logits"])
    }

    static func all() throws -> [Golden] {
      let bytes = try MappedFile.read(path: keyframeModelFolder + "/golden.json", limit: 1 << 20)
      return try #require(JSONValue(parsing: bytes)["cases"]?.elements).map { try Golden($0) }
    }
  }

  @Test func theLayoutIsThatOfTheConfiguration() {
    #expect(model.layout == .keyframe(pieces: 0, history: 8))
    #expect(model.layout.prefixLength == 12)
    #expect(model.features == .boardAndMoves)
    #expect(model.playerNames.count == 5)
  }

  @Test func sequencesAndAnswersAreThoseOfTheReference() throws {
    let cases = try Golden.all()
    #expect(cases.map { $0.moves.count % 2 }.contains(1), "Black should be to move in one of them")
    for golden in cases {
      let inputs = ModelInputs(model: model, conditioning: .open)
      let position = golden.positions[golden.moves.count]
      let view = inputs.view(from: position)
      var tokens = inputs.prefix(
        moves: golden.moves, positions: golden.positions, first: golden.moves.count)
      tokens.append(inputs.input(of: golden.next, leadingTo: position.playing(golden.next), view: view))
      #expect(tokens.map { Int($0.token) } == golden.ids)
      #expect(tokens.suffix(2).map { $0.features.map { Int($0) } } == golden.facts)
      #expect(tokens.dropLast(2).allSatisfy { $0.features.isEmpty })

      let run = Decoder.Run(session: Session(model.decoder), inputs: tokens)
      let answers = try model.decoder.advance([run], outputs: .all)[0].suffix(2)
      for (answer, expected) in zip(answers, golden.moveLogits) {
        let found = answer.logits[model.vocabulary.moveTokens]
        #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 2e-3 })
      }
      let outcome = try #require(answers.first).outcome
      #expect(zip(outcome, golden.outcomeLogits).allSatisfy { abs(Double($0) - $1) < 1e-3 })
    }
  }

  @Test func aThoughtIsOfTheBoardAsItStands() throws {
    for golden in try Golden.all() where golden.moves.count < 41 {
      let game = try Game(moves: golden.moves)
      let thought = try ModelReader(model: model).think(about: game)
      let side = game.position.sideToMove
      let shares = softmax(golden.outcomeLogits.map { Float($0) })
      let (win, loss) =
        side == .red ? (thought.wdl.red, thought.wdl.black) : (thought.wdl.black, thought.wdl.red)
      #expect(
        abs(win - shares[0]) < 1e-3 && abs(thought.wdl.draw - shares[1]) < 1e-3
          && abs(loss - shares[2]) < 1e-3)
      #expect(thought.moves.map(\.move).sorted() == game.position.legalMoves())
    }
  }

  @Test func aReaderThatFollowsAGameThinksLikeAFreshOne() throws {
    let reader = try ModelReader(model: model, averagesMirror: true)
    let whole = try randomGame(seed: 3, plies: 90)
    var game = Game()
    for move in whole.moves {
      try game.play(move)
      let fresh = try ModelReader(model: model, averagesMirror: true).think(about: game)
      #expect(try reader.think(about: game) == fresh, "after \(game.moves.count) plies")
    }
    for count in [1, 3, 12, 40] {
      for _ in 0..<count { game.takeBack() }
      #expect(
        try reader.think(about: game) == ModelReader(model: model, averagesMirror: true).think(about: game))
    }
    let elsewhere = Game(start: try Position(fen: "r3k4/9/9/9/9/9/9/4B4/4A4/R3K4 b - - 0 1"))
    for game in [elsewhere, game, Game(), whole] {
      #expect(
        try reader.think(about: game) == ModelReader(model: model, averagesMirror: true).think(about: game))
    }
  }

  @Test func movesAfterAKeyframeCostOneTokenEach() throws {
    let stream = TokenStream(ModelInputs(model: model, conditioning: .open))
    var game = Game()
    var counts: [Int] = []
    for move in try randomGame(seed: 4, plies: 60).moves {
      let inputs = stream.prepare(for: game)
      counts.append(inputs.count)
      _ = try model.decoder.advance([.init(session: stream.session, inputs: inputs)])
      try game.play(move)
    }
    #expect(counts == (0..<60).map { $0 % 41 == 0 ? 12 : 1 })
  }

  @Test(arguments: [0, 7, 44]) func theAverageOfAllGuisesIsSymmetric(plies: Int) throws {
    let game = try randomGame(seed: UInt64(plies) + 1, plies: plies)
    let name = model.playerNames[2]
    func thought(_ game: Game, _ conditioning: Conditioning) throws -> Thought {
      try ModelReader(model: model, conditioning: conditioning, averagesMirror: true, averagesColours: true)
        .think(about: game)
    }
    let plain = try thought(game, Conditioning(result: .redWins, red: name))
    let mirror = try thought(mirrored(game), Conditioning(result: .redWins, red: name))
    let swapped = try thought(coloursSwapped(game), Conditioning(result: .blackWins, black: name))
    func expectSame(_ other: Thought, _ map: (Move) -> Move) throws {
      let probabilities = Dictionary(uniqueKeysWithValues: other.moves.map { ($0.move, $0.probability) })
      for ranked in plain.moves {
        #expect(abs(ranked.probability - (try #require(probabilities[map(ranked.move)]))) < 1e-12)
      }
      #expect(abs(plain.illegalMass - other.illegalMass) < 1e-12)
      #expect(abs(plain.wdl.draw - other.wdl.draw) < 1e-12)
    }
    try expectSame(mirror, \.mirrored)
    try expectSame(swapped, \.flipped)
    #expect(abs(plain.wdl.red - mirror.wdl.red) < 1e-12)
    #expect(abs(plain.wdl.red - swapped.wdl.black) < 1e-12)
    // Not for nothing: each guise alone answers differently.
    let alone = try ModelReader(model: model, conditioning: Conditioning(result: .redWins, red: name))
    #expect(try alone.think(about: game) != plain)
  }

  @Test func theOutcomeIsAskedForWithTheResultLeftOpen() throws {
    let game = try randomGame(seed: 3, plies: 20)
    let open = try ModelReader(model: model).think(about: game)
    for outcome in Outcome.allCases {
      let told = try ModelReader(model: model, conditioning: Conditioning(result: outcome)).think(about: game)
      #expect(told.wdl == open.wdl)
      #expect(told.moves != open.moves)
    }
  }

  @Test func piecesAreListedInTheOrderInWhichTheyAreSeen() throws {
    let layout = SequenceLayout.keyframe(pieces: 32, history: 8)
    #expect(layout.prefixLength == 44)
    let position = try Position(fen: "4k4/9/9/p8/9/9/9/9/9/3K5 b - - 0 1")
    let tokens = PieceTokens.of(position, view: Viewpoint(side: .black), count: 5, model.vocabulary)
    let names = XiangqiVocabulary.tokens(players: model.playerNames, layout: model.layout)
    #expect(tokens.map { names[$0] } == ["K@e0", "P@a3", "k@d9", "<pad>", "<pad>"])
  }
}

@Suite struct SequenceLayoutTests {
  /// What a configuration with these keys besides the usual ones is read as.
  private func layout(_ keys: String) throws -> SequenceLayout {
    let json = """
      {"vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8,
      "max_position_embeddings": 60, "rms_norm_eps": 1e-6, "rope_theta": 10000\(keys)}
      """
    return try SequenceLayout(try DecoderConfig(json: Array(json.utf8), file: "config.json"))
  }

  @Test func theKeysChooseTheLayout() throws {
    #expect(try layout("") == .game)
    #expect(try layout(#", "sequence": "game""#) == .game)
    #expect(try layout(#", "prefix": 12, "history": 8"#) == .keyframe(pieces: 0, history: 8))
    #expect(
      try layout(#", "sequence": "keyframe", "prefix": 38, "pieces": 32, "history": 2"#)
        == .keyframe(pieces: 32, history: 2))
  }

  @Test(arguments: [
    (#", "sequence": "novel""#, #"config.json: sequence is "novel", supported are "game" and "keyframe""#),
    (
      #", "prefix": 12"#,
      "config.json: history is missing, a keyframe has some number of last moves, such as 8"
    ),
    (#", "prefix": 20, "pieces": 8, "history": 8"#, "config.json: pieces is 8, a keyframe has 0 or 32"),
    (
      #", "prefix": 13, "history": 8"#,
      "config.json: prefix is 13, what stands in it in such sequences takes 12 tokens"
    ),
    (
      #", "sequence": "game", "prefix": 4"#,
      "config.json: prefix is 4, what stands in it in such sequences takes 0 tokens"
    ),
  ]) func otherKeysAreRefused(keys: String, sentence: String) {
    let error = #expect(throws: XiangqiModelError.self) { try layout(keys) }
    #expect(error?.description == sentence)
  }
}

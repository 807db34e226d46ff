import Players
import Testing
import Xiangqi

@Suite struct XiangqiVocabularyTests {
  /// The right tokens for two players.
  static let tokens =
    [
      "<pad>", "<bos>", "<result=?>", "<result=1-0>", "<result=0-1>", "<result=1/2-1/2>", "<player=?>",
      "<player=胡荣华>", "<player=吕钦>",
    ] + XiangqiVocabulary.possibleMoves.map(\.iccs)

  @Test func thereAre2086PossibleMovesInAscendingOrder() {
    let moves = XiangqiVocabulary.possibleMoves
    #expect(moves.count == 2086)
    #expect(moves == moves.sorted())
    #expect(moves.first?.iccs == "a0b0")
    #expect(moves.last?.iccs == "i9h9")
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func everyMoveOfPlayHasAToken(seed: UInt64) throws {
    let vocabulary = try XiangqiVocabulary(tokens: Self.tokens)
    for position in try randomGame(seed: seed, plies: 60).positions {
      for side in Side.allCases {
        for move in position.possibleMoves(of: side) {
          let token = try #require(vocabulary.token(of: move), "seed \(seed): \(move)")
          #expect(vocabulary.move(of: token) == move)
          #expect(Self.tokens[token] == move.iccs)
        }
      }
    }
  }

  @Test func resultsAndPlayersHaveTheirTokens() throws {
    let vocabulary = try XiangqiVocabulary(tokens: Self.tokens)
    #expect(Self.tokens[vocabulary.token(result: nil)] == "<result=?>")
    for outcome in Outcome.allCases {
      #expect(Self.tokens[vocabulary.token(result: outcome)] == "<result=\(outcome.notation)>")
    }
    #expect(Self.tokens[vocabulary.anyPlayer] == "<player=?>")
    #expect(vocabulary.playerNames == ["胡荣华", "吕钦"])
    #expect(vocabulary.token(player: "吕钦") == 8)
    #expect(vocabulary.token(player: "?") == nil)
    #expect(vocabulary.token(player: "nobody") == nil)
    #expect(vocabulary.move(of: 8) == nil)
    #expect(vocabulary.move(of: vocabulary.count) == nil)
  }

  @Test(arguments: Viewpoint.all) func aViewpointIsAPermutationThatUndoesItself(view: Viewpoint) throws {
    for vocabulary in [try XiangqiVocabulary(tokens: Self.tokens), try Self.keyframes] {
      let seen = vocabulary.permutation(from: view)
      #expect(seen.sorted() == Array(0..<vocabulary.count))
      for token in 0..<vocabulary.count {
        #expect(seen[seen[token]] == token)
        #expect(vocabulary.move(of: seen[token]) == vocabulary.move(of: token).map(view.move))
      }
      #expect(seen[..<9].elementsEqual(0..<9))
    }
    let vocabulary = try Self.keyframes
    for piece in Piece.all {
      for square in Square.all {
        #expect(
          vocabulary.permutation(from: view)[vocabulary.token(of: piece, on: square)]
            == vocabulary.token(of: view.piece(piece), on: view.square(square)))
      }
    }
  }

  /// The vocabulary of keyframes for two players.
  static var keyframes: XiangqiVocabulary {
    get throws {
      let layout = SequenceLayout.keyframe(pieces: 0, history: 8)
      let tokens = XiangqiVocabulary.tokens(players: ["胡荣华", "吕钦"], layout: layout)
      return try XiangqiVocabulary(tokens: tokens, layout: layout)
    }
  }

  @Test func theTokensOfAVocabularyAreThoseItIsReadFrom() {
    #expect(XiangqiVocabulary.tokens(players: ["胡荣华", "吕钦"], layout: .game) == Self.tokens)
  }

  @Test func keyframesHaveTokensForTurnsAndPieces() throws {
    let vocabulary = try Self.keyframes
    let tokens = XiangqiVocabulary.tokens(players: vocabulary.playerNames, layout: vocabulary.layout)
    #expect(tokens.count == 8 + 2 + 1260 + 2086)
    #expect(tokens[vocabulary.token(turn: .red)] == "<turn=red>")
    #expect(tokens[vocabulary.token(turn: .black)] == "<turn=black>")
    #expect(tokens[vocabulary.padding] == "<pad>")
    #expect(tokens[vocabulary.anyPlayer] == "<player=?>")
    #expect(vocabulary.token(player: "吕钦").map { tokens[$0] } == "<player=吕钦>")
    let square = try #require(Square("c4"))
    #expect(tokens[vocabulary.token(of: Piece(.black, .horse), on: square)] == "n@c4")
    #expect(vocabulary.token(of: try #require(Move(iccs: "h2e2"))).map { tokens[$0] } == "h2e2")
  }

  @Test(
    arguments: [
      (nil, Side.red, "?"), (nil, .black, "?"), (.redWins, .red, "win"), (.redWins, .black, "loss"),
      (.blackWins, .red, "loss"), (.blackWins, .black, "win"), (.draw, .red, "draw"), (.draw, .black, "draw"),
    ] as [(Outcome?, Side, String)])
  func aResultIsThatOfTheSideThatSeesIt(outcome: Outcome?, side: Side, name: String) throws {
    let vocabulary = try Self.keyframes
    let tokens = XiangqiVocabulary.tokens(players: [], layout: vocabulary.layout)
    #expect(tokens[vocabulary.token(result: outcome, seenBy: side)] == "<result=\(name)>")
  }

  /// What is done to the tokens, and the first sentences that must come of it.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let damage: @Sendable (inout [String]) -> Void
    let sentences: [String]
  }

  static let damages = [
    Damage(
      testDescription: "a wrong token at the beginning", damage: { $0[1] = "<s>" },
      sentences: ["tokens.txt: line 2 is '<s>', token 1 must be '<bos>'"]),
    Damage(
      testDescription: "a player twice", damage: { $0[8] = "<player=胡荣华>" },
      sentences: ["tokens.txt: line 9, '<player=胡荣华>', must be a player's name that no earlier line has"]),
    Damage(
      testDescription: "two moves exchanged", damage: { $0.swapAt(9, 10) },
      sentences: [
        "tokens.txt: line 10 is 'a0c0', token 9 must be 'a0b0'",
        "tokens.txt: line 11 is 'a0b0', token 10 must be 'a0c0'",
      ]),
    Damage(
      testDescription: "the last move gone", damage: { $0.removeLast() },
      sentences: ["tokens.txt: line 2095 is missing, token 2094 must be 'i9h9'"]),
    Damage(
      testDescription: "something after the moves", damage: { $0.append("more") },
      sentences: ["tokens.txt: it has 2096 lines, the last move should be line 2095"]),
    Damage(
      testDescription: "nothing at all", damage: { $0 = [] },
      sentences: [
        "tokens.txt: line 1 is missing, token 0 must be '<pad>'",
        "tokens.txt: line 2 is missing, token 1 must be '<bos>'",
        "tokens.txt: line 3 is missing, token 2 must be '<result=?>'",
        "tokens.txt: line 4 is missing, token 3 must be '<result=1-0>'",
        "tokens.txt: line 5 is missing, token 4 must be '<result=0-1>'",
        "tokens.txt: 2088 more lines are wrong",
      ]),
  ]

  @Test(arguments: damages) func wrongTokensAreNamedByLine(_ damage: Damage) {
    var tokens = Self.tokens
    damage.damage(&tokens)
    let error = #expect(throws: VocabularyMismatches.self) { try XiangqiVocabulary(tokens: tokens) }
    #expect(error?.description == damage.sentences.joined(separator: "\n"))
  }

  @Test func theBundledModelKnowsAtLeastTwentyPersonas() throws {
    let model = try bundledModel()
    let personas = Persona.all(in: model)
    #expect(personas.count >= 20)
    #expect(personas.map(\.name) == model.playerNames)
    #expect(Persona(named: "胡荣华", in: model)?.token == model.vocabulary.token(player: "胡荣华"))
    #expect(Persona(named: "nobody", in: model) == nil)
  }
}

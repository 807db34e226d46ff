import Players
import Synchronization
import Testing
import Xiangqi

@Suite struct OpponentTests {
  @Test(arguments: Level.allCases.filter { $0 != .deep })
  func theSameSeedAndGameBringTheSameMove(level: Level) throws {
    let model = try bundledModel()
    let settings = OpponentSettings(level: level, persona: "胡荣华", seed: 7)
    // A decision tells how long the search took; with a clock that stands still it is alike in all.
    let veteran = try Opponent(model: model, settings: settings, side: .black, now: { .zero })
    var game = try randomGame(seed: 4, plies: 9)
    let first = try veteran.decide(game)

    // Other games, other questions, and moves taken back in between change nothing.
    _ = try veteran.decide(try randomGame(seed: 5, plies: 21))
    _ = try veteran.answerDrawOffer(game)
    if case .move(let move) = first.action {
      try game.play(move)
      _ = try veteran.think(about: game)
      game.takeBack()
    }
    #expect(try veteran.decide(game) == first)
    let other = try Opponent(model: model, settings: settings, side: .black, now: { .zero })
    #expect(try other.decide(game) == first)
  }

  @Test func anotherSeedBringsOtherMoves() throws {
    let model = try bundledModel()
    let game = try randomGame(seed: 4, plies: 8)
    let actions = try Set(
      (0..<12 as Range<UInt64>).map { seed in
        let settings = OpponentSettings(level: .beginner, seed: seed)
        return try Opponent(model: model, settings: settings, side: .red).decide(game).action
      })
    #expect(actions.count > 1)
  }

  @Test func everyLevelPlaysLegalMovesOnBothSides() throws {
    let model = try bundledModel()
    for level in Level.allCases {
      let settings = OpponentSettings(level: level, seed: 3)
      let players = try Side.allCases.map { try Opponent(model: model, settings: settings, side: $0) }
      var game = Game()
      while game.verdict == nil, game.moves.count < (level.evaluations == nil ? 16 : 1) {
        let decision = try players[game.moves.count % 2].decide(game)
        guard case .move(let move) = decision.action else {
          Issue.record("level \(level) resigns at ply \(game.moves.count)")
          break
        }
        try game.play(move)
      }
    }
  }

  @Test func aLevelThatLooksAheadSaysWhatItSaw() throws {
    let model = try bundledModel()
    let game = try randomGame(seed: 4, plies: 8)
    let seer = try Opponent(model: model, settings: OpponentSettings(level: .shallow), side: .red).decide(
      game)
    let report = try #require(seer.report)
    #expect(report.evaluations == 50)
    guard case .move(let move) = seer.action else {
      Issue.record("a side that is not lost does not resign")
      return
    }
    #expect(report.choices.contains { $0.move == move })
    let guesser = try Opponent(model: model, settings: OpponentSettings(level: .master), side: .red)
    #expect(try guesser.decide(game).report == nil)
  }

  @Test(arguments: [Level.deep, .timed(milliseconds: 5000)])
  func aSearchEndsWhenItsTimeIsUp(level: Level) throws {
    // Half a second passes whenever the clock is read.
    let reads = Atomic(0)
    let opponent = try Opponent(
      model: try bundledModel(), settings: OpponentSettings(level: level), side: .red,
      now: { .milliseconds(500) * reads.wrappingAdd(1, ordering: .relaxed).newValue })
    let report = try #require(try opponent.decide(try randomGame(seed: 4, plies: 8)).report)
    let longest = try #require(level.longest)
    #expect(report.time >= longest && report.time < longest + .seconds(2))
    #expect(report.evaluations > 1 && report.evaluations < 2000)
  }

  @Test func aClockAndAStopEndASearchToo() throws {
    let game = try randomGame(seed: 4, plies: 8)
    let settings = OpponentSettings(level: .timed(milliseconds: 60_000))
    let opponent = try Opponent(model: try bundledModel(), settings: settings, side: .red)
    let hurried = try #require(try opponent.decide(game, time: .move(.milliseconds(100))).report)
    #expect(hurried.time < .seconds(10))
    let stopped = try #require(try opponent.decide(game, isStopped: { true }).report)
    #expect(stopped.time < .seconds(10) && stopped.best != nil)
  }

  @Test func aMoveIsOnlyMadeInARunningGameOnOnesOwnTurn() throws {
    let model = try bundledModel()
    let black = try Opponent(model: model, settings: OpponentSettings(), side: .black)
    #expect {
      try black.decide(Game())
    } throws: { error in
      if case PlayerError.notOnMove = error { true } else { false }
    }
    let mate = Game(start: try Position(fen: "R3k4/R8/9/9/9/9/9/9/9/3K5 b - - 0 1"))
    #expect {
      try black.decide(mate)
    } throws: { error in
      if case PlayerError.gameIsOver = error { true } else { false }
    }
  }

  @Test func aLostGameIsResignedOnlyWhereTheSettingsAllow() throws {
    let model = try bundledModel()
    // Thresholds that any position behind in material meets: what is tested is the way to the decision.
    let eager = Resignation(earliestPly: 4, materialDeficit: 1, expectation: 1.01, turns: 3)
    let start = try Position(fen: "r3k4/9/9/9/9/9/9/4B4/4A4/4K4 w - - 0 1")
    let moves = ["e0d0", "a9a8", "d0e0", "a8a7"].compactMap { Move(iccs: $0) }
    let lost = try Game(start: start, moves: moves)
    for (resignation, resigns) in [(eager, true), (nil, false)] as [(Resignation?, Bool)] {
      let settings = OpponentSettings(level: .master, resignation: resignation)
      let red = try Opponent(model: model, settings: settings, side: .red)
      let decision = try red.decide(lost)
      #expect((decision.action == .resign) == resigns)
      #expect((decision.remark == .resigns) == resigns)
    }
  }
}

import TestSupport
import Testing
import Xiangqi

@Suite struct GameTests {
  @Test func aNewGameRunsFromItsFirstOccurrence() {
    let game = Game()
    #expect(game.start == .start)
    #expect(game.positions == [.start])
    #expect(game.moves == [])
    #expect(game.verdict == nil)
    #expect(game.occurrences == 1)
    #expect(game.naturalCount == 0)
    #expect(game.loop == nil)
  }

  @Test func anIllegalMoveIsRefusedAndChangesNothing() throws {
    var game = Game()
    let before = game
    let move = try #require(Move(iccs: "b0d1"))
    let refusal = try #require(Position.start.refusal(of: move))
    #expect(game.refusal(of: move) == refusal)
    #expect(throws: refusal) { try game.play(move) }
    #expect(game == before)
  }

  @Test(arguments: [
    ("3k5/9/3R5/9/9/9/9/9/9/4K4 b - - 0 1", EndReason.checkmate, Outcome.redWins),
    ("3k5/4P4/9/9/9/9/9/9/4K4/9 b - - 0 1", .stalemate, .redWins),
    ("4k4/9/9/9/9/9/9/9/9/5K3 w - - 0 1", .insufficientMaterial, .draw),
    ("4k4/9/9/9/9/9/9/9/9/R4K3 w - - 120 61", .naturalLimit, .draw),
  ])
  func aStartPositionMayAlreadyBeTheEnd(fen: String, reason: EndReason, outcome: Outcome) throws {
    var game = Game(start: try Position(fen: fen))
    #expect(game.verdict == Verdict(outcome: outcome, reason: reason))
    let move = Move(from: .all[0], to: .all[1])
    #expect(game.refusal(of: move) == .gameIsOver)
    #expect(throws: MoveRefusal.gameIsOver) { try game.play(move) }
    #expect(game.takeBack() == nil)
    #expect(game.verdict != nil)
  }

  @Test func takingBackTheLastMoveOfAFinishedGameLetsItRunAgain() throws {
    var game = Game(start: try Position(fen: "3k5/9/4R4/9/9/9/9/9/9/4K4 w - - 0 1"))
    let before = game
    let mate = try #require(Move(iccs: "e7d7"))
    #expect(game.verdict(after: mate)?.reason == .checkmate)
    try game.play(mate)
    #expect(game.verdict == Verdict(outcome: .redWins, reason: .checkmate))
    #expect(game.takeBack() == mate)
    #expect(game == before)
    try game.play(try #require(Move(iccs: "e7a7")))
    #expect(game.verdict == nil)
  }

  @Test func theFreeRulesetHasNoNaturalLimitAndNoMaterialRule() throws {
    for fen in ["4k4/9/9/9/9/9/9/9/9/R4K3 w - - 500 400", "4k4/9/9/9/9/9/9/9/9/5K3 w - - 0 1"] {
      #expect(Game(start: try Position(fen: fen), ruleset: .free).verdict == nil)
    }
  }

  @Test func rulesetsAreFoundByName() {
    #expect(Ruleset(named: "standard") == .standard)
    #expect(Ruleset(named: "simple") == .simple)
    #expect(Ruleset(named: "Standard") == nil)
    #expect(Ruleset.all.allSatisfy { !$0.citations.isEmpty })
  }

  @Test func aRecordKeepsTheMovesAndTheOutcome() throws {
    let game = try Game(moves: randomMoves(seed: 3, plies: 30))
    let record = GameRecord(game: game, outcome: .draw, tags: [GameRecord.Tag(name: "Red", value: "甲")])
    #expect(record["Red"] == "甲")
    #expect(record.outcome == .draw)
    #expect(try Game(record: record).moves == game.moves)
    #expect(try Game(record: record, ruleset: .standard) == game)

    let mate = try Game(
      start: Position(fen: "3k5/9/4R4/9/9/9/9/9/9/4K4 w - - 0 1"), moves: [#require(Move(iccs: "e7d7"))])
    #expect(GameRecord(game: mate).outcome == .redWins)
  }

  @Test func aPlyThatWasJudgedIsPlayedAgainWithoutBeingJudged() throws {
    let moves = randomMoves(seed: 12, plies: 60)
    var game = Game()
    var plies: [Game.Ply] = []
    for move in moves {
      let ply = game.ply(move)
      #expect(ply.verdict == game.verdict(after: move) && ply.move == move)
      plies.append(ply)
      game.play(ply)
    }
    #expect(game == (try Game(moves: moves)))
    for _ in 0..<20 { game.takeBack() }
    for ply in plies.suffix(20) { game.play(ply) }
    #expect(game == (try Game(moves: moves)))
    #expect(game.naturalCount == (try Game(moves: moves)).naturalCount)
  }
}

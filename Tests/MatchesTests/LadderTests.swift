import Matches
import TestSupport
import Testing
import Xiangqi

/// Plans of ladders and what comes of them.
@Suite struct LadderTests {
  private func plan(_ text: String) throws -> LadderPlan { try LadderPlan(contentsOf: Array(text.utf8)) }

  @Test func plansAreRead() throws {
    let plan = try plan(
      """
      # a ladder
      anchor greedy 1000
      games 8\r
      meets\t2
      player random random
      player greedy  greedy
      games 4
      player 强 club,胡荣华,name=x y
      player fairy   engine:/usr/games/fairy-stockfish,option.Skill Level=3,nodes=100\t

      """)
    #expect(plan.players.map(\.name) == ["random", "greedy", "强", "fairy"])
    #expect(
      plan.players.map(\.specification) == [
        "random", "greedy", "club,胡荣华,name=x y",
        "engine:/usr/games/fairy-stockfish,option.Skill Level=3,nodes=100",
      ])
    #expect(plan.anchor == 1 && plan.anchorRating == 1000)
    #expect(plan.pairings.map(\.games) == [8, 4, 4, 4, 4])
    let pairings = plan.pairings.map { [$0.first, $0.second] }
    #expect(pairings == [[0, 1], [0, 2], [1, 2], [1, 3], [2, 3]])
  }

  @Test func whatIsLeftOutIsUsual() throws {
    let plan = try plan("player a random\nplayer b greedy\nplayer c club")
    #expect(plan.anchor == 0 && plan.anchorRating == 0)
    #expect(plan.pairings.map(\.games) == [100, 100, 100])
  }

  @Test(arguments: [
    ("", "a ladder has at least two players, this one has 0"),
    ("player a random", "a ladder has at least two players, this one has 1"),
    ("anchor c 0\nplayer a random\nplayer b greedy", "the anchor “c” is none of the players"),
    ("player a", "line 1: a player is written"), ("\nplayer a/b random", "line 2: “a/b” is no name"),
    ("player ../a random", "line 1: “../a” is no name"), ("player .a random", "line 1: “.a” is no name"),
    ("player a random\nplayer a greedy", "line 2: there are two players “a”"),
    ("games 7", "line 1: games come in pairs"), ("games many", "line 1: “games” takes a number"),
    ("meets 1\nmeets 1", "line 2: “meets” stands here a second time"),
    ("meets -1", "line 1: “meets” takes a number"), ("anchor a", "line 1: the anchor is written"),
    ("anchor a nan", "line 1: the anchor is written"), ("hello", "line 1: “hello” is not known"),
  ])
  func plansThatAreNoneAreRefused(text: String, complaint: String) {
    #expect {
      try plan(text)
    } throws: {
      "\($0)".hasPrefix(complaint)
    }
  }

  @Test func noiseIsRefusedInPeace() {
    var generator = SplitMix64(seed: 8)
    for _ in 0..<300 {
      let count = Int.random(in: 0...300, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: LadderPlanError.self) { try LadderPlan(contentsOf: bytes) }
    }
    let many = (0..<201).map { "player p\($0) random\n" }.joined()
    #expect(throws: LadderPlanError.self) { try plan(many) }
  }

  @Test func aLadderIsRated() async throws {
    let plan = try plan("anchor greedy 500\ngames 4\nplayer quitter a\nplayer random b\nplayer greedy c")
    let entrants = [Fake.quitter, Fake.random, Fake.greedy]
    var tallies: [MatchTally] = []
    for pairing in plan.pairings {
      var settings = Match.Settings(
        games: pairing.games, seed: 0, first: entrants[pairing.first], second: entrants[pairing.second])
      settings.rules.maxPlies = 200
      tallies.append(try await played(settings).tally)
    }
    let report = LadderReport(plan: plan, tallies: tallies)
    #expect(report.rows.map(\.name) == ["greedy", "random", "quitter"])
    #expect(report.rows[0].rating == 500 && report.rows[0].error == 0)
    #expect(report.rows[2].score == 0 && report.rows.allSatisfy { $0.games == 8 })
    #expect(report.encounters.map(\.pairs)[0] == [2, 0, 0, 0, 0])
    let ratings = report.rows.compactMap(\.rating)
    #expect(ratings == ratings.sorted(by: >) && ratings.count == 3)
    // Nothing was played yet: only the anchor has a rating.
    let empty = LadderReport(plan: plan, tallies: plan.pairings.map { _ in MatchTally() })
    #expect(empty.rows.compactMap(\.rating) == [500] && empty.encounters.isEmpty)
  }
}

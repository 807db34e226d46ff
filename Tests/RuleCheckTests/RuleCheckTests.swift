import RuleCheck
import TestSupport
import Testing

@Suite struct RuleCheckTests {
  /// The shipped case files lie with the tests of the rules themselves.
  private func caseFile(_ name: String) -> [UInt8] {
    fixture(name, besides: #filePath.replacing("RuleCheckTests", with: "XiangqiTests"))
  }

  @Test(arguments: [
    ("adjudication.json", "xiangqi-adjudication/1", 161), ("fen.json", "xiangqi-fen/1", 18),
    ("legal_moves.json", "xiangqi-legal-moves/1", 19), ("notation.json", "xiangqi-notation/1", 86),
    ("perft.json", "xiangqi-perft/1", 18),
  ])
  func everyShippedCasePasses(file: String, schema: String, cases: Int) throws {
    let report = try RuleCheck(nodeLimit: 400_000).run(caseFile(file))
    #expect(report.failures == [])
    #expect(report.schema == schema)
    #expect(report.passed == cases)
    #expect(report.failed == 0)
    #expect(report.description.hasPrefix("\(cases) passed, 0 failed"))
  }

  @Test func aWrongVerdictIsReportedInEverySymmetry() throws {
    let lines = try failures(
      """
      {"schema": "xiangqi-adjudication/1", "profile": "standard", "cases": [{"id": "x",
        "fen": "3k5/9/4R4/9/9/9/9/9/9/4K4 w - - 0 1", "moves": ["e7d7"],
        "expect": {"result": "draw", "reason": "repetition"}, "in_check": false, "final_fen": "?"}]}
      """)
    #expect(
      lines == [
        "x: expected state draw repetition, got red_wins checkmate",
        "x: expected final FEN ?, got 3k5/9/3R5/9/9/9/9/9/9/4K4 b - - 1 1",
        "x: expected check false, got true",
        "x: expected mirrored state draw repetition, got red_wins checkmate",
        "x: expected colour-swapped state draw repetition, got black_wins checkmate",
        "x: expected mirrored colour-swapped state draw repetition, got black_wins checkmate",
      ])
  }

  @Test func aMoveAfterTheEndOrAgainstTheRulesIsReported() throws {
    let lines = try failures(
      """
      {"schema": "xiangqi-adjudication/1", "profile": "simple", "cases": [
        {"id": "over", "fen": "3k5/9/4R4/9/9/9/9/9/9/4K4 w - - 0 1", "moves": ["e7d7", "d9e9"],
         "expect": {"result": "ongoing"}},
        {"id": "illegal", "fen": "3k5/9/4R4/9/9/9/9/9/9/4K4 w - - 0 1", "moves": ["e7d8"],
         "expect": {"result": "ongoing"}},
        {"id": "unwritten", "fen": "3k5/9/4R4/9/9/9/9/9/9/4K4 w - - 0 1", "moves": ["e7d7", "\\n炮二平五"],
         "expect": {"result": "ongoing"}}]}
      """)
    #expect(lines.count == 9)
    #expect(lines[0] == "over: expected move 2 d9e9 to be playable, got red_wins checkmate")
    #expect(lines[4] == "illegal: expected move 1 e7d8 to be playable, got that is not how the chariot moves")
    #expect(lines[8] == "unwritten: expected move 2 written like h2e2, got '·炮二平五'")
  }

  @Test func otherProfilesAreRunWhereTheyAreKnown() throws {
    let report = try RuleCheck().run(
      Array(
        """
        {"schema": "xiangqi-adjudication/1", "profile": "standard", "cases": [{"id": "chase",
          "fen": "4k4/9/9/9/n8/9/R8/9/9/5K3 b - - 0 1",
          "moves": ["a5c4", "a3c3", "c4a5", "c3a3", "a5c4", "a3c3", "c4a5", "c3a3"],
          "expect": {"result": "black_wins", "reason": "perpetual_chase"},
          "other_profiles": {"simple": "red_wins", "village": "draw"}}]}
        """.utf8))
    #expect(report.failures.map(\.description) == ["chase: expected simple state red_wins, got draw"])
    #expect(
      report.omissions.map(\.description)
        == ["chase: not run: profile 'village' is no ruleset of this program"])
    #expect(report.description == "0 passed, 1 failed, 1 not run")
  }

  @Test func theOtherFormatsReportWhatCame() throws {
    #expect(
      try failures(
        """
        {"schema": "xiangqi-fen/1", "cases": [
          {"id": "a", "input": "9", "expect": "ok", "canonical": "9 w - - 0 1"},
          {"id": "b", "input": "4k4/9/9/9/9/9/9/9/9/R4K3", "expect": "error", "error": "bad_side"},
          {"id": "c", "input": "", "expect": "maybe"}]}
        """) == [
          "a: expected reading 9 w - - 0 1, got error bad_rank_count",
          "b: expected reading error bad_side, got 4k4/9/9/9/9/9/9/9/9/R4K3 w - - 0 1",
          "c: expected expect to be ok with canonical, or error with error, got 'maybe'",
        ])
    #expect(
      try failures(
        """
        {"schema": "xiangqi-legal-moves/1", "positions": [{"id": "a", "count": 4, "in_check": true,
          "fen": "3k5/9/9/9/9/9/9/9/9/4K4 w - - 0 1", "moves": ["e0e1", "e0d0"]}]}
        """) == [
          "a: expected legal moves e0d0, got them refused", "a: expected no other legal moves, got e0f0",
          "a: expected count 4, got 2", "a: expected check true, got false",
        ])
    #expect(
      try failures(
        """
        {"schema": "xiangqi-notation/1",
         "render": [{"id": "a", "fen": "\(start)", "iccs": "h2e2", "wxf": "C2=4", "accept": ["炮八平五"]}],
         "accept": [{"id": "b", "fen": "\(start)", "input": "炮二", "iccs": "h2e2"}],
         "reject": [{"id": "c", "fen": "\(start)", "input": "h2e2", "error": "illegal"}]}
        """) == [
          "a: expected wxf C2=4, got C2=5", "a: expected 'C2=4' read as h2e2, got h2f2",
          "a: expected '炮八平五' read as h2e2, got b2e2",
          "b: expected '炮二' read as h2e2, got error malformed",
          "c: expected 'h2e2' refused as error illegal, got h2e2",
        ])
  }

  @Test func perftStopsAtAWrongCountAndAtItsLimit() throws {
    let report = try RuleCheck(nodeLimit: 100_000).run(
      Array(
        """
        {"schema": "xiangqi-perft/1", "positions": [
          {"id": "few", "fen": "\(start)", "nodes": [44, 1921, 1, 1, 1, 1, 1]},
          {"id": "many", "fen": "\(start)", "nodes": [44, 1000, 9000000000000000000]},
          {"id": "deep", "fen": "\(start)", "nodes": [44, 1920, 3000000000000000000]},
          {"id": "negative", "fen": "\(start)", "nodes": [-44]},
          {"id": "long", "fen": "\(start)", "nodes": [\(repeatElement("1", count: 1000).joined(separator: ","))]}
        ]}
        """.utf8))
    #expect(
      report.failures.map(\.description) == [
        "few: expected 1921 nodes at depth 2, got 1920", "many: expected 1000 nodes at depth 2, got more",
        "negative: expected -44 nodes at depth 1, got more", "long: expected at most 40 depths, got 1000",
      ])
    #expect(
      report.omissions.map(\.description) == [
        "deep: not run: depth 3 has 3000000000000000000 nodes, more than the limit of 100000"
      ])
    #expect(report.description == "1 passed, 4 failed, 1 not run")
  }

  private let start = "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w - - 0 1"

  private func failures(_ json: String) throws -> [String] {
    try RuleCheck().run(Array(json.utf8)).failures.map(\.description)
  }
}

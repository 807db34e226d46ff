import RuleCheck
import TestSupport
import Testing

/// Files that are not what they should be: one clear error each, and never a trap.
@Suite struct HostileCaseFileTests {
  @Test(arguments: [
    ("", "case file: this is not JSON"),
    ("rnbakabnr/9", "case file: this is not JSON"),
    ("[]", "case file: an object is needed"),
    ("{}", "case file: field 'schema' is missing"),
    (#"{"schema": 1}"#, "case file: a text is needed at schema"),
    (#"{"schema": null}"#, "case file: a text is needed instead of null at schema"),
    (
      #"{"schema": "chess\nfen/1"}"#,
      "case file: schema 'chess·fen/1' is not known; known are xiangqi-adjudication/1, xiangqi-fen/1, "
        + "xiangqi-legal-moves/1, xiangqi-notation/1, xiangqi-perft/1"
    ),
    (#"{"schema": "xiangqi-fen/1"}"#, "case file: field 'cases' is missing"),
    (#"{"schema": "xiangqi-fen/1", "cases": {}}"#, "case file: a list is needed at cases"),
    (#"{"schema": "xiangqi-perft/1", "positions": 7}"#, "case file: a list is needed at positions"),
    (
      #"{"schema": "xiangqi-adjudication/1", "profile": "village", "cases": []}"#,
      "case file: profile 'village' is no ruleset of this program; use standard or simple"
    ),
  ])
  func whatIsNoCaseFileIsRefused(json: String, message: String) {
    do {
      let report = try RuleCheck().run(Array(json.utf8))
      Issue.record("accepted: \(report)")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test(arguments: [
    (#"{"fen": "9"}"#, "field 'id' is missing at cases[1]"),
    (#"{"id": 3, "input": "", "expect": "ok"}"#, "a text is needed at cases[1].id"),
    (#"{"id": "x", "input": null, "expect": "ok"}"#, "a text is needed instead of null at cases[1].input"),
    ("7", "an object is needed at cases[1]"),
    ("null", "an object is needed instead of null at cases[1]"),
    ("[[]]", "an object is needed at cases[1]"),
  ])
  func aBrokenCaseDoesNotHideTheOthers(entry: String, problem: String) throws {
    let good = #"{"id": "good", "input": "", "expect": "error", "error": "empty"}"#
    let bad = #"{"id": "bad", "input": "", "expect": "error", "error": "misplaced_piece"}"#
    let report = try RuleCheck().run(
      Array(#"{"schema": "xiangqi-fen/1", "cases": [\#(good), \#(entry), \#(bad)]}"#.utf8))
    #expect(
      report.failures.map(\.description) == [
        "cases[1]: expected a complete case, got \(problem)",
        "bad: expected reading error misplaced_piece, got error empty",
      ])
    #expect(report.description == "1 passed, 2 failed")
  }

  @Test(arguments: ["1e300", "99999999999999999999", "1.5", "\"44\"", "[44]", "true", "null"])
  func aPerftCountThatIsNoWholeNumberIsReported(number: String) throws {
    let json =
      #"{"schema": "xiangqi-perft/1", "positions": [{"id": "x", "fen": "4k4", "nodes": [\#(number)]}]}"#
    let report = try RuleCheck().run(Array(json.utf8))
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.id == "positions[0]")
  }

  @Test func longAndDeepFilesAreReadOrRefused() throws {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 200_000)
    #expect(throws: RuleCheckError.self) { try RuleCheck().run(deep) }
    let long = String(repeating: "x", count: 200_000)
    let report = try RuleCheck().run(
      Array(
        #"{"schema": "xiangqi-fen/1", "cases": [{"id": "\#(long)", "input": "\#(long)", "expect": "\#(long)"}]}"#
          .utf8))
    let line = try #require(report.failures.first).description
    #expect(line.count < 500)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    for seed in UInt64(0)..<200 {
      var generator = SplitMix64(seed: seed)
      let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: RuleCheckError.self, "seed \(seed)") { try RuleCheck().run(bytes) }
    }
  }
}

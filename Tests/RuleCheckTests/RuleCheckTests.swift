import RuleCheck
import TestSupport
import Testing

/// The shipped case files lie with the tests of the rules themselves.
private func caseFile(_ name: String) -> [UInt8] {
  fixture(name, besides: #filePath.replacing("RuleCheckTests", with: "XiangqiTests"))
}

@Suite struct RuleCheckTests {
  @Test(arguments: [
    ("adjudication.json", "xiangqi-adjudication/1", 161), ("fen.json", "xiangqi-fen/1", 18),
    ("legal_moves.json", "xiangqi-legal-moves/1", 19), ("perft.json", "xiangqi-perft/1", 18),
  ])
  func everyShippedCasePasses(file: String, schema: String, cases: Int) throws {
    let report = try RuleCheck(nodeLimit: 5_000).run(caseFile(file))
    #expect(report.failures == [])
    #expect(report.schema == schema)
    #expect(report.passed == cases)
    #expect(report.failed == 0)
  }
}

internal import Xiangqi

/// Runs case files: JSON files that say what the rules, the notation or the move generator must answer.
///
/// The `schema` field at the top of a file decides what its cases mean:
///
/// - `xiangqi-adjudication/1`: a position and moves, and the state of the game after the last of them;
/// - `xiangqi-fen/1`: texts that are read as positions, or refused with a class of error;
/// - `xiangqi-legal-moves/1`: positions with the complete list of their legal moves;
/// - `xiangqi-notation/1`: moves with their written forms, and texts that are read as moves or refused;
/// - `xiangqi-perft/1`: positions with the number of legal move sequences of each length.
///
/// Every case is run, whatever became of those before it. A file that is no case file at all is an error; a
/// single malformed case is a failure of that case. Nothing in a file makes the program trap or count
/// without end: perft stops at ``nodeLimit``.
public struct RuleCheck: Sendable {
  /// How many nodes one perft count may visit.
  ///
  /// A deeper count is reported as not run.
  public let nodeLimit: Int

  /// A runner whose perft counts stay below `nodeLimit` nodes each.
  public init(nodeLimit: Int = 200_000_000) {
    self.nodeLimit = nodeLimit
  }

  /// Runs all cases of the file with these bytes.
  ///
  /// - Throws: why the bytes are no case file.
  public func run(_ bytes: [UInt8]) throws(RuleCheckError) -> RuleReport {
    let schema = try CaseFile.schema(of: bytes)
    var report = RuleReport(schema: schema.rawValue)
    switch schema {
    case .adjudication:
      let file = try CaseFile.decode(AdjudicationFile.self, from: bytes)
      guard let ruleset = Ruleset(named: file.profile) else {
        throw .unknownProfile(String(quoting: file.profile))
      }
      report.add(file.cases, list: "cases") { $0.findings(ruleset: ruleset) }
    case .fen:
      report.add(try CaseFile.decode(CaseList<FENCase>.self, from: bytes).cases, list: "cases") {
        $0.findings()
      }
    case .legalMoves:
      let file = try CaseFile.decode(PositionList<LegalMovesCase>.self, from: bytes)
      report.add(file.positions, list: "positions") { $0.findings() }
    case .notation:
      let file = try CaseFile.decode(NotationFile.self, from: bytes)
      report.add(file.render, list: "render") { $0.findings() }
      report.add(file.accept, list: "accept") { $0.findings() }
      report.add(file.reject, list: "reject") { $0.findings() }
    case .perft:
      let file = try CaseFile.decode(PositionList<PerftCase>.self, from: bytes)
      report.add(file.positions, list: "positions") { $0.findings(nodeLimit: nodeLimit) }
    }
    return report
  }
}

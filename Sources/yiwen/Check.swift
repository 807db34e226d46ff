import ArgumentParser
import GameFiles
import RuleCheck

/// Runs files of rule cases.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run rule cases: legal moves, perft, verdicts, notation, FEN.",
    discussion: """
      Reads files whose "schema" is xiangqi-perft/1, xiangqi-legal-moves/1, xiangqi-adjudication/1, \
      xiangqi-notation/1 or xiangqi-fen/1. A case that fails is printed on one line.
      """)

  @Option(help: "Leave out perft counts above this many nodes.")
  var maxNodes: Int = 20_000_000

  @Argument(help: "Case files.")
  var files: [String]

  func run() throws {
    var total = RuleReport()
    for file in files {
      let report = try RuleCheck.run(FileIO.read(file), file: file, maxNodes: maxNodes)
      for failure in report.failures { print("\(file): \(failure)") }
      total.add(report)
    }
    print("\(total.passed) passed, \(total.failures.count) failed")
    if !total.failures.isEmpty { throw ExitCode(1) }
  }
}

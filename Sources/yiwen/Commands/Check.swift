import ArgumentParser
import GameFiles
import RuleCheck

/// Runs files of rule cases.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run rule cases: legal moves, perft, verdicts, notation, FEN.",
    discussion: """
      Reads files whose "schema" is xiangqi-perft/1, xiangqi-legal-moves/1, xiangqi-adjudication/1, \
      xiangqi-notation/1 or xiangqi-fen/1. What fails is printed, one line a point; the last line counts cases.
      """)

  @Option(help: "Leave out perft counts that would visit more nodes than this.")
  var maxNodes: Int = 200_000_000

  @Argument(help: ArgumentHelp("Case files.", valueName: "file"))
  var files: [String]

  func validate() throws {
    guard maxNodes > 0 else {
      throw ValidationError("--max-nodes \(maxNodes) is out of range; use 1 or more")
    }
  }

  func run() throws {
    let checker = RuleCheck(nodeLimit: maxNodes)
    var passed = 0
    var failed = 0
    for file in files {
      let report: RuleReport
      do {
        report = try checker.run(FileIO.read(file))
      } catch let error as RuleCheckError {
        throw Failure("\(file): \(error)")
      }
      for failure in report.failures { print("\(file): \(failure)") }
      for omission in report.omissions { printError("\(file): \(omission)") }
      passed += report.passed
      failed += report.failed
    }
    print("\(passed) passed, \(failed) failed")
    if failed > 0 { throw ExitCode(1) }
  }
}

public import ArgumentParser
public import GameFiles
import Xiangqi

extension GameFormat: ExpressibleByArgument {}

/// Converts between game formats.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert games between formats.",
    discussion: """
      Reads PGN (Chinese, ICCS or WXF moves; UTF-8 or GB18030), XQF 1.0, DhtmlXQ and the tab-separated games \
      table, each also compressed with xz; the format is recognised from the content unless --from says it. \
      Writes PGN.
      """)

  @Option(help: "The format of the input, when it should not be recognised.")
  var from: GameFormat?

  @Option(help: "How moves are written.")
  var notation: FileNotation = .chinese

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("Game files to read.", valueName: "file"))
  var inputs: [String]

  func run() throws {
    var records: [GameRecord] = []
    for input in inputs {
      records += try GameInput.read(input, as: from)
    }
    let bytes = try GameFiles.write(records, as: .pgn, notation: notation.notation)
    if let output {
      try FileIO.write(bytes, to: output)
      printError("\(records.count) \(records.count == 1 ? "game" : "games") written to \(output)")
    } else {
      print(String(decoding: bytes, as: UTF8.self), terminator: "")
    }
  }
}

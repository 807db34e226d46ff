import ArgumentParser
import Xiangqi

/// Counts the legal move sequences of a position.
struct PerftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perft",
    abstract: "Count the legal move sequences of a position.",
    discussion: "Repetition and move-count rules are ignored, as in every program's perft.")

  @Option(name: .shortAndLong, help: "Plies to look ahead, 0 to 12.")
  var depth: Int = 4

  @Flag(help: "Print the count behind each first move.")
  var divide = false

  @OptionGroup var position: PositionOptions

  func validate() throws {
    try (0...12).check(depth, option: "--depth")
    guard !divide || depth > 0 else { throw ValidationError("--divide needs a --depth of 1 or more") }
  }

  func run() throws {
    let position = try position.position()
    if divide {
      for (move, nodes) in position.divide(depth: depth) { print("\(move.iccs): \(nodes)") }
      print("")
    }
    let started = monotonicSeconds()
    let nodes = position.perft(depth: depth)
    let seconds = monotonicSeconds() - started
    print(
      "\(nodes) nodes, \(seconds.fixed(3)) s, \((Double(nodes) / max(seconds, 1e-9) / 1e6).fixed(1)) M nodes/s"
    )
  }
}

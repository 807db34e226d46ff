import ArgumentParser
import FoundationEssentials
import GameFiles
import Matches
import Players
import Xiangqi

/// Makes a book of openings for matches.
struct BookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "Make a book of balanced openings for matches out of the model's play.",
    discussion: """
      Moves are drawn from the model's distribution. An opening is kept if no check and no capture is pending, the material \
      is even, the model expects a score near one half, at first sight of the position and its mirror image and after a \
      search, and no opening before leads to the same position or its mirror image. Same seed, same book.
      """)

  @Option(help: "How many openings.")
  var lines: Int = 400

  @Option(help: ArgumentHelp("The shortest and the longest opening in plies.", valueName: "plies"))
  var plies: String = "6-10"

  @Option(help: "How far from one half the expected score may be.")
  var tolerance: Double = 0.06

  @Option(help: "How many positions the search looks at.")
  var nodes: Int = 128

  @Option(help: "Above 1 rare moves come more often.")
  var temperature: Double = 1.2

  @Option(help: "Draw only from the most probable moves that together have this probability.")
  var topP: Double = 0.97

  @Option(help: "The seed of the book.")
  var seed: UInt64 = 0

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Flag(help: "Write the file anew where it exists.")
  var overwrite = false

  @OptionGroup var model: ModelOptions

  func validate() throws { _ = try settings() }

  func run() throws {
    guard overwrite || !FileManager.default.fileExists(atPath: output) else {
      throw Failure("\(output) exists; write it anew by --overwrite")
    }
    var progress = Progress(total: lines, unit: "openings")
    let book = try OpeningBookMaker(model: model.load(), settings: settings()).make { progress.update($0) }
    progress.finish()
    var text =
      "# Openings of matches: moves (ICCS), then what the model expects: Red wins, draw, Black wins.\n"
    text += "# Made by yiwen book --lines \(lines) --plies \(plies) --tolerance \(tolerance) "
    text += "--nodes \(nodes) --temperature \(temperature) --top-p \(topP) --seed \(seed)\n"
    for line in book {
      let chances = [line.wdl.red, line.wdl.draw, line.wdl.black].map { $0.fixed(2) }
      text +=
        line.opening.moves.map(\.iccs).joined(separator: " ") + "\t" + chances.joined(separator: " ") + "\n"
    }
    try FileIO.write(Array(text.utf8), to: output, creatingFolders: true)
  }

  private func settings() throws -> OpeningBookMaker.Settings {
    func check(_ holds: Bool, _ message: String) throws { if !holds { throw ValidationError(message) } }
    try (1...100_000).check(lines, option: "--lines")
    let ends = plies.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let shortest = ends[0], let longest = ends[ends.count - 1],
      shortest >= 1, shortest <= longest, longest <= 100
    else { throw ValidationError("--plies \(plies) is no range; use for instance 6-10, at most 100") }
    try (1...1_000_000).check(nodes, option: "--nodes")
    try check(
      tolerance > 0 && tolerance <= 0.5,
      "--tolerance \(tolerance) is out of range; use more than 0, up to 0.5")
    try check(
      temperature.isFinite && temperature >= 0, "--temperature \(temperature) is out of range; use 0 or more")
    try check(topP > 0 && topP <= 1, "--top-p \(topP) is out of range; use more than 0, up to 1")
    var settings = OpeningBookMaker.Settings()
    settings.count = lines
    (settings.shortest, settings.longest) = (shortest, longest)
    settings.tolerance = tolerance
    settings.evaluations = nodes
    (settings.temperature, settings.topP) = (temperature, topP)
    settings.seed = seed
    return settings
  }
}

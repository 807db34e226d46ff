import ArgumentParser
import Synchronization
import TextTasks

/// Measures how well a model knows texts.
struct PerplexityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perplexity",
    abstract: "Measure how well a model knows texts.",
    discussion: """
      Each file, of any size, is read in windows of the model's context; every token is predicted from those before it in a \
      window, at least context less stride. Bits are per Unicode character and per byte of UTF-8, newlines included.
      """)

  @Argument(help: ArgumentHelp("The texts, UTF-8 or GB18030; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp("The most tokens of a window (default: the model's context).", valueName: "tokens"))
  var context: Int?

  @Option(
    help: ArgumentHelp("How many tokens of a window are new (default: half of it).", valueName: "tokens"))
  var stride: Int?

  @OptionGroup var model: TextModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    if let context { try (3...(1 << 24)).check(context, option: "--context") }
    if let stride { try (1...((context ?? 1 << 24) - 2)).check(stride, option: "--stride") }
  }

  func run() async throws {
    let model = try model.load()
    // Refused before the first file is read.
    _ = try Perplexity(model, context: context, stride: stride)
    let rows = Mutex<[TextMeasure]>([])
    let run = Task {
      for file in files {
        let row = try measure(file, model)
        rows.withLock { $0.append(row) }
      }
    }
    if try await Interruption.cancelling(run) {
      printError("Stopped.")
      throw ExitCode(1)
    }
    try format.show(rows.withLock { $0 }, text: TextMeasure.table)
  }

  private func measure(_ file: String, _ model: TextModel) throws -> TextMeasure {
    var input = try TextInput(file)
    var perplexity = try Perplexity(model, context: context, stride: stride)
    var progress = Progress(total: input.size ?? 0, unit: "bytes")
    var isEmpty = true
    while let piece = try input.next() {
      isEmpty = false
      let before = perplexity.measure.bytes
      var windows = 0
      try perplexity.add(piece) {
        windows += 1
        progress.update(before, note: "\(input.name), \(windows) windows")
        try Task.checkCancellation()
      }
    }
    guard !isEmpty else { throw Failure("\(input.name) is empty") }
    let measure = try perplexity.finish()
    progress.finish()
    return TextMeasure(name: input.name, measure)
  }
}

/// A row of the table.
struct TextMeasure: Encodable {
  let file: String
  let tokens: Int
  let unknownTokens: Int
  let characters: Int
  let bytes: Int
  let nats: Double
  let natsPerToken: Double
  let perplexity: Double
  let bitsPerCharacter: Double
  let bitsPerByte: Double

  init(name: String, _ measure: Perplexity.Measure) {
    file = name
    tokens = measure.tokens
    unknownTokens = measure.unknownTokens
    characters = measure.characters
    bytes = measure.bytes
    nats = measure.nats
    natsPerToken = measure.natsPerToken
    perplexity = measure.perplexity
    bitsPerCharacter = measure.bitsPerCharacter
    bitsPerByte = measure.bitsPerByte
  }

  /// The rows, and one of all texts together where there are several.
  static func table(_ rows: [TextMeasure]) -> String {
    var all = Perplexity.Measure()
    for row in rows {
      all.tokens += row.tokens
      all.unknownTokens += row.unknownTokens
      all.characters += row.characters
      all.bytes += row.bytes
      all.nats += row.nats
    }
    let shown = rows.count > 1 ? rows + [TextMeasure(name: "all", all)] : rows
    var table = TextTable(rows: [
      [
        "file", "tokens", "unknown", "characters", "bytes", "nats/token", "perplexity", "bits/character",
        "bits/byte",
      ]
    ])
    for row in shown {
      table.rows.append([
        row.file, "\(row.tokens)", "\(row.unknownTokens)", "\(row.characters)", "\(row.bytes)",
        row.natsPerToken.fixed(4), row.perplexity.fixed(2), row.bitsPerCharacter.fixed(4),
        row.bitsPerByte.fixed(4),
      ])
    }
    return table.description
  }
}

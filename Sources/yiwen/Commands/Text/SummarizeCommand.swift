import ArgumentParser
import Glibc
import Synchronization
import TextTasks

/// Summarizes texts.
struct SummarizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summarize",
    abstract: "Summarize texts.",
    discussion: """
      Sentences are chosen by the model's judgement of each, by what they have in common and by where they stand, which \
      counts most in news and not at all in talks and judgments. Then a summary is written, no longer than the chosen \
      sentences, from the text or from as many of its best sentences as the model reads at once; so a text may be of any \
      length. Sentences much longer than what is to be chosen are taken by their clauses. --extract-only prints the \
      chosen sentences.

      Texts are files, or standard input: UTF-8 or GB18030. In a terminal and without a file the screen opens.
      """)

  @Argument(help: ArgumentHelp("The texts; - is standard input.", valueName: "file"))
  var files: [String] = []

  @Option(help: "Choose sentences with this share of the characters.")
  var ratio: Double?

  @Option(help: "Choose so many sentences.")
  var sentences: Int?

  @Option(help: "Choose sentences of about so many characters (default: 150).")
  var characters: Int?

  @Flag(help: "Print the chosen sentences, and write nothing.")
  var extractOnly = false

  @Option(help: "How many summaries are followed at once.")
  var beams: Int = 4

  @Option(help: "The longest summary that is written, in tokens.")
  var maxTokens: Int = 160

  @Flag(help: "Show the text with its chosen sentences and the summary on a screen.")
  var screen = false

  @OptionGroup var model: TextModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    guard [ratio != nil, sentences != nil, characters != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("--ratio, --sentences and --characters exclude each other")
    }
    guard !screen || files.count <= 1 else { throw ValidationError("--screen shows one text") }
    if let ratio, !(ratio > 0 && ratio <= 1) {
      throw ValidationError("--ratio \(ratio) is out of range; use more than 0, up to 1")
    }
    if let sentences { try (1...10_000).check(sentences, option: "--sentences") }
    if let characters { try (1...1_000_000).check(characters, option: "--characters") }
    try (1...64).check(beams, option: "--beams")
    try (1...4096).check(maxTokens, option: "--max-tokens")
  }

  /// A text's result.
  struct Row: Encodable {
    let file: String
    let summary: String
    let chosenSentences: [Int]
    let sentenceCount: Int
  }

  @MainActor
  func run() async throws {
    if screen || (files.isEmpty && TextScreens.hasTerminal) {
      return try TextScreens.summary(model: model, path: files.first, ratio: ratio, extractsOnly: extractOnly)
    }
    let paths = files.isEmpty && isatty(STDIN_FILENO) == 0 ? ["-"] : files
    guard !paths.isEmpty else {
      throw Failure("there is no text; name a file, or send one to standard input")
    }
    let model = try model.load()
    let summarizer = summarizer(model)
    let rows = Mutex<[Row]>([])
    let run = Task {
      var progress = Progress(
        total: paths.count, unit: "texts", visible: standardErrorIsTerminal && paths.count > 1)
      for (index, path) in paths.enumerated() {
        let (text, name) = try TextInput.whole(path, limit: 1 << 28)
        let summary = try summarizer.summarize(
          text,
          eachStep: { part in
            progress.update(index, note: name + (part.isEmpty ? "" : " …"))
            try Task.checkCancellation()
          })
        guard !summary.sentences.isEmpty else { throw Failure("\(name) holds no sentence to summarize") }
        let row = Row(
          file: name, summary: summary.text, chosenSentences: summary.chosen,
          sentenceCount: summary.sentences.count)
        rows.withLock { $0.append(row) }
      }
      progress.finish()
    }
    let isStopped = try await Interruption.cancelling(run)
    try format.show(rows.withLock { $0 }, text: Self.text)
    if isStopped {
      printError("Stopped.")
      throw ExitCode(1)
    }
  }

  private func summarizer(_ model: TextModel) -> Summarizer {
    var summarizer = Summarizer(model)
    if let ratio { summarizer.amount = .ratio(ratio) }
    if let sentences { summarizer.amount = .sentences(sentences) }
    if let characters { summarizer.amount = .characters(characters) }
    summarizer.extractsOnly = extractOnly
    summarizer.beams = beams
    summarizer.longest = maxTokens
    return summarizer
  }

  private static func text(_ rows: [Row]) -> String {
    rows.count == 1
      ? rows[0].summary : rows.map { "== \($0.file) ==\n\($0.summary)" }.joined(separator: "\n")
  }
}

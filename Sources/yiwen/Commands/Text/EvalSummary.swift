import ArgumentParser
import ModelFiles
import Synchronization
import TextTasks

/// Measures summaries.
struct EvalSummary: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "ROUGE on files of texts with summaries.",
    discussion: """
      Records are lines of JSON, also .xz, with a text, a summary and perhaps a source, by which the rows go. ROUGE-1, 2 and \
      L are of characters. As many characters are chosen as the set's summaries have on average; lead is the beginning of \
      the text of that length, extract the chosen sentences, written the summary of these.
      """)

  @Argument(help: ArgumentHelp("The texts.", valueName: "file"))
  var files: [String]

  @Option(help: "Use only the first so many texts of each source.")
  var limit: Int?

  @Flag(help: "Choose sentences, and write nothing.")
  var extractOnly = false

  @OptionGroup var model: TextModelOptions
  @OptionGroup var format: FormatOptions

  /// A way of summarizing, on a set.
  struct Row: Encodable {
    let source: String
    let texts: Int
    let way: String
    let rouge1: Double
    let rouge2: Double
    let rougeL: Double
  }

  private struct Item {
    let text: String
    let summary: String
  }

  func validate() throws {
    if let limit { try (1...1_000_000_000).check(limit, option: "--limit") }
  }

  func run() async throws {
    let model = try model.load()
    let sets = try read()
    let rows = Mutex<[Row]>([])
    let run = Task {
      var progress = Progress(total: sets.reduce(0) { $0 + $1.items.count }, unit: "texts")
      var done = 0
      for (source, items) in sets {
        let row = try measure(source, items, model) {
          done += $0
          progress.update(done, note: source)
          try Task.checkCancellation()
        }
        rows.withLock { $0 += row }
      }
      progress.finish()
    }
    if try await Interruption.cancelling(run) {
      printError("Stopped.")
      throw ExitCode(1)
    }
    try format.show(rows.withLock { $0 }) { rows in
      var table = TextTable(rows: [["source", "texts", "way", "ROUGE-1", "ROUGE-2", "ROUGE-L"]])
      table.left = [0, 2]
      for row in rows {
        let scores = [row.rouge1, row.rouge2, row.rougeL].map { ($0 * 100).fixed(2) }
        table.rows.append([row.source, "\(row.texts)", row.way] + scores)
      }
      return table.description
    }
  }

  private func read() throws -> [(source: String, items: [Item])] {
    var sets: [(source: String, items: [Item])] = []
    for file in files {
      for (index, json) in try RecordLines.read(file).enumerated() {
        guard let text = json["text"]?.text, let summary = json["summary"]?.text else {
          throw Failure("\(file): record \(index + 1) should have a text and a summary")
        }
        let source = json["source"]?.text ?? file
        let place = sets.firstIndex { $0.source == source } ?? sets.count
        if place == sets.count { sets.append((source, [])) }
        if sets[place].items.count < limit ?? .max {
          sets[place].items.append(Item(text: text, summary: summary))
        }
      }
    }
    return sets
  }

  private func measure(
    _ source: String, _ items: [Item], _ model: TextModel, step: (Int) throws -> Void
  ) throws -> [Row] {
    let length = items.reduce(0) { $0 + Rouge.units($1.summary).count } / max(1, items.count)
    var summarizer = Summarizer(model)
    summarizer.amount = .characters(length)
    summarizer.longest = max(16, length)
    summarizer.extractsOnly = extractOnly
    var tallies = [RougeTally(), RougeTally(), RougeTally()]
    for item in items {
      tallies[0].add(Rouge(LeadSummary.text(item.text, characters: length), reference: item.summary))
      let summary = try summarizer.summarize(item.text, eachStep: { _ in try step(0) })
      tallies[1].add(Rouge(summary.extract, reference: item.summary))
      if !extractOnly { tallies[2].add(Rouge(summary.text, reference: item.summary)) }
      try step(1)
    }
    return zip(["lead", "extract", "written"], tallies).filter { $0.1.count > 0 }.map { way, tally in
      Row(
        source: source, texts: tally.count, way: way, rouge1: tally.means[0], rouge2: tally.means[1],
        rougeL: tally.means[2])
    }
  }
}

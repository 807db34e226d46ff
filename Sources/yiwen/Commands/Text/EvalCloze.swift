import ArgumentParser
import Synchronization
import TextTasks

/// Measures how often a model's first filling is the answer.
struct EvalCloze: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cloze",
    abstract: "Accuracy on files of cloze questions.",
    discussion: """
      Records are lines of JSON, also .xz: passage, query and answer, XXXXX or #idiom# where something is missing, and \
      candidates or passage_seg, the passage in words. Without candidates any word of two characters or more of the passage \
      is one, and what stands there just where the question has its blank; what is answered by no candidate counts as wrong.
      """)

  @Argument(help: ArgumentHelp("The questions.", valueName: "file"))
  var files: [String]

  @Option(help: "Use only the first so many questions of each file.")
  var limit: Int?

  @OptionGroup var model: TextModelOptions
  @OptionGroup var format: FormatOptions

  /// A set's result.
  struct Row: Encodable {
    let file: String
    let questions: Int
    let answerable: Int
    let accuracy: Double
    let amongThree: Double
  }

  func validate() throws {
    if let limit { try (1...1_000_000_000).check(limit, option: "--limit") }
  }

  func run() async throws {
    let model = try model.load()
    let rows = Mutex<[Row]>([])
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
    try format.show(rows.withLock { $0 }) { rows in
      var table = TextTable(rows: [["set", "questions", "answerable", "accuracy", "among three"]])
      for row in rows {
        table.rows.append([
          row.file, "\(row.questions)", "\(row.answerable)", row.accuracy.percent, row.amongThree.percent,
        ])
      }
      return table.description
    }
  }

  private func measure(_ file: String, _ model: TextModel) throws -> Row {
    let records = try RecordLines.read(file).prefix(limit ?? .max)
    let evaluation = ClozeEvaluation(model)
    var tally = ClozeEvaluation.Tally()
    var progress = Progress(total: records.count, unit: "questions")
    for (index, json) in records.enumerated() {
      guard let record = ClozeRecord(json) else {
        throw Failure("\(file): record \(index + 1) should have a passage and an answer")
      }
      _ = try evaluation.answer(record, into: &tally) { try Task.checkCancellation() }
      progress.update(index + 1, note: "\(tally.accuracy.percent) right")
    }
    progress.finish()
    return Row(
      file: file.split(separator: "/").last.map(String.init) ?? file, questions: tally.count,
      answerable: tally.answerable, accuracy: tally.accuracy,
      amongThree: tally.count == 0 ? 0 : Double(tally.amongThree) / Double(tally.count))
  }
}

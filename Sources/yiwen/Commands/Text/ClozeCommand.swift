import ArgumentParser
import Glibc
import Synchronization
import TextTasks

/// Fills blanks.
struct ClozeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cloze",
    abstract: "Fill in the blanks of a text.",
    discussion: """
      Blanks are ＿＿, ___, [MASK], XXXXX or #idiom#; behind one, {2} says its length in characters and {公园|学校} what it \
      may be. With a passage a question needs none: its question word is \
      one. The text is an argument, a file, or standard input: UTF-8 or GB18030. In a terminal and without a text \
      exercises are shown.

      The model reads what stands before and behind a blank. Fillings are listed with their probabilities among all that it \
      considered. Candidates are held equally likely before the text is read, words of a passage the likelier the more \
      of what stands around them there stands around the blank.

      yiwen cloze '今天天气＿＿，我们去公园玩。'
      yiwen cloze '他做事总是＿＿{虎头蛇尾|一心一意}，从不半途而废。'
      """)

  @Argument(help: ArgumentHelp("The text with blanks.", valueName: "text"))
  var text: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Read the text from a file; - is standard input.", valueName: "file"))
  var file: String?

  @Option(
    help: ArgumentHelp("Answer from this passage: blanks hold words of it.", valueName: "file"))
  var passage: String?

  @Flag(help: "Fill blanks with idioms of four characters.")
  var idioms = false

  @Option(help: "The length of every blank, in characters.")
  var length: Int?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("What every blank may be.", valueName: "word"))
  var candidates: [String] = []

  @Option(name: [.customShort("n"), .long], help: "How many fillings are listed.")
  var limit: Int = 5

  @Option(help: "How many fillings are followed at once.")
  var beams: Int = 16

  @Option(
    help: ArgumentHelp(
      "Open the screen with exercises made of this text, or with this table of them.", valueName: "file"))
  var exercises: String?

  @OptionGroup var model: TextModelOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    guard [text != nil, file != nil, exercises != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("a text, --file and --exercises exclude each other")
    }
    if let length { try (1...ClozeText.lengthLimit).check(length, option: "--length") }
    try (1...100).check(limit, option: "--limit")
    try (1...256).check(beams, option: "--beams")
    guard [idioms, length != nil, !candidates.isEmpty].count(where: { $0 }) <= 1 else {
      throw ValidationError("--idioms, --length and --candidates exclude each other")
    }
  }

  /// A line of the result.
  struct Row: Encodable {
    let fillings: [String]
    let probability: Double
    let text: String
  }

  @MainActor
  func run() async throws {
    if exercises != nil || (text == nil && file == nil && TextScreens.hasTerminal) {
      return try TextScreens.cloze(model: model, file: exercises)
    }
    let asked = try readText()
    var cloze = try passage == nil ? ClozeText(parsing: asked) : ClozeText(question: asked)
    let background = try passage.map { try TextInput.whole($0, limit: 1 << 24).text } ?? ""
    let model = try model.load()
    var filler = ClozeFiller(model)
    filler.beams = beams
    if idioms || cloze.blanks.contains(where: \.isIdiom) { filler.idioms = try Idioms.read() }
    let words: Set<String> = background.isEmpty ? [] : filler.words(of: background)
    for index in cloze.blanks.indices where cloze.blanks[index] == ClozeText.Blank() {
      cloze.blanks[index].isIdiom = idioms
      cloze.blanks[index].length = idioms ? 4 : length
      cloze.blanks[index].candidates = candidates
      // Idioms come from their list, whatever the passage has.
      guard candidates.isEmpty, !idioms, !background.isEmpty else { continue }
      let clues = PassageClues(
        passage: background, before: cloze.parts[index], after: cloze.parts[index + 1])
      func fits(_ word: String) -> Bool { length == nil || word.count == length }
      cloze.blanks[index] = ClozeText.Blank(
        words: words.filter(fits), stretches: clues.stretches().filter(fits), clues: clues)
      guard !cloze.blanks[index].candidates.isEmpty else { throw ClozeError.nothingFits(blank: index + 1) }
    }
    let found = Mutex<[Filling]>([])
    let (question, ready) = (cloze, filler)
    let run = Task {
      let fillings = try ready.fillings(of: question, passage: background, limit: limit) {
        try Task.checkCancellation()
      }
      found.withLock { $0 = fillings }
    }
    if try await Interruption.cancelling(run) {
      printError("Stopped.")
      throw ExitCode(1)
    }
    let rows = found.withLock { $0 }.map { filling in
      Row(
        fillings: filling.texts, probability: filling.probability, text: question.filled(with: filling.texts))
    }
    try format.show(rows, text: Self.text)
  }

  private func readText() throws -> String {
    if let text { return text }
    guard let path = file ?? (isatty(STDIN_FILENO) == 0 ? "-" : nil) else {
      throw Failure("there is no text; give one with a blank, such as '今天天气＿＿，我们去公园玩。', or --file FILE")
    }
    var text = try TextInput.whole(path, limit: 1 << 24).text
    while let last = text.last, last.isNewline { text.removeLast() }
    return text
  }

  private static func text(_ rows: [Row]) -> String {
    var table = TextTable(
      rows: rows.map { row in
        [row.probability.percent, row.fillings.joined(separator: " / ")]
      })
    table.left = [1]
    return table.description + (rows.first.map { "\n" + $0.text } ?? "")
  }
}

/// The idioms that ship with the program.
enum Idioms {
  static func read() throws -> [String] {
    let path = try Bundled.folder(named: "assets/idioms.txt", for: "YIWEN_HOME")
    return try TextInput.whole(path, limit: 1 << 22).text.split(separator: "\n").map(String.init)
  }
}

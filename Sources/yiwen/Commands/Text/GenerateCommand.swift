import ArgumentParser
import Glibc
import Synchronization
import TerminalUI
import TextTasks

/// Continues a text.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Continue a text.",
    discussion: """
      The prompt is an argument, a file, or standard input: UTF-8 or GB18030, taken as it is but for a newline at the end \
      of a file. The continuation is printed as it comes. In a terminal and without a prompt the writing screen opens, \
      which draws as these options say.

      Every text ends: by the model's own token, a stop string, --max-tokens, or because it repeats itself, which is said. \
      When the model's context is full the beginning stays, and of the rest the later half.

      Same seed, same text, whatever -n.
      """)

  @Argument(help: ArgumentHelp("The text to continue; '' lets the model begin.", valueName: "prompt"))
  var prompt: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Read the prompt from a file; - is standard input.", valueName: "file"))
  var file: String?

  @Option(
    name: [.customShort("n"), .customLong("samples")],
    help: ArgumentHelp("How many texts; with --beams the so many best.", valueName: "number"))
  var samples: Int = 1

  @Option(help: "The most tokens of a text (default: 256; on the writing screen 64 at a press of the key).")
  var maxTokens: Int?

  @Option(help: ArgumentHelp("End a text before this; may be given several times.", valueName: "text"))
  var stop: [String] = []

  @Option(help: ArgumentHelp("The seed of all draws (default: another each time).", valueName: "number"))
  var seed: UInt64?

  @OptionGroup(title: "Drawing")
  var sampling: SamplingArguments

  @OptionGroup(title: "Searching")
  var search: SearchArguments

  @OptionGroup(title: "Particulars")
  var particulars: Particulars

  @OptionGroup var model: TextModelOptions
  @OptionGroup var format: FormatOptions

  /// What few need.
  struct Particulars: ParsableArguments {
    @Option(help: "Print each token's logarithm of probability, with so many alternatives.")
    var logprobs: Int?

    @Flag(help: "Print the prompt too.")
    var echo = false

    @Flag(help: "Keep the newline at the end of a prompt's file.")
    var keepNewline = false

    @Flag(help: "Never choose the token that ends a text.")
    var ignoreEnd = false

    @Flag(help: "Let a text repeat itself up to its limit.")
    var allowLoops = false

    @Option(
      help: ArgumentHelp(
        "How many first tokens stay when the context is full (default: the prompt, at most a quarter of the context).",
        valueName: "tokens"))
    var keep: Int?

    @Flag(help: "End a text when the context is full.")
    var noSlide = false
  }

  func validate() throws {
    guard prompt == nil || file == nil else {
      throw ValidationError("a prompt and --file exclude each other")
    }
    try (1...256).check(samples, option: "--samples")
    try (1...10_000_000).check(maxTokens ?? 1, option: "--max-tokens")
    guard !stop.contains("") else { throw ValidationError("--stop '' is out of range; use a text") }
    if let logprobs = particulars.logprobs { try (0...100).check(logprobs, option: "--logprobs") }
    if let keep = particulars.keep { try (0...10_000_000).check(keep, option: "--keep") }
    guard particulars.keep == nil || !particulars.noSlide else {
      throw ValidationError("--keep and --no-slide exclude each other")
    }
    switch search.way {
    case .drawing: break
    case .beams:
      guard samples <= search.beams ?? 1 else {
        throw ValidationError(
          "--samples \(samples) is out of range; use 1 to \(search.beams ?? 1), the number of beams")
      }
    case .contrastive:
      guard samples == 1 else {
        throw ValidationError("--samples \(samples) is out of range; --contrastive writes 1")
      }
      if let topK = sampling.topK {
        try (1...ContrastiveSearch.candidateLimit).check(topK, option: "--top-k")
      }
    case .ending, .constrained:
      guard particulars.logprobs == nil else {
        throw ValidationError("--logprobs needs a text that is written token by token")
      }
      guard samples == 1 || search.way == .constrained else {
        throw ValidationError("--samples \(samples) is out of range; --ending writes 1")
      }
    }
  }

  @MainActor
  func run() async throws {
    let seed = seed ?? UInt64.random(in: 0...UInt64.max)
    if prompt == nil, file == nil, TextScreens.hasTerminal {
      guard search.way == .drawing, samples == 1, particulars.logprobs == nil else {
        throw ValidationError(
          "the writing screen draws one text at a time; give a prompt to search, or for --samples or --logprobs"
        )
      }
      let options = options(seed: seed, over: WritingScreen.usualOptions)
      return try TextScreens.writing(model: model, options: options)
    }
    let prompt = try readPrompt()
    let model = try model.load()
    let work = TextWriting(
      model: model, prompt: prompt, options: options(seed: seed), search: search, topK: sampling.topK,
      streams: format.format == .text && samples == 1 && particulars.logprobs == nil)
    try work.warn()
    let isEchoed = particulars.echo && format.format == .text
    if isEchoed { printNow(prompt) }
    let result = Mutex<WrittenTexts?>(nil)
    let run = Task {
      let texts = try work.run()
      result.withLock { $0 = texts }
    }
    if try await Interruption.cancelling(run) {
      if work.streams { printNow("\n") }
      printError("Stopped.")
      throw ExitCode(1)
    }
    guard let texts = result.withLock({ $0 }) else { return }
    switch format.format {
    case .json: try format.show(texts) { _ in "" }
    case .text: printNow(texts.text(streamed: work.streams, listsTokens: particulars.logprobs != nil))
    }
    for complaint in texts.complaints { printError(complaint) }
  }

  /// The prompt, from wherever it comes.
  private func readPrompt() throws -> String {
    if let prompt { return prompt }
    guard let path = file ?? (isatty(STDIN_FILENO) == 0 ? "-" : nil) else {
      throw Failure("there is no prompt; give one, '' to let the model begin, or --file FILE")
    }
    var (text, name) = try TextInput.whole(path, limit: 1 << 26)
    guard !text.isEmpty else {
      throw Failure("\(name) is empty; give a prompt, or '' to let the model begin")
    }
    if !particulars.keepNewline, let last = text.last, last.isNewline {
      text.removeLast()
      printError("The newline at the end of \(name) is left out; --keep-newline keeps it.")
    }
    return text
  }

  private func options(
    seed: UInt64, over defaults: GenerationOptions = GenerationOptions()
  ) -> GenerationOptions {
    var options = defaults
    sampling.set(&options.sampling)
    if let maxTokens { options.maximumTokens = maxTokens }
    options.stops = stop
    options.samples = samples
    options.seed = seed
    options.alternatives = particulars.logprobs
    if particulars.allowLoops { options.loops = nil }
    options.fullContext = particulars.noSlide ? .end : .slide(keeping: particulars.keep)
    options.ignoresEnds = particulars.ignoreEnd
    return options
  }
}

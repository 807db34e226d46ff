import ArgumentParser
import Kernels
import LanguageModel

/// How fast a decoder reads a prompt and goes on from nothing: the two figures by which engines are compared.
struct BenchEngine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Prompt and generation tokens per second of any decoder folder.",
    discussion: """
      Tokens are arbitrary; a generation starts from an empty cache, one token a pass, as llama-bench does it. \
      `training/benchmarks/llama_cpp.py` runs both on the same weights.
      """)

  @Option(help: "Tokens of the prompt, read in one call.")
  var prompt: Int = 256

  @Option(help: "Tokens of the generation.")
  var generate: Int = 64

  @Option(help: "How many times each figure is taken.")
  var rounds: Int = 5

  @Option(help: "Threads (default: one a core).")
  var threads: Int?

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: FormatOptions

  struct Row: Encodable {
    let work: String
    let tokensPerSecond: Spread
  }

  struct Report: Encodable {
    let benchmark = "engine"
    let rounds: Int
    let parameters: Int
    let compute: String
    let rows: [Row]
  }

  func validate() throws {
    try (1...1 << 16).check(prompt, option: "--prompt")
    try (1...1 << 16).check(generate, option: "--generate")
    try (1...10_000).check(rounds, option: "--rounds")
    if let threads { try (1...Compute.threadLimit).check(threads, option: "--threads") }
  }

  func run() throws {
    let decoder = try Decoder(folder: model.folder(), threads: threads ?? Compute.best.threads)
    let longest = decoder.config.maximumLength
    guard max(prompt, generate) <= longest else {
      throw Failure("the model reads \(longest) tokens at most, \(max(prompt, generate)) are asked for")
    }
    var reading: [Double] = []
    var generating: [Double] = []
    for round in 0...rounds {  // the first one only warms the caches
      let read = try tokensPerSecond(decoder, calls: 1, tokens: prompt)
      let generated = try tokensPerSecond(decoder, calls: generate, tokens: 1)
      guard round > 0 else { continue }
      reading.append(read)
      generating.append(generated)
    }
    let report = Report(
      rounds: rounds, parameters: decoder.parameterCount, compute: decoder.computeDescription,
      rows: [
        Row(work: "prompt \(prompt)", tokensPerSecond: Spread(reading)),
        Row(work: "generation \(generate)", tokensPerSecond: Spread(generating)),
      ])
    try output.show(report, text: Self.text)
  }

  /// The rate of so many calls of so many tokens each, from an empty cache.
  private func tokensPerSecond(_ decoder: Decoder, calls: Int, tokens: Int) throws -> Double {
    let session = Session(decoder)
    let size = Int32(decoder.config.vocabularySize)
    let started = monotonicSeconds()
    for call in 0..<calls {
      let inputs = (0..<tokens).map { TokenInput(token: (Int32(call + $0) &* 7919) % size) }
      _ = try decoder.advance([Decoder.Run(session: session, inputs: inputs)])
    }
    return Double(calls * tokens) / (monotonicSeconds() - started)
  }

  private static func text(_ report: Report) -> String {
    var table = TextTable(rows: [["work", "tokens/s", "(min-max)"]])
    for row in report.rows {
      let rate = row.tokensPerSecond
      table.rows.append([
        row.work, rate.median.fixed(1), "(\(rate.minimum.fixed(1))-\(rate.maximum.fixed(1)))",
      ])
    }
    return """
      \(report.parameters) parameters, \(report.compute), median of \(report.rounds)
      \(table.description)
      """
  }
}

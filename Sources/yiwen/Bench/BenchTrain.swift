import ArgumentParser
import Kernels
import LanguageModel
import Training

/// How fast the trainer learns.
struct BenchTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Tokens a second of training steps, for models of 8 and 16 million weights.",
    discussion: """
      A step is forward, backward and optimizer over 4,000 tokens in sequences of 100 without padding, on random \
      tokens: every token has a target and an outcome. The shapes are those of our xiangqi models.
      """)

  @Option(help: "How many steps are measured, after one that is not.")
  var steps: Int = 5

  @Option(help: "The threads of the arithmetic (default: one a core).")
  var threads: Int?

  @Option(help: "The optimizer.")
  var optimizer: OptimizerOptions.Kind = .adamW

  @Option(help: "How matrix products take their operands: f32 or bf16.")
  var products: ProductPrecision = .float32

  @OptionGroup var output: FormatOptions

  /// A model and what it is told of each position.
  struct Shape {
    let name: String
    let width: Int
    let feedForward: Int
    let facts: Int
    let factsPerToken: Int
  }

  /// Eight layers over the vocabulary of the bundled model: the shapes of `training/yiwen_twin.py bench`.
  static let shapes = [("8M", 256, 704), ("16M", 384, 1024)].flatMap { size, width, feedForward in
    [
      Shape(name: "\(size), board", width: width, feedForward: feedForward, facts: 1261, factsPerToken: 30),
      Shape(
        name: "\(size), board and moves", width: width, feedForward: feedForward, facts: 5433,
        factsPerToken: 110),
    ]
  }

  /// The tokens of a sequence.
  private static let length = 100
  /// The sequences of a step.
  private static let sequences = 40

  struct Row: Encodable {
    let model: String
    let parameters: Int
    let tokensPerStep: Int
    let tokensPerSecond: Spread
  }

  struct Report: Encodable {
    let benchmark = "train"
    let steps: Int
    let optimizer: String
    let rows: [Row]
  }

  func validate() throws {
    try (1...10_000).check(steps, option: "--steps")
    if let threads { try (1...256).check(threads, option: "--threads") }
  }

  func run() throws {
    let rows = try Self.shapes.map(measure)
    try output.show(Report(steps: steps, optimizer: optimizer.rawValue, rows: rows), text: Self.text)
  }

  private func measure(_ shape: Shape) throws -> Row {
    var options = TrainingOptions(steps: 1 + steps)
    options.optimizer.kind = optimizer
    options.products = products
    var config = DecoderConfig(
      vocabularySize: 2261, width: shape.width, layerCount: 8, heads: shape.width / 64,
      keyValueHeads: shape.width / 64, headSize: 64, feedForwardSize: shape.feedForward, maximumLength: 256)
    config.stateFacts = shape.facts
    config.stateTensor = "model.embed_state.weight"
    config.outcomes = 3
    let result = try TrainingThroughput.measure(
      config: config, options: options, sequences: Self.sequences, length: Self.length,
      factsPerToken: shape.factsPerToken, warmUp: 1, steps: steps, threads: threads)
    return Row(
      model: shape.name, parameters: result.parameterCount, tokensPerStep: result.tokensPerStep,
      tokensPerSecond: Spread(result.seconds.map { Double(result.tokensPerStep) / $0 }))
  }

  private static func text(_ report: Report) -> String {
    var table = TextTable(rows: [["model", "parameters", "tokens a step", "tokens/s", "(min-max)"]])
    for row in report.rows {
      table.rows.append([
        row.model, "\(row.parameters)", "\(row.tokensPerStep)", row.tokensPerSecond.median.fixed(0),
        "(\(row.tokensPerSecond.minimum.fixed(0))-\(row.tokensPerSecond.maximum.fixed(0)))",
      ])
    }
    return "\(report.optimizer), median of \(report.steps) steps\n\(table.description)"
  }
}

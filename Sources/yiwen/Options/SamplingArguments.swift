import ArgumentParser
import TextTasks

/// How tokens are drawn.
struct SamplingArguments: ParsableArguments {
  @Option(
    help: "Above 1 tokens are drawn more evenly, below 1 the likely ones more often; 0 takes the first.")
  var temperature: Double = 0.8

  // With --contrastive another number is usual, so that no number is the default.
  @Option(help: "Draw only from the so many likeliest tokens; 0 is off (default: 40; with --contrastive 4).")
  var topK: Int?

  @Option(help: "Draw only from the likeliest tokens that together have this probability; 1 is off.")
  var topP: Double = 0.95

  @Option(help: "Draw only from tokens at least this many times as likely as the first; 0 is off.")
  var minP: Double = 0.05

  @Option(help: "Draw only from the most typical tokens that together have this probability; 1 is off.")
  var typicalP: Double = 1

  // The writing screen has another default, so that no number is the default.
  @Option(
    help: "Divide the logits of tokens that occurred; 1 is off (default: 1; on the writing screen 1.1).")
  var repetitionPenalty: Double?

  @Option(help: "What each occurrence takes from a token's logit; 0 is off.")
  var frequencyPenalty: Double = 0

  @Option(help: "What having occurred takes from a token's logit; 0 is off.")
  var presencePenalty: Double = 0

  @Option(help: "How many of the latest tokens the penalties look at.")
  var repetitionWindow: Int = 64

  @Option(help: "No sequence of so many tokens comes twice; 0 is off.")
  var noRepeatNgram: Int = 0

  func validate() throws {
    func check(_ holds: Bool, _ option: String, _ value: Double, _ range: String) throws {
      if !holds { throw ValidationError("\(option) \(value) is out of range; use \(range)") }
    }
    try check(
      temperature == 0 || (0.001...1000).contains(temperature), "--temperature", temperature,
      "0, or 0.001 to 1000")
    try (0...1_000_000).check(topK ?? 0, option: "--top-k")
    try check(topP > 0 && topP <= 1, "--top-p", topP, "more than 0, up to 1")
    try check((0...1).contains(minP), "--min-p", minP, "0 to 1")
    try check(typicalP > 0 && typicalP <= 1, "--typical-p", typicalP, "more than 0, up to 1")
    try check(
      (0.01...100).contains(repetitionPenalty ?? 1), "--repetition-penalty", repetitionPenalty ?? 1,
      "0.01 to 100")
    try check(
      (-100...100).contains(frequencyPenalty), "--frequency-penalty", frequencyPenalty, "-100 to 100")
    try check((-100...100).contains(presencePenalty), "--presence-penalty", presencePenalty, "-100 to 100")
    try (0...1_000_000).check(repetitionWindow, option: "--repetition-window")
    try (0...1000).check(noRepeatNgram, option: "--no-repeat-ngram")
  }

  /// Sets what was asked for in options that stand for the rest.
  func set(_ options: inout SamplingOptions) {
    options.temperature = temperature
    if let topK { options.topK = topK }
    options.topP = topP
    options.minP = minP
    options.typicalP = typicalP
    if let repetitionPenalty { options.repetitionPenalty = repetitionPenalty }
    options.frequencyPenalty = frequencyPenalty
    options.presencePenalty = presencePenalty
    options.repetitionWindow = repetitionWindow
    options.noRepeatNGram = noRepeatNgram
  }
}

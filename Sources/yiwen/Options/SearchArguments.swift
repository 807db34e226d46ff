import ArgumentParser
import TextTasks

/// Ways to write other than by drawing token after token.
struct SearchArguments: ParsableArguments {
  @Option(help: "Look for the likeliest text along so many ways at once.")
  var beams: Int?

  @Option(help: "With --beams: above 0 longer texts gain; 0 compares probabilities (default: 1).")
  var lengthPenalty: Double?

  @Option(
    help: ArgumentHelp(
      "Contrastive search: what likeness to the text so far costs, 0 to 1; 0.6 is usual.",
      valueName: "penalty"))
  var contrastive: Double?

  @Option(
    help: ArgumentHelp(
      "Write what stands between the prompt and this text, so that both ends agree; for a model that fills blanks.",
      valueName: "text"))
  var ending: String?

  @Option(
    help: ArgumentHelp(
      "Write an acrostic (藏头诗): lines that begin with these characters, --length characters each.",
      valueName: "characters"))
  var acrostic: String?

  @Option(help: ArgumentHelp("Write a sentence or acrostic with this word in it.", valueName: "word"))
  var require: [String] = []

  @Option(
    help:
      "Write a sentence of so many characters, its full stop not counted, or lines of so many (default: 7).")
  var length: Int?

  @Option(help: "How many changes --acrostic, --require and --length try (default: 1000).")
  var steps: Int?

  /// The way that was asked for.
  enum Way { case drawing, beams, contrastive, ending, constrained }

  var way: Way {
    if beams != nil { return .beams }
    if contrastive != nil { return .contrastive }
    if ending != nil { return .ending }
    return isConstrained ? .constrained : .drawing
  }

  private var isConstrained: Bool { acrostic != nil || !require.isEmpty || length != nil }

  func validate() throws {
    let ways = [
      (beams != nil, "--beams"), (contrastive != nil, "--contrastive"), (ending != nil, "--ending"),
      (isConstrained, acrostic != nil ? "--acrostic" : length != nil ? "--length" : "--require"),
    ].filter(\.0).map(\.1)
    guard ways.count <= 1 else {
      throw ValidationError("\(ways[0]) and \(ways[1]) exclude each other")
    }
    if let beams { try (1...BeamSearch.beamLimit).check(beams, option: "--beams") }
    if let lengthPenalty {
      guard (0...10).contains(lengthPenalty) else {
        throw ValidationError("--length-penalty \(lengthPenalty) is out of range; use 0 to 10")
      }
      guard beams != nil else { throw ValidationError("--length-penalty needs --beams") }
    }
    if let contrastive, !(0...1).contains(contrastive) {
      throw ValidationError("--contrastive \(contrastive) is out of range; use 0 to 1")
    }
    if let length { try ((acrostic == nil ? 1 : 2)...TextForm.lengthLimit).check(length, option: "--length") }
    if let steps {
      try (0...10_000_000).check(steps, option: "--steps")
      guard isConstrained else { throw ValidationError("--steps needs --acrostic, --require or --length") }
    }
    if let acrostic {
      guard !acrostic.isEmpty, acrostic.count <= 100, !acrostic.contains(where: \.isWhitespace) else {
        throw ValidationError(
          "--acrostic '\(acrostic)' is out of range; use 1 to 100 characters without blanks")
      }
    }
    guard !require.contains("") else { throw ValidationError("--require '' is out of range; use a word") }
  }

  /// The form of a constrained text.
  func form() throws -> TextForm {
    if let acrostic { return try .acrostic(acrostic, length: length ?? 7, words: require) }
    let taken = require.reduce(0) { $0 + $1.count }
    let lengths = length.map { $0...$0 } ?? max(1, taken)...min(taken + 24, TextForm.lengthLimit)
    return try .sentence(lengths: lengths, words: require)
  }
}

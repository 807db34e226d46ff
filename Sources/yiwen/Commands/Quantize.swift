public import ArgumentParser
import FoundationEssentials
public import LanguageModel

/// Writes a model with smaller weights.
struct Quantize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a model with its weights in another precision.",
    discussion: """
      int8 stores matrices as signed bytes with a scale for each block of 32: half the size of bf16, and faster where \
      reading weights is what takes the time. The other files of the folder are copied, but not golden.json and \
      evaluation.json: these speak of the old weights.
      """)

  @Argument(help: ArgumentHelp("The model's folder.", valueName: "model"))
  var model: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write; it must be new.", valueName: "folder"))
  var output: String

  @Option(help: "The precision of the new weights.")
  var to: QuantizedWeights.Precision = .int8

  func run() throws {
    let files = FileManager.default
    guard !files.fileExists(atPath: output) else {
      throw Failure("\(output) is there already; name a new folder")
    }
    // Read first, so that a folder that is no model is refused in the words of whoever opens models.
    _ = try DecoderConfig(folder: model)
    let companions = try files.contentsOfDirectory(atPath: model)
      .filter { !$0.contains(".safetensors") && !["golden.json", "evaluation.json"].contains($0) }
      .sorted()
    let draft = "\(output).\(ProcessInfo.processInfo.processIdentifier).part"
    try files.createDirectory(atPath: draft, withIntermediateDirectories: true)
    do {
      let sizes = try QuantizedWeights.write(model, as: to, to: draft)
      for name in companions { try files.copyItem(atPath: "\(model)/\(name)", toPath: "\(draft)/\(name)") }
      try files.moveItem(atPath: draft, toPath: output)
      print("\(output): \(megabytes(sizes.after)) MB of weights, \(megabytes(sizes.before)) before")
    } catch {
      try files.removeItem(atPath: draft)
      throw error
    }
  }

  private func megabytes(_ bytes: Int) -> String { (Double(bytes) / 1e6).fixed(1) }
}

extension QuantizedWeights.Precision: ExpressibleByArgument {}

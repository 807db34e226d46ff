import ArgumentParser
import FoundationEssentials

/// How a command prints its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The option every measuring command shares.
struct FormatOptions: ParsableArguments {
  @Option(help: "How to print the result: text for people, json for programs.")
  var format: OutputFormat = .text

  /// Prints `value` as JSON with sorted keys, or `text` of it.
  func show<Value: Encodable>(_ value: Value, text: (Value) -> String) throws {
    switch format {
    case .text:
      print(text(value))
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
  }
}

import ArgumentParser
import FoundationEssentials
import Glibc
import Screen

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

/// A failure that is said in one sentence.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Writes to standard error.
func printError(_ text: String, terminator: String = "\n") {
  var bytes = Array((text + terminator).utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    guard written > 0 || errno == EINTR else { return }
    bytes = bytes.dropFirst(max(written, 0))
  }
}

/// True where standard error is a terminal, so that progress is worth drawing.
var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

/// Seconds on a clock that never jumps.
func monotonicSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}

/// Columns padded with blanks; numbers to the right. No blanks at the ends of lines.
struct TextTable {
  var rows: [[String]]
  /// Which columns are flush left.
  var left: Set<Int> = [0]

  var description: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? TerminalWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let line = row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - TerminalWidth.of(text))
        return left.contains(column) ? text + padding : padding + text
      }.joined(separator: "  ")
      return String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)])
    }.joined(separator: "\n")
  }
}

extension Double {
  /// With a fixed number of decimals.
  func fixed(_ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard isFinite, abs(self) * scale < 9e18 else { return "\(self)" }
    let scaled = Int64((abs(self) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 && scaled != 0 ? "-" : ""
    return decimals == 0 ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// As a percentage with one decimal.
  var percent: String { (self * 100).fixed(1) + " %" }
}

/// The middle of the sorted values and their extremes.
struct Spread: Codable {
  let minimum: Double
  let median: Double
  let maximum: Double

  init(_ values: [Double]) {
    let sorted = values.sorted()
    precondition(!sorted.isEmpty, "Spread: no values")
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

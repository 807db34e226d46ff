/// The lines of a `merges.txt`: two tokens each, a space between them, after a line that names the version.
enum MergeFile {
  static func pairs(_ bytes: [UInt8], file: String) throws(TokenizerError) -> [(Substring, Substring)] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(file: file, problem: "the text is not UTF-8")
    }
    var pairs: [(Substring, Substring)] = []
    for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let line = Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      if line.isEmpty || number == 0 && line.utf8.starts(with: "#version".utf8) { continue }
      guard let pair = pair(line) else {
        throw .malformed(
          file: file, problem: "line \(number + 1) is \"\(line.prefix(80))\", two tokens should be there")
      }
      pairs.append(pair)
    }
    return pairs
  }

  /// The two tokens of a line.
  static func pair(_ line: Substring) -> (Substring, Substring)? {
    let halves = line.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else { return nil }
    return (Substring(halves[0]), Substring(halves[1]))
  }
}

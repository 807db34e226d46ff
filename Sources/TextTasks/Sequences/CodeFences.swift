/// Blocks of code in Markdown, which hold no sentences.
enum CodeFences {
  /// The text without the lines from one that begins with ``` or ~~~ to the next that does; where none closes, as it is.
  static func removed(from text: String) -> String {
    guard text.contains("```") || text.contains("~~~") else { return text }
    var kept: [Substring] = []
    var fence: Substring?
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let mark = line.drop { $0 == " " }.prefix(3)
      if let open = fence {
        if mark == open { fence = nil }
      } else if mark == "```" || mark == "~~~" {
        fence = mark
      } else {
        kept.append(line)
      }
    }
    return fence == nil ? kept.joined(separator: "\n") : text
  }
}

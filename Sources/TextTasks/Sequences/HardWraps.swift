/// Lines that end because a page was full, not because anything ends there.
enum HardWraps {
  /// The widths that pages have, in columns: a Chinese letter has two.
  private static let pages = 40...200
  /// From which share of the page's width on a line is full: the next word did not fit.
  private static let full = 0.8
  private static let markers = Set("-*+#>|=•·　 \t".unicodeScalars)

  /// The text with the lines of each paragraph joined, if it was broken to the width of a page.
  ///
  /// A line is joined to the next if it is nearly as wide as nine of ten are, does not end as a sentence does, and the next
  /// does not begin as items, headings and tables do.
  static func joined(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let widths = lines.map(width)
    let sorted = widths.filter { $0 > 0 }.sorted()
    guard sorted.count > 2 else { return text }
    let page = sorted[sorted.count * 9 / 10]
    guard pages.contains(page) else { return text }
    var joined = ""
    for (index, line) in lines.enumerated() {
      joined += line
      guard index + 1 < lines.count else { break }
      let isFull = Double(widths[index]) >= full * Double(page)
      if isFull, !Sentences.isEnd(line), let next = lines[index + 1].unicodeScalars.first,
        !isItem(lines[index + 1])
      {
        let last = line.unicodeScalars.last
        if let last, isSpaced(last), isSpaced(next) { joined += " " }
      } else {
        joined += "\n"
      }
    }
    return joined
  }

  private static func width(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
  }

  /// Whether a line begins an item: with a mark, or with a number that a stop or bracket follows.
  private static func isItem(_ line: Substring) -> Bool {
    guard let first = line.unicodeScalars.first else { return true }
    let number = line.unicodeScalars.prefix {
      ("0"..."9").contains($0) || "一二三四五六七八九十（(".unicodeScalars.contains($0)
    }
    let behind = line.unicodeScalars.dropFirst(number.count).first
    return markers.contains(first)
      || (!number.isEmpty && behind.map { ".、)）".unicodeScalars.contains($0) } ?? true)
  }

  /// Whether words of a script like this letter's have spaces between them.
  private static func isSpaced(_ letter: Unicode.Scalar) -> Bool {
    letter.value < 0x1100 && (letter.properties.isAlphabetic || letter.properties.numericType != nil)
  }
}

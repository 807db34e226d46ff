/// The means of ROUGE scores.
public struct RougeTally: Sendable, Hashable {
  /// How many summaries were compared.
  public private(set) var count = 0
  private var sums = [0.0, 0.0, 0.0]

  /// No summary.
  public init() {}

  /// Counts a summary.
  public mutating func add(_ rouge: Rouge) {
    count += 1
    for (index, value) in [rouge.one, rouge.two, rouge.longest].enumerated() { sums[index] += value }
  }

  /// The means of ROUGE-1, ROUGE-2 and ROUGE-L, 0 without summaries.
  public var means: [Double] { sums.map { count == 0 ? 0 : $0 / Double(count) } }
}

/// The beginning of a text, the summary that is hard to beat.
public enum LeadSummary {
  /// The first characters of a text, white space apart.
  public static func text(_ text: String, characters: Int) -> String {
    var left = characters
    return String(
      text.prefix { character in
        if !character.isWhitespace { left -= 1 }
        return left >= 0
      })
  }
}

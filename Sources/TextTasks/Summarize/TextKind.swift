/// What kind of text it is, for where a text says what matters depends on that.
///
/// Told by its letters alone, and by what is known of such texts: news are written so that the beginning says it (the
/// "inverted pyramid"), talks begin with greetings, and judgments with names and addresses.
public enum TextKind: Sendable, Hashable, CaseIterable {
  /// News.
  case report
  /// What several people said, each line with the speaker's name before it.
  case talk
  /// A judgment, an indictment and the like.
  case record
  /// Any other.
  case other

  /// Where news begin, what is found in few other texts.
  private static let marks = [
    "记者", "通讯员", "本报", "新华社", "中新网", "日讯", "日电", "报道", "据悉", "原标题", "日前", "近日", "昨日", "今日",
  ]
  private static let recordEnds = ["判决书", "裁定书", "调解书", "起诉书"]
  /// How many letters of a text its beginning is.
  private static let beginning = 200
  /// The longest name of a speaker, in letters.
  private static let longestName = 10

  /// The kind of a text.
  public init(of text: String) {
    let lines = text.split(whereSeparator: \.isNewline).lazy
      .map { line in line.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    let spoken = lines.count(where: Self.namesSpeaker)
    let start = String(text.prefix(Self.beginning))
    if lines.prefix(5).contains(where: { line in Self.recordEnds.contains(where: line.hasSuffix) }) {
      self = .record
    } else if spoken > 1, spoken * 2 > lines.count {
      self = .talk
    } else if Self.marks.contains(where: { start.contains($0) }) || Self.hasDay(start) {
      self = .report
    } else {
      self = .other
    }
  }

  private static func namesSpeaker(_ line: String) -> Bool {
    let name = line.prefix { $0 != "：" && $0 != ":" }
    return (1...longestName).contains(name.count) && name.count + 1 < line.count
      && name.allSatisfy { $0.isLetter || $0.isNumber }
  }

  /// Whether a day of a month is named.
  private static func hasDay(_ text: String) -> Bool {
    let letters = Array(text)
    return letters.indices.contains { index in
      guard letters[index] == "月", index > 0, letters[index - 1].isNumber else { return false }
      let digits = letters[(index + 1)...].prefix { $0.isNumber }
      return (1...2).contains(digits.count) && digits.endIndex < letters.endIndex
        && letters[digits.endIndex] == "日"
    }
  }
}

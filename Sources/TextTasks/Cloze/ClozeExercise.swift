/// An exercise: a sentence in which something is missing.
public struct ClozeExercise: Sendable, Hashable {
  /// How hard it is: 1 easy, 2 middle, 3 hard; `nil` where nobody has said.
  public let level: Int?
  /// What it exercises, as the table names it: `word`, `idiom` …; empty where nobody has said.
  public let kind: String
  /// What stands before the blank.
  public let before: String
  /// What stands behind it.
  public let after: String
  /// What is missing.
  public let answer: String
  /// What it may be, the answer among them; empty where it is to be found freely.
  public let choices: [String]
  /// Where the sentence is from: `own`, `俗语`, a poem, or the name of a file.
  public let source: String

  /// An exercise.
  public init(
    level: Int? = nil, kind: String = "", before: String, after: String, answer: String,
    choices: [String] = [],
    source: String = "",
  ) {
    self.level = level
    self.kind = kind
    self.before = before
    self.after = after
    self.answer = answer
    self.choices = choices
    self.source = source
  }

  /// The columns of a table of exercises.
  public static let columns = ["level", "kind", "text", "answer", "choices", "source"]

  /// Reads a table: a line of column names, then an exercise a line, fields with tabs between.
  ///
  /// Empty lines are passed over; choices have `|` between them.
  public static func read(_ table: String) throws(ClozeExerciseError) -> [ClozeExercise] {
    var exercises: [ClozeExercise] = []
    var hasHeader = false
    for (index, line) in table.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    where !line.isEmpty {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if !hasHeader {
        guard fields == columns else { throw .header }
        hasHeader = true
      } else {
        exercises.append(try ClozeExercise(fields, line: index + 1))
      }
    }
    guard hasHeader else { throw .header }
    guard !exercises.isEmpty else { throw .empty }
    return exercises
  }

  /// Whether a text is a table of exercises, by its first line.
  public static func isTable(_ text: String) -> Bool {
    text.prefix { !$0.isNewline } == columns.joined(separator: "\t")
  }

  private init(_ fields: [String], line: Int) throws(ClozeExerciseError) {
    guard fields.count == Self.columns.count else { throw .fieldCount(fields.count, line: line) }
    guard let level = Int(fields[0]), (1...3).contains(level) else { throw .level(fields[0], line: line) }
    let text: ClozeText
    do throws(ClozeError) { text = try ClozeText(parsing: fields[2]) } catch {
      throw .text("\(error)", line: line)
    }
    guard text.blanks.count == 1 else { throw .blanks(text.blanks.count, line: line) }
    guard !fields[3].isEmpty else { throw .noAnswer(line: line) }
    let choices = fields[4].isEmpty ? [] : fields[4].split(separator: "|").map(String.init)
    guard choices.isEmpty || choices.contains(fields[3]) else {
      throw .choices(answer: fields[3], line: line)
    }
    guard choices.count <= Self.choiceLimit else { throw .choiceCount(choices.count, line: line) }
    self.init(
      level: level, kind: fields[1], before: text.parts[0], after: text.parts[1], answer: fields[3],
      choices: choices, source: fields[5])
  }

  /// The most choices: each has a key of one digit.
  static let choiceLimit = 9
}

/// What is wrong with a table of exercises.
public enum ClozeExerciseError: Error, Hashable, CustomStringConvertible {
  /// The first line does not name the columns.
  case header
  /// There is no exercise.
  case empty
  /// A line has more or fewer fields.
  case fieldCount(Int, line: Int)
  /// A level that is none.
  case level(String, line: Int)
  /// The text's blank cannot be read.
  case text(String, line: Int)
  /// There is more than one blank.
  case blanks(Int, line: Int)
  /// The answer is missing.
  case noAnswer(line: Int)
  /// The answer is not among the choices.
  case choices(answer: String, line: Int)
  /// There are too many choices.
  case choiceCount(Int, line: Int)

  /// One sentence: what is wrong, where, and what would be right.
  public var description: String {
    let columns = ClozeExercise.columns.joined(separator: ", ")
    return switch self {
    case .header: "the first line should name the columns \(columns), with tabs between"
    case .empty: "there is no exercise behind the first line"
    case .fieldCount(let count, let line):
      "line \(line) has \(count) fields, it should have \(ClozeExercise.columns.count) with tabs between: \(columns)"
    case .level(let text, let line): "line \(line): the level '\(text)' should be 1, 2 or 3"
    case .text(let reason, let line): "line \(line): \(reason)"
    case .blanks(let count, let line): "line \(line): the text has \(count) blanks, it should have one"
    case .noAnswer(let line): "line \(line): the answer is missing"
    case .choices(let answer, let line): "line \(line): the answer '\(answer)' should be among the choices"
    case .choiceCount(let count, let line):
      "line \(line) has \(count) choices, it should have at most \(ClozeExercise.choiceLimit)"
    }
  }
}

/// How often a model's first filling is the answer.
public struct ClozeEvaluation: Sendable {
  /// A set of questions and how they were answered.
  public struct Tally: Sendable, Hashable {
    /// The questions.
    public var count = 0
    /// Those whose answer is the most probable candidate.
    public var correct = 0
    /// Those whose answer is among the three most probable.
    public var amongThree = 0
    /// Those whose answer is a candidate at all.
    public var answerable = 0

    /// No question yet.
    public init() {}

    /// The share of right answers, 0 without questions.
    public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }
  }

  private let filler: ClozeFiller

  /// An evaluation of a model.
  public init(_ model: TextModel) {
    filler = ClozeFiller(model)
  }

  /// Answers a question and counts how well; a question without candidates may be answered by any word of its text.
  ///
  /// - Returns: The fillings, best first.
  public func answer(
    _ record: ClozeRecord, into tally: inout Tally, check: () throws -> Void = {}
  ) throws -> [Filling] {
    var blank = ClozeText.Blank(candidates: record.candidates)
    if record.candidates.isEmpty, record.parts.count > 1 {
      let clues = PassageClues(passage: record.passage, before: record.parts[0], after: record.parts[1])
      let whole = record.passage + record.parts.joined(separator: "\n")
      blank =
        record.words.isEmpty
        ? ClozeText.Blank(words: filler.words(of: whole), stretches: clues.stretches(), clues: clues)
        : ClozeText.Blank(words: Set(record.words), clues: clues)
    }
    tally.count += 1
    guard !blank.candidates.isEmpty else { return [] }
    tally.answerable += blank.candidates.contains(record.answer) ? 1 : 0
    let blanks = (1..<record.parts.count).map { index in
      // The same is missing everywhere; the first blank decides.
      index == 1 ? blank : ClozeText.Blank(candidates: [record.answer])
    }
    let text =
      blanks.count == 1
      ? ClozeText(parts: record.parts, blanks: blanks)
      : ClozeText(
        parts: [record.parts[0], record.parts.dropFirst().joined(separator: "……")], blanks: [blanks[0]])
    let fillings = try filler.fillings(of: text, passage: record.passage, limit: 10, check: check)
    let answers = fillings.map { $0.texts[0] }
    tally.correct += answers.first == record.answer ? 1 : 0
    tally.amongThree += answers.prefix(3).contains(record.answer) ? 1 : 0
    return fillings
  }
}

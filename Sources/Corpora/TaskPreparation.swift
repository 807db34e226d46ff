internal import ModelFiles
internal import TextTasks
internal import Tokenizers

/// Turns records of tasks into a folder of training data.
///
/// A record is a line of JSON with a source and an answer:
///
///     passage, query, answer    what is missing at XXXXX, #idiom# or <blank>
///     text, summary             a summary; with more than a few sentences also which of them matter
///     text, title               a title
///
/// The folder gets `tokens.safetensors`, the vocabulary and `manifest.json`:
///
///     offsets   I64 [sequences + 1]  where each sequence begins
///     prefixes  I32 [sequences]      how many of its first tokens are seen whole and not asked for
///     tokens    U16 or I32 [tokens]
///     outcomes  U8 [tokens]          the `TextOutcome` asked for at each token, 255 for none
public struct TaskPreparation: Sendable {
  /// The longest sequence, in tokens.
  public var longest = 1024

  private let vocabulary: UnigramTokenizer
  private let layout: TaskLayout

  /// A preparation in a vocabulary of `yiwen vocab`.
  public init(vocabulary: any TextVocabulary) throws(CorpusError) {
    guard let words = vocabulary as? UnigramTokenizer, let layout = TaskLayout(words) else {
      throw .nothing(problem: "tasks need a vocabulary with task tokens; `yiwen vocab` makes one")
    }
    self.vocabulary = words
    self.layout = layout
  }

  /// Reads records and writes the folder, which exists.
  public func run(
    files inputs: [(path: String, licence: String?)], to folder: String
  ) throws(CorpusError) -> PreparedManifest {
    var sequences = TaskSequences()
    var sources: [PreparedManifest.Source] = []
    for file in try TextDocuments.files(inputs) {
      let input = try InputFile(path: file.path, licence: file.licence)
      for (number, row) in input.bytes.split(separator: 0x0A).enumerated() {
        let record: JSONValue
        do { record = try JSONValue(parsing: Array(row)) } catch {
          throw .malformed(path: file.path, problem: "line \(number + 1): \(error)")
        }
        guard add(record, to: &sequences) else {
          throw .malformed(
            path: file.path,
            problem: "line \(number + 1): the record should have a passage and an answer, or a text and "
              + "a summary or a title")
        }
      }
      sources.append(input.source)
    }
    guard !sequences.prefixes.isEmpty else { throw .nothing(problem: "no task was found in the files") }
    return try sequences.write(to: folder, vocabulary: vocabulary, sources: sources)
  }

  private func add(_ record: JSONValue, to sequences: inout TaskSequences) -> Bool {
    if let cloze = ClozeRecord(record) {
      addCloze(cloze, to: &sequences)
      return true
    }
    guard let text = record["text"]?.text else { return false }
    if let summary = record["summary"]?.text {
      let kind = TaskLayout.Answer(length: Rouge.units(summary).count)
      addAnswer(summary, of: text, kind, to: &sequences)
      if kind == .summary { addJudgement(of: text, for: summary, to: &sequences) }
      return true
    }
    guard let title = record["title"]?.text else { return false }
    addAnswer(title, of: text, .title, to: &sequences)
    return true
  }

  private func addCloze(_ record: ClozeRecord, to sequences: inout TaskSequences) {
    let answers = (1..<record.parts.count).flatMap { _ in vocabulary.encode(record.answer) + [layout.end] }
    let room = longest - answers.count
    guard !answers.isEmpty, room > longest / 4 else { return }
    let question = layout.question(filling: record.parts, after: record.passage, limit: room)
    sequences.add(question, answer: answers)
  }

  private func addAnswer(
    _ answer: String, of text: String, _ kind: TaskLayout.Answer, to sequences: inout TaskSequences
  ) {
    let target = vocabulary.encode(answer)
    let room = longest - target.count - 1
    guard !target.isEmpty, room > longest / 2 else { return }
    let sentences = Sentences.split(text)
    let source = SummarySource.text(
      text, sentences: sentences, scores: SentenceWorth().scores(of: sentences, in: TextKind(of: text)),
      limit: room - 2, tokenizer: vocabulary)
    let question = layout.question(source, for: kind, limit: room)
    let tags = CopyTags.tags(of: target, from: question) + [.written]
    sequences.add(question, answer: target + [layout.end], tags: tags)
  }

  private func addJudgement(of text: String, for summary: String, to sequences: inout TaskSequences) {
    let sentences = Sentences.split(text)
    guard sentences.count > 3 else { return }
    let best = Set(SentenceLabels.best(sentences, for: summary))
    for part in layout.judgement(of: sentences, limit: longest) {
      var sentence = part.sentences.lowerBound
      let outcomes = part.tokens.map { token -> TextOutcome? in
        guard token == layout.sentence else { return nil }
        defer { sentence += 1 }
        return best.contains(sentence) ? .taken : .omitted
      }
      sequences.add(part.tokens, outcomes: outcomes)
    }
  }
}

/// Sequences of tasks as they gather.
struct TaskSequences {
  static let noOutcome: UInt8 = 255

  private var tokens: [Int32] = []
  private var outcomes: [UInt8] = []
  private var offsets: [Int64] = [0]
  private(set) var prefixes: [Int32] = []

  /// A question and its answer; `tags` are those of the answer's tokens, asked for at the token before each.
  mutating func add(_ question: [Int], answer: [Int], tags: [TextOutcome] = []) {
    var asked = [TextOutcome?](repeating: nil, count: question.count + answer.count)
    for (index, tag) in tags.enumerated() { asked[question.count - 1 + index] = tag }
    append(question + answer, asked, prefix: question.count)
  }

  /// Tokens that are all seen, with what is asked at them.
  mutating func add(_ tokens: [Int], outcomes: [TextOutcome?]) {
    append(tokens, outcomes, prefix: tokens.count)
  }

  private mutating func append(_ sequence: [Int], _ asked: [TextOutcome?], prefix: Int) {
    tokens += sequence.map { Int32($0) }
    outcomes += asked.map { $0.map { UInt8($0.rawValue) } ?? Self.noOutcome }
    offsets.append(Int64(tokens.count))
    prefixes.append(Int32(prefix))
  }

  func write(
    to folder: String, vocabulary: UnigramTokenizer, sources: [PreparedManifest.Source]
  ) throws(CorpusError) -> PreparedManifest {
    let isWide = vocabulary.count > 1 << 16
    do {
      let writer = try SafetensorsWriter(
        path: "\(folder)/\(PreparedText.fileName)",
        entries: [
          .init("offsets", .int64, [offsets.count]), .init("prefixes", .int32, [prefixes.count]),
          .init("tokens", isWide ? .int32 : .uint16, [tokens.count]),
          .init("outcomes", .uint8, [tokens.count]),
        ], metadata: [("kind", "tasks")])
      try writer.write(offsets)
      try writer.write(prefixes)
      if isWide { try writer.write(tokens) } else { try writer.write(tokens.map { UInt16($0) }) }
      try writer.write(outcomes)
      try writer.finish()
      let file = vocabulary.file
      try AtomicFile.write(file.content, to: "\(folder)/\(file.name)")
    } catch {
      throw .file(error)
    }
    let manifest = PreparedManifest(
      kind: .tasks, sources: sources,
      counts: [
        .init("sequences", prefixes.count), .init("tokens", tokens.count),
        .init("vocabulary", vocabulary.count),
      ])
    try manifest.write(toFolder: folder)
    return manifest
  }
}
